package import Sealing

extension CentralAPI {
    /// Where a kiosk's claims that were carried come in: the same intake as from the network.
    package func bundleIntake(
        keyOfKiosk: @escaping BundleIntake.KeyOfKiosk,
        keepPhoto: @escaping BundleIntake.KeepPhoto,
        signing: SigningKey?,
        folder: String
    ) -> BundleIntake {
        BundleIntake(
            receiver: ClaimReceiver(intake: intake, register: register, now: now),
            keyOfKiosk: keyOfKiosk,
            keepPhoto: keepPhoto,
            signing: signing,
            folder: folder,
            now: now
        )
    }
}

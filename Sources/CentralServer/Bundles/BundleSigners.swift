import Bundles
import ClaimRegister
import Claims
import Sealing

/// By whose keys the bundle of a kiosk may be signed.
///
/// The kiosk's own is the one of its newest certificate. An earlier one counts by the operator's word only: whoever has the
/// machine that a later enrolment replaced could go on signing. One that was revoked counts never.
struct BundleSigners: Sendable {
    /// The key of the kiosk's newest certificate; nil when none is known.
    typealias Current = @Sendable (KioskID) async throws -> VerificationKey?
    /// All keys that the kiosk ever had.
    typealias All = @Sendable (KioskID) async throws -> [KnownKey]

    private let current: Current
    private let all: All
    private let mustBeSigned: Bool

    /// - Parameter mustBeSigned: false only in a rehearsal without certificates.
    init(current: @escaping Current, all: @escaping All, mustBeSigned: Bool) {
        self.current = current
        self.all = all
        self.mustBeSigned = mustBeSigned
    }

    /// The earlier key that signed it; nil for the kiosk's own, and in a rehearsal without certificates.
    ///
    /// Throws `bundle.wrong-signature` and `bundle.unsigned`.
    ///
    /// - Parameter allowingEarlier: whether an earlier key of the kiosk counts.
    func check(
        _ seal: BundleSeal,
        of kiosk: KioskID,
        allowingEarlier: Bool
    ) async throws -> VerificationKey? {
        let newest = try await current(kiosk)
        guard newest != nil || !mustBeSigned else {
            throw KioskError(
                .bundleWrongSignature,
                "the kiosk \(kiosk) was never enrolled here, or was revoked",
                remedy:
                    "Nothing was taken. kiosk-central kiosks shows which. Enrol it with a new token, then export again there."
            )
        }
        guard let own = newest, !seal.isSigned(by: own), let (known, key) = try await signer(of: seal, kiosk) else {
            try seal.check(newest)
            return nil
        }
        guard !known.isBarred else { throw Self.barred(kiosk) }
        guard allowingEarlier else { throw Self.earlier(kiosk, key) }
        return key
    }

    /// Which of the kiosk's keys signed it.
    private func signer(of seal: BundleSeal, _ kiosk: KioskID) async throws -> (KnownKey, VerificationKey)? {
        for known in try await all(kiosk) {
            if let key = VerificationKey(hex: known.publicKey), seal.isSigned(by: key) { return (known, key) }
        }
        return nil
    }

    private static func earlier(_ kiosk: KioskID, _ key: VerificationKey) -> KioskError {
        KioskError(
            .bundleWrongSignature,
            "the bundle is signed by an earlier key of \(kiosk), \(key.fingerprint): the kiosk was enrolled anew since",
            remedy:
                "Nothing was taken. If the machine that made it still has its claims, export again there. If that machine "
                + "is gone for good and you know who carried the file: kiosk-central bundle import FILE --earlier-key."
        )
    }

    private static func barred(_ kiosk: KioskID) -> KioskError {
        KioskError(
            .bundleWrongSignature,
            "the bundle is signed by a key that \(kiosk) had before it was revoked here",
            remedy:
                "Nothing was taken, and nothing makes it count: whoever has that machine could have made it. Export again "
                + "if the machine is here and was enrolled anew; else only the paper receipts prove its claims."
        )
    }
}

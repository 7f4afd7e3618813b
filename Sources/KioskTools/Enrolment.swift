import Claims
import DaemonSupport
import Glibc
import Sealing
import Settings
import Trust
import WireAPI

/// Enrols a kiosk at its central: a key and a request made here, everything else from the central's answer.
///
/// Run again with the same token after it broke off anywhere, it ends the same.
struct Enrolment {
    let settings: KioskSettings
    let address: CentralAddress
    let token: EnrolmentToken
    /// Where the digest key goes, which systemd hands to the daemon: never the state folder.
    let digestKeyFile: String

    /// Throws `config.*`, `trust.*` and `central.*`.
    init(settings file: String, central: String?, token: String, digestKeyFile: String) throws(KioskError) {
        settings = try KioskSettings.load(file)
        address = try CentralAddress(central ?? settings.central.url)
        guard address == (try? CentralAddress(settings.central.url)) else {
            throw KioskError(
                .configContradiction,
                "\(file) has another central than the command: \(settings.central.url)",
                remedy: "Correct central.url there, or leave --central out."
            )
        }
        self.token = try EnrolmentToken(token)
        self.digestKeyFile = digestKeyFile
        guard self.token.kiosk == settings.kioskID else {
            throw KioskError(
                .trustWrongKiosk,
                "the token is for the kiosk \(self.token.kiosk), and \(file) says \(settings.kioskID)",
                remedy: "Correct kiosk.id, or make a token for \(settings.kioskID)."
            )
        }
    }

    /// Throws `trust.*`, `central.*` and `key.not-written`.
    func run() async throws(KioskError) -> KioskCertificate {
        let client = EnrolmentClient(address: address, token: token, now: RecordClock().now)
        let authority = try await client.authority()
        let folder = TrustFolder(stateDirectory: settings.stateDirectory)
        let draft = try TrustDraft(of: folder, token: token)
        let box = OpeningKey()
        let answer = try await client.enrol(
            try CertificateRequest.pem(for: settings.kioskID, key: draft.key),
            box: box.sealingKey,
            trusting: authority
        )
        guard let centralKey = VerificationKey(hex: answer.centralKey),
            let digestKey = SealedBox(key: box.sealingKey.fingerprint, base64: answer.digestKey)?
                .open(.digestKey, with: box, context: settings.kioskID.text)
                .flatMap({ String(validating: $0, as: UTF8.self) }),
            DigestKey(hex: digestKey) != nil
        else {
            throw KioskError(
                .centralAnswer,
                "the central's answer holds keys that are none, or not for this kiosk",
                remedy: "Compare the versions of kioskctl and kiosk-central."
            )
        }
        // First, because without it the trust folder is of no use: the daemon would start and fail.
        try keep(digestKey)
        return try draft.finish(
            certificate: answer.certificate,
            authority: authority,
            centralKey: centralKey,
            sealingKeys: answer.sealingKeys
        )
    }

    /// A key that is there stays if it is the same, and is never written over.
    private func keep(_ digestKey: String) throws(KioskError) {
        guard access(digestKeyFile, F_OK) != 0 else {
            guard let there = try? TrustFile.text(at: digestKeyFile), there.filter({ !$0.isWhitespace }) == digestKey
            else {
                throw KioskError(
                    .keyNotWritten,
                    "\(digestKeyFile) is there already and holds another key than the central's",
                    remedy: "Is it of another programme? Move it away, then enrol again with the same token."
                )
            }
            return
        }
        try TrustFile.write(Array("\(digestKey)\n".utf8), to: digestKeyFile)
    }
}

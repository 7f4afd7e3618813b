package import Claims
import Crypto
package import Sealing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The digest key on its way to a kiosk: sealed to the kiosk's own key (HPKE, RFC 9180: P-256, SHA-256, AES-256-GCM), so
/// that what TLS carried in and out, a log or a dump of it, opens nothing.
package enum KeyBox {
    private static let suite = HPKE.Ciphersuite.P256_SHA256_AES_GCM_256
    private static let info = Data("recycling-kiosk digest-key".utf8)

    /// Base64. Throws `internal.fault`.
    package static func seal(_ text: String, to request: CertificateRequest) throws(KioskError) -> String {
        do {
            let key = try P256.KeyAgreement.PublicKey(rawRepresentation: request.publicKey.rawRepresentation)
            var sender = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: info)
            let sealed = try sender.seal(Data(text.utf8), authenticating: Data(request.kiosk.text.utf8))
            return (sender.encapsulatedKey + sealed).base64EncodedString()
        } catch {
            throw .certificateNotMade(error)
        }
    }

    /// Nil when it was not sealed to this kiosk's key.
    package static func open(_ box: String, of kiosk: KioskID, with key: SigningKey) -> String? {
        // An uncompressed point of P-256 has 65 bytes.
        guard let bytes = Data(base64Encoded: box), bytes.count > 65,
            let own = try? P256.KeyAgreement.PrivateKey(rawRepresentation: key.privateKey.rawRepresentation),
            var recipient = try? HPKE.Recipient(
                privateKey: own,
                ciphersuite: suite,
                info: info,
                encapsulatedKey: bytes.prefix(65)
            ),
            let opened = try? recipient.open(bytes.dropFirst(65), authenticating: Data(kiosk.text.utf8))
        else { return nil }
        return String(validating: opened, as: UTF8.self)
    }
}

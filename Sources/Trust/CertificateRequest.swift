package import Claims
import Crypto
package import Sealing
import SwiftASN1
import X509

/// A kiosk's request for a certificate (PKCS #10, RFC 2986): its name and its key, signed by that key.
package struct CertificateRequest: Sendable {
    package let kiosk: KioskID
    let publicKey: P256.Signing.PublicKey

    package var verificationKey: VerificationKey { VerificationKey(publicKey) }

    /// From PEM. Throws `trust.request-invalid` for anything that a kiosk of ours does not make.
    package init(pem: String) throws(KioskError) {
        guard pem.utf8.count <= 8_192, let request = try? CertificateSigningRequest(pemEncoded: pem) else {
            throw Self.invalid("it is no certificate request")
        }
        let names = request.subject.flatMap { $0 }
        guard names.count == 1, names[0].type == .RDNAttributeType.commonName, let name = String(names[0].value),
            let kiosk = KioskID(name)
        else { throw Self.invalid("its subject is not the name of one kiosk") }
        guard let key = P256.Signing.PublicKey(request.publicKey) else { throw Self.invalid("its key is not on P-256") }
        guard request.publicKey.isValidSignature(request.signature, for: request) else {
            throw Self.invalid("it is not signed by its own key")
        }
        self.kiosk = kiosk
        publicKey = key
    }

    /// Makes a request, as PEM. Throws `internal.fault`.
    package static func pem(for kiosk: KioskID, key: SigningKey) throws(KioskError) -> String {
        do {
            let request = try CertificateSigningRequest(
                version: .v1,
                subject: DistinguishedName { CommonName(kiosk.text) },
                privateKey: Certificate.PrivateKey(key.privateKey),
                attributes: .init(),
                signatureAlgorithm: .ecdsaWithSHA256
            )
            return try request.serializeAsPEM().pemString + "\n"
        } catch {
            throw .certificateNotMade(error)
        }
    }

    private static func invalid(_ why: String) -> KioskError {
        KioskError(
            .trustRequestInvalid,
            "The request for a certificate is not taken: \(why).",
            remedy: "Use the kioskctl that fits the central's version."
        )
    }
}

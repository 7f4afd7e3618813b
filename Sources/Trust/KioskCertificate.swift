package import Claims
import Crypto
package import Sealing
import SwiftASN1
package import X509

/// A kiosk's certificate, as the central's authority issues it.
package struct KioskCertificate: Sendable {
    /// The subject's one common name.
    package let kiosk: KioskID
    /// Lower-case hexadecimal digits.
    package let serial: String
    package let starts: Timestamp
    package let ends: Timestamp
    /// Of the kiosk's key, by which its own messages are verified as well.
    package let verificationKey: VerificationKey
    package let certificate: Certificate

    /// Nil for a certificate that is not of the form that the authority issues. Says nothing of who signed it.
    package init?(_ certificate: Certificate) {
        let names = certificate.subject.flatMap { $0 }.filter { $0.type == .RDNAttributeType.commonName }
        guard names.count == 1, let name = String(names[0].value), let kiosk = KioskID(name),
            let key = P256.Signing.PublicKey(certificate.publicKey),
            let usage = try? certificate.extensions.extendedKeyUsage, usage.contains(.clientAuth)
        else { return nil }
        self.kiosk = kiosk
        serial = Hexadecimal.text(certificate.serialNumber.bytes)
        starts = Timestamp(certificate.notValidBefore)
        ends = Timestamp(certificate.notValidAfter)
        verificationKey = VerificationKey(key)
        self.certificate = certificate
    }

    package init?(der: [UInt8]) {
        guard let certificate = try? Certificate(derEncoded: der) else { return nil }
        self.init(certificate)
    }

    package init?(pem: String) {
        guard let certificate = try? Certificate(pemEncoded: pem) else { return nil }
        self.init(certificate)
    }

    /// When the last third of its life begins.
    package var renewalDue: Timestamp {
        let life = ends.milliseconds - starts.adding(CertificateLife.before).milliseconds
        return ends.adding(.milliseconds(-max(life, 0) / CertificateLife.lastPart))
    }

    /// Throws `internal.fault`.
    package func der() throws(KioskError) -> [UInt8] { try certificate.der() }

    /// Throws `internal.fault`.
    package func pem() throws(KioskError) -> String { try certificate.pemText() }
}

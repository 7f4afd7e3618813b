package import Claims
import Crypto
import Sealing
import SwiftASN1
package import X509

/// The certificate of the central's authority: what kiosk and central check each other's certificates by.
package struct AuthorityCertificate: Sendable {
    package let certificate: Certificate
    package let der: [UInt8]
    package let pem: String

    /// Nil for anything but one certificate of an authority.
    package init?(pem: String) {
        guard pem.utf8.count <= 16_384, let certificate = try? Certificate(pemEncoded: pem) else { return nil }
        self.init(certificate)
    }

    package init?(der: [UInt8]) {
        guard der.count <= 16_384, let certificate = try? Certificate(derEncoded: der) else { return nil }
        self.init(certificate)
    }

    init?(_ certificate: Certificate) {
        guard case .isCertificateAuthority? = try? certificate.extensions.basicConstraints,
            let der = try? certificate.der(), let pem = try? certificate.pemText()
        else { return nil }
        self.certificate = certificate
        self.der = der
        self.pem = pem
    }

    /// Throws `trust.unreadable`.
    package init(fileAt path: String) throws(KioskError) {
        guard let read = AuthorityCertificate(pem: try TrustFile.text(at: path)) else {
            throw TrustFile.unreadable(path, "is not the certificate of an authority")
        }
        self = read
    }

    /// The first 32 hexadecimal digits of the certificate's SHA-256: enough that nobody finds another certificate with
    /// the same (2^128 tries), short enough to be typed.
    package var fingerprint: String { Self.fingerprint(of: der) }

    static func fingerprint(of der: [UInt8]) -> String { String(ContentHash.sha256(of: der).prefix(32)) }

    /// Whether this authority issued the certificate to a kiosk. Not whether it is over or revoked: that is looked at with
    /// each request, so that the kiosk can be told, in words.
    package func issued(_ certificate: Certificate) async -> Bool {
        guard KioskCertificate(certificate) != nil else { return false }
        var verifier = Verifier(rootCertificates: CertificateStore([self.certificate])) {
            RFC5280Policy(validationTime: certificate.notValidBefore)
        }
        switch await verifier.validate(leaf: certificate, intermediates: CertificateStore()) {
        case .validCertificate: return true
        case .couldNotValidate: return false
        }
    }
}

package import Claims
import Crypto
import NIOCore
package import NIOSSL
import SwiftASN1
import X509

/// What the central's listener shows and asks of kiosks.
package struct CentralTLS: Sendable {
    package let configuration: TLSConfiguration
    /// The end of the central's own certificate.
    package let ends: Timestamp
    private let authority: AuthorityCertificate

    /// From PEM files. Throws `trust.unreadable` when they cannot be read, or the key does not fit the certificate, or
    /// the authority did not issue it.
    package init(
        certificateFile: String,
        keyFile: String,
        authority: AuthorityCertificate
    ) throws(KioskError) {
        self.authority = authority
        guard let certificate = try? Certificate(pemEncoded: try TrustFile.text(at: certificateFile)),
            authority.certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
        else { throw TrustFile.unreadable(certificateFile, "is no certificate that the authority issued") }
        let keyText = try TrustFile.text(at: keyFile)
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: keyText),
            Certificate.PublicKey(key.publicKey) == certificate.publicKey
        else { throw TrustFile.unreadable(keyFile, "is not the key of \(certificateFile)") }
        ends = Timestamp(certificate.notValidAfter)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [
                // The authority's too: a kiosk that enrols finds it by the fingerprint in its token.
                .certificate(try TLSText.certificate(try certificate.der(), certificateFile)),
                .certificate(try TLSText.certificate(authority.der, "the authority's certificate")),
            ],
            privateKey: .privateKey(try TLSText.key(keyText, keyFile))
        )
        configuration.minimumTLSVersion = .tlsv13
        // Asked for and checked; who shows none reaches nothing but enrolment.
        configuration.certificateVerification = .optionalVerification
        configuration.trustRoots = .certificates([try TLSText.certificate(authority.der, "the authority's certificate")]
        )
        self.configuration = configuration
    }

    /// Whether the certificates that a peer shows are those of a kiosk of ours.
    package func admits(_ chain: [NIOSSLCertificate]) async -> Bool {
        // A kiosk has one, issued by the authority itself.
        guard chain.count == 1, let der = try? chain[0].toDERBytes(), der.count <= 8_192,
            let certificate = try? Certificate(derEncoded: der)
        else { return false }
        return await authority.issued(certificate)
    }
}

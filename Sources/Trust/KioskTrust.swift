package import Claims
import Crypto
import NIOCore
package import NIOSSL
package import Sealing
import Synchronization

/// What a running kiosk trusts and shows, with the certificate that is good now.
package final class KioskTrust: Sendable {
    package let folder: TrustFolder
    package let key: SigningKey
    package let authority: AuthorityCertificate
    package let centralKey: VerificationKey
    private let current: Mutex<KioskCertificate>

    /// Throws `trust.missing`, `trust.unreadable`, and `trust.wrong-kiosk` when the certificate is another kiosk's.
    package init(_ folder: TrustFolder, kiosk: KioskID) throws(KioskError) {
        let contents = try folder.load()
        guard contents.certificate.kiosk == kiosk else {
            throw KioskError(
                .trustWrongKiosk,
                "the kiosk was enrolled as \(contents.certificate.kiosk), but the settings say \(kiosk)",
                remedy: "Correct kiosk.id, or enrol the kiosk anew with a token for \(kiosk)."
            )
        }
        self.folder = folder
        key = contents.key
        authority = contents.authority
        centralKey = contents.centralKey
        current = Mutex(contents.certificate)
    }

    package var certificate: KioskCertificate { current.withLock { $0 } }

    /// Takes a renewed certificate: the next connection shows it. Throws `trust.unreadable` and `trust.not-written`.
    package func take(_ pem: String) throws(KioskError) {
        let renewed = try folder.replace(certificate: pem, key: key, authority: authority)
        current.withLock { $0 = renewed }
    }

    /// For the client of everything that goes to the central: TLS 1.3, the authority as the one root, host names checked,
    /// and with each new connection the certificate that is good then.
    ///
    /// Throws `trust.unreadable`.
    package func clientConfiguration() throws(KioskError) -> TLSConfiguration {
        var configuration = try Self.configuration(trusting: authority)
        let (chain, key) = try identity()
        configuration.certificateChain = chain
        configuration.privateKey = key
        configuration.sslContextCallback = { [self] _, promise in
            do throws(KioskError) {
                let (chain, key) = try identity()
                var now = NIOSSLContextConfigurationOverride()
                now.certificateChain = chain
                now.privateKey = key
                promise.succeed(now)
            } catch {
                promise.fail(error)
            }
        }
        return configuration
    }

    /// Without a certificate of one's own: for enrolment. Throws `trust.unreadable`.
    package static func configuration(trusting authority: AuthorityCertificate) throws(KioskError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.certificateVerification = .fullVerification
        configuration.trustRoots = .certificates([try TLSText.certificate(authority.der, "the authority's certificate")]
        )
        return configuration
    }

    private func identity() throws(KioskError) -> ([NIOSSLCertificateSource], NIOSSLPrivateKeySource) {
        let leaf = try TLSText.certificate(try certificate.certificate.der(), "the kiosk's certificate")
        return ([.certificate(leaf)], .privateKey(try TLSText.key(key.privateKey.pemRepresentation, "the kiosk's key")))
    }
}

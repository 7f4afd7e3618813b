import Claims
import NIOSSL

/// From bytes to what the TLS library takes.
enum TLSText {
    /// Throws `trust.unreadable`.
    static func certificate(_ der: [UInt8], _ name: String) throws(KioskError) -> NIOSSLCertificate {
        do {
            return try NIOSSLCertificate(bytes: der, format: .der)
        } catch {
            throw TrustFile.unreadable(name, "cannot be used for TLS")
        }
    }

    /// Throws `trust.unreadable`.
    static func key(_ pem: String, _ name: String) throws(KioskError) -> NIOSSLPrivateKey {
        do {
            return try NIOSSLPrivateKey(bytes: Array(pem.utf8), format: .pem)
        } catch {
            throw TrustFile.unreadable(name, "holds no key that TLS can use")
        }
    }
}

package import NIOSSL

/// What a listener with TLS shows, and whom it lets in.
package struct TLSListener: Sendable {
    let configuration: TLSConfiguration
    /// Judges the certificates that a peer shows; not asked when it shows none.
    let admits: @Sendable ([NIOSSLCertificate]) async -> Bool

    package init(
        configuration: TLSConfiguration,
        admits: @escaping @Sendable ([NIOSSLCertificate]) async -> Bool
    ) {
        self.configuration = configuration
        self.admits = admits
    }
}

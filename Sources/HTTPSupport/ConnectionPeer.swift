package import NIOCore
import NIOSSL

/// Who is at the other end of a connection.
package enum ConnectionPeer {
    /// The certificate that the peer of a TLS connection showed, DER; nil when it showed none.
    package static func certificate(of channel: any Channel) async -> [UInt8]? {
        let certificate = try? await channel.nioSSL_peerCertificate().get()
        return try? certificate?.toDERBytes()
    }

    /// For the log: an address without the port, which is another one with each connection.
    package static func address(of channel: any Channel) -> String {
        channel.remoteAddress?.ipAddress ?? "local"
    }
}

import NIOSSL

enum RefusalReason {
    /// Whether the peer failed at TLS: no handshake, a certificate that is not taken, no TLS at all. A connection that is
    /// cut is nobody's refusal.
    static func isOfTLS(_ error: any Error) -> Bool {
        switch error {
        case NIOSSLError.uncleanShutdown: false
        // An alert is the peer's no, not ours: a kiosk that enrols looks at the certificate and hangs up, and what is seen
        // of that first may be the end of the connection.
        case is NIOSSLError, is BoringSSLError:
            !["_ALERT_", "EOF during handshake"].contains(where: "\(error)".contains)
        default: false
        }
    }
}

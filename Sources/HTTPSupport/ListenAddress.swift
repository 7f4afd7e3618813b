import HummingbirdCore

/// Where an HTTP server listens.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Port 0 takes any free one.
    case hostname(String, port: Int)
    case unixDomainSocket(path: String)

    package var description: String {
        switch self {
        case .hostname(let host, let port): "\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .unixDomainSocket(let path): path
        }
    }

    var bound: BindAddress {
        switch self {
        case .hostname(let host, let port): .hostname(host, port: port)
        case .unixDomainSocket(let path): .unixDomainSocket(path: path)
        }
    }
}

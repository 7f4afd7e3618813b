/// What an HTTP server takes at most. The defaults are for one computer's own pages and control sockets.
package struct HTTPLimits: Sendable {
    /// At once; further ones wait in the kernel's queue.
    package let connections: Int
    /// A connection that sends nothing for this long, outside a response, is closed.
    package let idleTimeout: Duration
    /// Of one request, together.
    package let headerBytes: Int
    package let headerFields: Int

    package init(
        connections: Int = 256,
        idleTimeout: Duration = .seconds(30),
        headerBytes: Int = 16 * 1_024,
        headerFields: Int = 100
    ) {
        self.connections = connections
        self.idleTimeout = idleTimeout
        self.headerBytes = headerBytes
        self.headerFields = headerFields
    }
}

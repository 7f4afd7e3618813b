/// What an HTTP server takes at most. The defaults are for one computer's own pages and control sockets.
package struct HTTPLimits: Sendable {
    /// At once; further ones wait in the kernel's queue.
    package let connections: Int
    /// Of a Unix socket: of one user at once, root excepted; more are closed. Nil: as many as there are.
    package let connectionsPerUser: Int?
    /// A connection on which no whole part of a request arrives for this long, outside a response, is closed; so is one
    /// that does not read its answer for this long.
    package let idleTimeout: Duration
    /// Of one request, together.
    package let headerBytes: Int
    package let headerFields: Int
    /// What a body must bring on average in each window.
    package let bodyBytesPerSecond: Int
    /// Whole seconds.
    package let paceWindow: Duration
    /// Bytes of a body that are still read after its request was answered, so that the answer is seen.
    package let leftOverBytes: Int

    package init(
        connections: Int = 256,
        connectionsPerUser: Int? = nil,
        idleTimeout: Duration = .seconds(30),
        headerBytes: Int = 16 * 1_024,
        headerFields: Int = 100,
        bodyBytesPerSecond: Int = 256,
        paceWindow: Duration = .seconds(10),
        leftOverBytes: Int = 1_024 * 1_024
    ) {
        self.connections = connections
        self.connectionsPerUser = connectionsPerUser
        self.idleTimeout = idleTimeout
        self.headerBytes = headerBytes
        self.headerFields = headerFields
        self.bodyBytesPerSecond = bodyBytesPerSecond
        self.paceWindow = paceWindow
        self.leftOverBytes = leftOverBytes
    }
}

import Claims
package import Hummingbird
package import Logging
import ServiceLifecycle

/// Serves a Unix socket until it is told to stop, and leaves none behind.
package struct UnixSocketService<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private let responder: Responder
    private let file: UnixSocketFile
    private let mode: UInt32
    private let limits: HTTPLimits
    private let logger: Logger
    private let onListening: @Sendable () async -> Void

    /// - Parameters:
    ///   - path: of the socket, absolute, at most 107 bytes; its folder must be there.
    ///   - mode: of the socket's file: who can connect. 0600 for one that only this user and root may ask; 0666 where the
    ///     check of who asks decides, which can say why it refuses, while a file's mode says "permission denied".
    ///   - onListening: called once users can connect.
    package init(
        responder: Responder,
        path: String,
        mode: UInt32,
        limits: HTTPLimits,
        logger: Logger,
        onListening: @escaping @Sendable () async -> Void = {}
    ) {
        self.responder = responder
        file = UnixSocketFile(path: path)
        self.mode = mode
        self.limits = limits
        self.logger = logger
        self.onListening = onListening
    }

    /// Throws `listen.in-use` or `listen.failed` when the socket cannot be had, or its path is not absolute.
    package func run() async throws {
        guard file.path.hasPrefix("/") else {
            throw KioskError(
                .listenFailed,
                "cannot serve the control socket \(file.path): the path is not absolute",
                remedy: "Set an absolute path."
            )
        }
        try file.prepare()
        let server = HTTPService(
            responder: responder,
            address: .unixDomainSocket(path: file.path),
            limits: limits,
            logger: logger
        ) { [file, mode, logger, onListening] _ in
            do throws(KioskError) {
                try file.allow(mode)
                await onListening()
            } catch {
                logger.error(
                    "control socket not opened to users",
                    metadata: ["code": "\(error.code)", "problem": "\(error.message)", "remedy": "\(error.remedy)"]
                )
            }
        }
        defer { file.remove() }
        try await server.run()
    }
}

import Claims
import HTTPSupport
import Hummingbird
package import Logging
package import QueueServer
import ServiceLifecycle

/// Serves the control socket until it is told to stop, and leaves no socket behind.
package struct ControlService: Service {
    private let routes: ControlRoutes
    private let file: UnixSocketFile
    private let logger: Logger
    private let onListening: @Sendable () async -> Void

    /// - Parameters:
    ///   - path: of the socket, absolute, at most 107 bytes; its folder must be there.
    ///   - queue: what supervisors ask; nil where there is none.
    ///   - onListening: called once technicians can connect.
    package init(
        path: String,
        control: any DeviceControl,
        queue: (any QueueDesk)? = nil,
        access: ControlAccess,
        logger: Logger,
        onListening: @escaping @Sendable () async -> Void = {}
    ) {
        routes = ControlRoutes(control: control, queue: queue, access: access, logger: logger)
        file = UnixSocketFile(path: path)
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
            responder: routes.router().buildResponder(),
            address: .unixDomainSocket(path: file.path),
            // A technician or two, and a collector of metrics.
            limits: HTTPLimits(connections: 32),
            logger: logger
        ) { [file, logger, onListening] _ in
            do throws(KioskError) {
                // Everybody may connect, on purpose: not the file's mode but the check of who asks decides, and that can
                // say why it refuses and what to do, while a file's mode says "permission denied".
                try file.allow(0o666)
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

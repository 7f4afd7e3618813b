import Claims
import HTTPSupport
import Hummingbird
package import Logging
import ServiceLifecycle

/// Plays one device until it is told to stop: plugs it in, serves its control socket, and leaves neither link nor
/// socket behind.
package struct SimulatorService: Service {
    private let device: any SimulatedDevice
    private let socket: UnixSocketFile
    private let logger: Logger
    private let onReady: @Sendable () -> Void

    /// - Parameters:
    ///   - control: path of the control socket, at most 107 bytes.
    ///   - onReady: called once the device is plugged in and the socket serves.
    package init(
        device: any SimulatedDevice,
        control: String,
        logger: Logger,
        onReady: @escaping @Sendable () -> Void
    ) {
        self.device = device
        self.socket = UnixSocketFile(path: control)
        self.logger = logger
        self.onReady = onReady
    }

    /// Throws `rehearsal.simulator-failed` when the device cannot be made, `listen.in-use` or `listen.failed` when the
    /// socket cannot.
    package func run() async throws {
        if let problem = makeFolders(for: socket.path) {
            throw KioskError(
                .listenFailed,
                "Cannot serve the control socket \(socket.path): \(problem.call): \(systemMessage(problem.number))",
                remedy: "Give a path in a folder of this user"
            )
        }
        try socket.prepare()
        try await device.plug()
        let result: Result<Void, any Error>
        do {
            try await serve()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        socket.remove()
        // Only refuses while a request is changing the plug, and none is served any more.
        try? await device.unplug()
        try result.get()
    }

    private func serve() async throws {
        let server = HTTPService(
            responder: ControlRoutes(device: device).router().buildResponder(),
            address: .unixDomainSocket(path: socket.path),
            logger: logger
        ) { [socket, logger, onReady] _ in
            do throws(KioskError) {
                // Only the user who runs the simulator may use it.
                try socket.allow(0o600)
                onReady()
            } catch {
                logger.error("\(error.message)", metadata: ["code": "\(error.code)"])
            }
        }
        try await server.run()
    }
}

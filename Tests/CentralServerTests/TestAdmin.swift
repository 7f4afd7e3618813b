import CentralServer
import ControlSocket
import Glibc
import KioskTestSupport
import Logging
import ServiceLifecycle
import Testing

/// A control socket of the central, in a folder of its own, for one test.
struct TestAdmin: Sendable {
    let path: String

    var client: ControlClient { ControlClient(socket: path, of: .central) }

    /// - Parameter owner: the user the daemon is taken to run as.
    static func run(
        _ routes: [AdminRoute],
        owner: UInt32 = geteuid(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @escaping @Sendable (TestAdmin) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/control.sock"
            let (listening, continuation) = AsyncStream.makeStream(of: Void.self)
            let service = AdminService(
                path: path,
                routes: AdminRoutes(routes, ownUser: owner, logger: logger),
                logger: logger
            ) { continuation.yield() }
            let services = ServiceGroup(services: [service], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Ends the wait below if the socket cannot be had.
                    defer { continuation.finish() }
                    try await services.run()
                }
                for await _ in listening { break }
                do {
                    try await body(TestAdmin(path: path))
                } catch {
                    await services.triggerGracefulShutdown()
                    try? await group.waitForAll()
                    throw error
                }
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    /// As if the socket's file kept nobody out.
    func openToAll() { #expect(chmod(path, 0o666) == 0) }

    /// The status that curl gets as another user, 0 when it cannot connect; only root can become one.
    func status(of route: String, as user: Int) async throws -> Int? {
        let result = try await RunningProgram.output(
            of: "/usr/bin/setpriv",
            [
                "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "curl", "-sS", "--max-time", "20",
                "--unix-socket", path, "-o", "/dev/null", "-w", "%{http_code}", "http://central\(route)",
            ]
        )
        return Int(result.output)
    }
}

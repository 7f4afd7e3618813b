import ControlServer
import Foundation
import InMemoryLogging
import KioskTestSupport
import Logging
import ServiceLifecycle

/// A control socket that serves a `FakeControl`, asked with curl, which is not ours.
struct RunningControl: Sendable {
    let path: String
    let control: FakeControl
    let log: InMemoryLogHandler

    struct Answer {
        var status: Int
        var body: String

        func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body.utf8))
        }
    }

    /// - Parameter owner: the user the daemon is taken to run as.
    static func with<Value: Sendable>(
        owner: UInt32 = geteuid(),
        _ body: @escaping @Sendable (RunningControl) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/control.sock"
            let (listening, continuation) = AsyncStream.makeStream(of: Void.self)
            let control = FakeControl()
            let log = InMemoryLogHandler()
            let logger = Logger(label: "test") { _ in log }
            let service = ControlService(
                path: path,
                control: control,
                access: ControlAccess(ownUser: owner),
                logger: logger
            ) { continuation.yield() }
            let group = ServiceGroup(services: [service], gracefulShutdownSignals: [], logger: logger)
            return try await withThrowingTaskGroup(of: Value?.self) { tasks in
                tasks.addTask {
                    try await group.run()
                    continuation.finish()
                    return nil
                }
                tasks.addTask {
                    for await _ in listening { break }
                    do {
                        let value = try await body(RunningControl(path: path, control: control, log: log))
                        await group.triggerGracefulShutdown()
                        return value
                    } catch {
                        await group.triggerGracefulShutdown()
                        throw error
                    }
                }
                var value: Value?
                while let next = try await tasks.next() { value = next ?? value }
                guard let value else { throw TestFailure("the socket was never served") }
                return value
            }
        }
    }

    /// - Parameter user: asks as this uid, in these groups; only root can.
    func ask(
        _ method: String = "GET",
        _ route: String,
        body: String? = nil,
        as user: (uid: Int, groups: [Int])? = nil
    ) async throws -> Answer {
        var arguments = [
            "curl", "-sS", "--max-time", "20", "--unix-socket", path, "-X", method, "-w", "\n%{http_code}",
        ]
        if let body { arguments += ["-H", "content-type: application/json", "-d", body] }
        arguments.append("http://kiosk\(route)")
        if let user {
            let groups =
                user.groups.isEmpty
                ? "--clear-groups" : "--groups=\(user.groups.map(String.init).joined(separator: ","))"
            arguments = ["setpriv", "--reuid=\(user.uid)", "--regid=\(user.uid)", groups] + arguments
        }
        let result = try await RunningProgram.output(of: "/usr/bin/\(arguments[0])", Array(arguments.dropFirst()))
        guard result.status == 0 else { throw TestFailure("\(arguments[0]): \(result.status) \(result.errors)") }
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        return Answer(status: lines.last.flatMap { Int($0) } ?? 0, body: lines.dropLast().joined(separator: "\n"))
    }
}

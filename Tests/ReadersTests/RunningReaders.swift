import Claims
import Devices
import Foundation
import InMemoryLogging
import Logging
import ReaderProtocols
import Readers

/// A supervisor at work on real terminals, and its events in order.
final class RunningReaders {
    struct Ended: Error {}

    let supervisor: ReaderSupervisor
    private let log = InMemoryLogHandler()
    private var events: AsyncStream<ReaderEvent>.Iterator

    private init(_ bindings: [ReaderBinding], _ source: (any DeviceSource)?) {
        let (events, continuation) = AsyncStream<ReaderEvent>.makeStream()
        var logger = Logger(label: "test") { [log] _ in log }
        logger.logLevel = .trace
        supervisor = ReaderSupervisor(
            bindings: bindings,
            source: source,
            now: { Timestamp(milliseconds: 0) },
            logger: logger
        ) { continuation.yield($0) }
        self.events = events.makeAsyncIterator()
    }

    static func run(
        _ bindings: [ReaderBinding],
        source: (any DeviceSource)? = nil,
        _ body: (RunningReaders) async throws -> Void
    ) async throws {
        let readers = RunningReaders(bindings, source)
        let supervisor = readers.supervisor
        let running = Task { try await supervisor.run() }
        defer { running.cancel() }
        try await body(readers)
        running.cancel()
        try await running.value
    }

    /// Everything that was logged.
    var logText: String { log.entries.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n") }

    func next<Found>(_ matching: (ReaderEvent) -> Found?) async throws -> Found {
        while let event = await events.next() {
            if let found = matching(event) { return found }
        }
        throw Ended()
    }

    /// The next status of that state, of whichever device has the role.
    @discardableResult
    func status(_ state: ReaderState, of role: DeviceRole = .idCard) async throws -> ReaderStatus {
        try await next { event in
            if case .status(let status) = event, status.role == role, status.state == state { status } else { nil }
        }
    }

    /// The states that the ID-card readers go through, up to this one.
    func states(until last: ReaderState) async throws -> [ReaderState] {
        var states: [ReaderState] = []
        while states.last != last {
            states.append(try await next { if case .status(let status) = $0 { status.state } else { nil } })
        }
        return states
    }

    func card() async throws -> CardIdentity {
        try await next { if case .card(let identity) = $0 { identity } else { nil } }
    }

    func cardProblem() async throws -> CardProblem {
        try await next { if case .cardProblem(let problem) = $0 { problem } else { nil } }
    }

    func scan() async throws -> String {
        try await next { if case .scan(let scan, _) = $0 { scan.text } else { nil } }
    }
}

/// Tells of devices what the test says.
struct ToldSource: DeviceSource {
    private let changes: AsyncStream<DeviceChange>
    private let continuation: AsyncStream<DeviceChange>.Continuation

    init() { (changes, continuation) = AsyncStream.makeStream() }

    func tell(_ change: DeviceChange) { continuation.yield(change) }

    func watch(_ report: @escaping @Sendable (DeviceChange) -> Void) async {
        for await change in changes { report(change) }
    }
}

/// A folder of its own for the links a test makes.
final class LinkFolder {
    let path = "/tmp/readers-tests-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func link(_ name: String, to target: String) throws {
        let link = "\(path)/\(name)"
        let fresh = "\(link).\(UUID().uuidString)"
        try FileManager.default.createSymbolicLink(atPath: fresh, withDestinationPath: target)
        guard rename(fresh, link) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
}

import Claims
import InMemoryLogging
import KioskTestSupport
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing
import WireAPI

@testable import CentralSync

/// A central that is away and comes back while the kiosk's own network stays.
@Suite(.timeLimit(.minutes(5)))
struct CentralWatchTests {
    private static let away = ErrorBody(KioskError(.centralUnreachable, "no way", remedy: "wait")).error

    private let missing = MissingCentral()
    private let log = InMemoryLogHandler()

    /// Counts who connects, and says nothing.
    private struct Central {
        let channel: any Channel
        let visitors: Counter

        var port: Int { channel.localAddress?.port ?? 0 }

        static func start(port: Int = 0) async throws -> Central {
            let visitors = Counter()
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { child in
                    visitors.add()
                    return child.eventLoop.makeSucceededVoidFuture()
                }
                .bind(host: "127.0.0.1", port: port).get()
            return Central(channel: channel, visitors: visitors)
        }

        func stop() async throws { try await channel.close().get() }
    }

    /// Runs the watch without pauses to speak of.
    private func watching(
        _ port: Int,
        _ body: @escaping @Sendable (_ returns: Counter) async throws -> Void
    ) async throws {
        let returns = Counter()
        let watch = CentralWatch(
            missing,
            central: "http://127.0.0.1:\(port)",
            interval: .milliseconds(5),
            logger: Logger(label: "test") { [log] _ in log }
        ) { returns.add() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await watch.run() }
            try await body(returns)
            group.cancelAll()
        }
    }

    private func wasAway(_ times: Int) async throws {
        try await wait(for: "a look in vain") {
            log.entries.count { "\($0.message)".contains("no connections") } >= times
        }
    }

    @Test func `a central that comes back is told of, each time`() async throws {
        let first = try await Central.start()
        let port = first.port
        try await first.stop()
        try await watching(port) { returns in
            for time in 1...3 {
                missing.note(Self.away, by: .claims)
                try await wasAway(time)
                #expect(returns.count == time - 1)
                let central = try await Central.start(port: port)
                try await wait(for: "the return") { returns.count == time }
                // Whoever fails again says so.
                #expect(!missing.isMissing)
                try await central.stop()
            }
        }
    }

    @Test func `a central that takes connections and answers nothing is left to the pauses`() async throws {
        let central = try await Central.start()
        try await watching(central.port) { returns in
            missing.note(Self.away, by: .news)
            try await wait(for: "several looks") { central.visitors.count >= 5 }
            #expect(returns.count == 0 && missing.isMissing)
        }
        try await central.stop()
    }

    @Test func `a central is missing until each that missed it had an answer`() {
        let timeout = ErrorBody(KioskError(.centralTimeout, "late", remedy: "wait")).error
        let refused = ErrorBody(KioskError(.trustCertificateRevoked, "no", remedy: "enrol")).error
        #expect(!missing.isMissing)
        missing.note(refused, by: .claims)
        #expect(!missing.isMissing)
        missing.note(Self.away, by: .claims)
        missing.note(timeout, by: .photos)
        missing.note(nil, by: .claims)
        #expect(missing.isMissing)
        missing.note(refused, by: .photos)
        #expect(!missing.isMissing)
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() { value.withLock { $0 += 1 } }
}

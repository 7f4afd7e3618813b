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
    private func watching(_ port: Int, _ body: () async throws -> Void) async throws {
        var logger = Logger(label: "test") { [log] _ in log }
        logger.logLevel = .debug
        let watch = CentralWatch(
            missing,
            central: "http://127.0.0.1:\(port)",
            interval: .milliseconds(5),
            policy: BackOff.Policy(first: .milliseconds(1), longest: .milliseconds(5)),
            logger: logger
        )
        let running = Task { await watch.run() }
        defer { running.cancel() }
        try await body()
        running.cancel()
        await running.value
    }

    /// Of the watch, so far.
    private func looksInVain() -> Int { log.entries.count { $0.metadata["there"] == "false" } }

    private func lines(_ text: String) -> Int { log.entries.count { "\($0.message)".contains(text) } }

    private func wait(_ asker: MissingCentral.Asker, _ counter: Counter) {
        missing.waits(asker, after: Self.away) { counter.add() }
    }

    @Test func `a central that comes back ends the pauses of all, after each outage`() async throws {
        let first = try await Central.start()
        let port = first.port
        try await first.stop()
        let (claims, news) = (Counter(), Counter())
        try await watching(port) {
            for outage in 1...3 {
                wait(.claims, claims)
                wait(.news, news)
                try await KioskTestSupport.wait(for: "a look in vain") { lines("takes no connections") == outage }
                #expect(claims.count == outage - 1)
                let central = try await Central.start(port: port)
                try await KioskTestSupport.wait(for: "the return") { claims.count == outage && news.count == outage }
                #expect(!missing.isAwaited)
                missing.answered()
                try await central.stop()
            }
        }
        #expect(lines("takes connections again") == 3)
    }

    @Test func `a central that comes and goes and never answers is told of once`() async throws {
        let first = try await Central.start()
        let port = first.port
        try await first.stop()
        let counter = Counter()
        try await watching(port) {
            for time in 1...5 {
                let before = looksInVain()
                wait(.claims, counter)
                try await KioskTestSupport.wait(for: "a look in vain") { looksInVain() > before }
                let central = try await Central.start(port: port)
                try await KioskTestSupport.wait(for: "the return") { counter.count == time }
                try await central.stop()
            }
        }
        #expect(lines("takes no connections") == 1 && lines("takes connections again") == 1)
    }

    @Test func `a central that takes connections and answers nothing is left to the pauses`() async throws {
        let central = try await Central.start()
        let counter = Counter()
        try await watching(central.port) {
            wait(.news, counter)
            try await KioskTestSupport.wait(for: "several looks") { central.visitors.count >= 5 }
            #expect(counter.count == 0 && missing.isAwaited)
        }
        try await central.stop()
    }

    @Test func `nobody waits for a central that refused, nor after the pause`() {
        let counter = Counter()
        let refused = ErrorBody(KioskError(.trustCertificateRevoked, "no", remedy: "enrol")).error
        let late = ErrorBody(KioskError(.centralTimeout, "late", remedy: "wait")).error
        missing.waits(.claims, after: refused) { counter.add() }
        #expect(!missing.isAwaited)
        missing.waits(.photos, after: late) { counter.add() }
        wait(.claims, counter)
        missing.waitsNoMore(.claims)
        #expect(missing.isAwaited)
        missing.waits(.photos, after: nil) {}
        #expect(!missing.isAwaited)
        missing.wakeAll()
        #expect(counter.count == 0)
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() { value.withLock { $0 += 1 } }
}

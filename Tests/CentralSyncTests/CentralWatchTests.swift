import Claims
import InMemoryLogging
import KioskTestSupport
import Logging
import NIOCore
import NIOPosix
import Outbox
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
        returns: BackOff.Policy = BackOff.Policy(first: .milliseconds(1), longest: .milliseconds(1)),
        _ body: () async throws -> Void
    ) async throws {
        var logger = Logger(label: "test") { [log] _ in log }
        logger.logLevel = .debug
        let watch = CentralWatch(
            missing,
            central: "http://127.0.0.1:\(port)",
            interval: .milliseconds(5),
            policies: (BackOff.Policy(first: .milliseconds(1), longest: .milliseconds(5)), returns),
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
        missing.waits(asker, after: Self.away, since: missing.returns) { counter.add() }
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
        missing.waits(.claims, after: refused, since: 0) { counter.add() }
        #expect(!missing.isAwaited)
        missing.waits(.photos, after: late, since: 0) { counter.add() }
        wait(.claims, counter)
        missing.waitsNoMore(.claims)
        #expect(missing.isAwaited)
        missing.waits(.photos, after: nil, since: 0) {}
        #expect(!missing.isAwaited)
        missing.wakeAll()
        #expect(counter.count == 0)
    }

    @Test func `a central that came back during an attempt ends the pause behind it at once`() {
        let counter = Counter()
        let returns = missing.returns
        missing.wakeAll()
        missing.waits(.claims, after: Self.away, since: returns) { counter.add() }
        #expect(counter.count == 1 && !missing.isAwaited)
        missing.waits(.claims, after: Self.away, since: missing.returns) { counter.add() }
        #expect(counter.count == 1 && missing.isAwaited)
    }

    @Test func `a claim that is in a pause, or in an attempt, goes when the central may be back, whatever the pause`()
        async throws
    {
        let fixture = try RelayFixture()
        let hour = BackOff.Policy(first: .seconds(3_600), longest: .seconds(3_600))
        try await fixture.record()
        let central = try await LoopbackCentral.start { [missing] request, count in
            // The first attempt ends in vain, and the central came back meanwhile.
            if count == 1 { missing.wakeAll() }
            return count <= 2 ? .hangUp : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.relay(to: central.url, missing: missing, policy: hour) { _ in
            await central.received(2)
            try await KioskTestSupport.wait(for: "the pause") { missing.isAwaited }
            missing.wakeAll()
            try await fixture.reached { $0.accepted == 1 }
        }
        #expect(central.requests.count == 3 && !missing.isAwaited && missing.takeAnswered())
        try await central.stop()
    }

    @Test func `news in a pause are asked for when the central may be back, whatever the pause`() async throws {
        let fixture = try DownFixture()
        let hour = BackOff.Policy(first: .seconds(3_600), longest: .seconds(3_600))
        try await fixture.listen(to: "http://127.0.0.1:9", policy: hour, missing: missing) { [missing] _ in
            for _ in 1...3 {
                try await KioskTestSupport.wait(for: "the pause") { missing.isAwaited }
                missing.wakeAll()
            }
        }
        #expect(!missing.takeAnswered())
    }

    @Test func `an answer to one ends the pauses of the others that were in vain`() async throws {
        let first = try await Central.start()
        let port = first.port
        try await first.stop()
        let counter = Counter()
        try await watching(port) {
            wait(.claims, counter)
            try await KioskTestSupport.wait(for: "a look in vain") { looksInVain() > 0 }
            missing.answered()
            try await KioskTestSupport.wait(for: "the end of the pause") { counter.count == 1 }
        }
    }

    @Test func `pauses are ended once in a while only, for a central that comes and goes`() async throws {
        let first = try await Central.start()
        let port = first.port
        try await first.stop()
        let counter = Counter()
        try await watching(port, returns: BackOff.Policy(first: .seconds(3_600), longest: .seconds(3_600))) {
            for _ in 1...3 {
                let before = looksInVain()
                wait(.claims, counter)
                try await KioskTestSupport.wait(for: "a look in vain") { looksInVain() > before }
                let central = try await Central.start(port: port)
                try await KioskTestSupport.wait(for: "looks that find it") {
                    counter.count == 1 && (!missing.isAwaited || central.visitors.count > 3)
                }
                try await central.stop()
            }
        }
        #expect(counter.count == 1 && missing.isAwaited)
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() { value.withLock { $0 += 1 } }
}

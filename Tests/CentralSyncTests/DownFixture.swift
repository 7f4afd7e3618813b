import AsyncHTTPClient
import CentralSync
import Claims
import Foundation
import InMemoryLogging
import KioskTestSupport
import Logging
import NIOPosix
import Outbox
import Sealing
import ServiceLifecycle
import ServiceLifecycleTestKit
import Synchronization
import Testing
import WireAPI

/// A real store, a real folder for files, and what listens to a central.
final class DownFixture: Sendable {
    /// A clock that the test sets.
    final class Watch: TimeKeeper {
        private let wall = Mutex(RelayFixture.now)
        let times = Mutex<[Timestamp]>([])

        var reading: ClockReading { ClockReading(wall: wall.withLock { $0 }, boot: "boot", uptime: 1) }

        func heard(_ central: Timestamp, sent: ClockReading, received: ClockReading) {
            times.withLock { $0.append(central) }
        }
    }

    let folder: String
    let relay: RelayFixture
    let central = SpokenCentral()
    let watch = Watch()
    let kioskKey = SigningKey()
    let states = Mutex<[DownSyncState]>([])
    let manifests = Mutex<[SyncManifest]>([])
    private let signal = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    var store: ClaimStore { relay.store }
    var shelfFolder: String { folder + "/central" }

    init() throws {
        relay = try RelayFixture()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("down-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func shelf() throws -> CentralShelf {
        try CentralShelf(path: shelfFolder, key: central.key.verificationKey)
    }

    func queries(_ client: HTTPClient, _ url: String) -> CentralQueries {
        CentralQueries(client: client, central: url, key: central.key.verificationKey, timeout: .seconds(10))
    }

    /// Runs a down-sync until the body is done.
    func listen(
        to url: String,
        shelf: CentralShelf? = nil,
        signer: SigningKey? = nil,
        interval: Duration = .seconds(600),
        policy: BackOff.Policy = BackOff.Policy(first: .milliseconds(20), longest: .milliseconds(40)),
        missing: MissingCentral = MissingCentral(),
        while body: @escaping @Sendable (DownSync) async throws -> Void
    ) async throws {
        try await withClient { client in
            let log = self.relay.log
            let sync = DownSync(
                store: self.store,
                queries: self.queries(client, url),
                signer: signer,
                time: self.watch,
                shelf: shelf,
                interval: interval,
                spacing: .milliseconds(5),
                policy: policy,
                missing: missing,
                logger: Logger(label: "down") { _ in log },
                onState: { state in
                    self.states.withLock { $0.append(state) }
                    self.signal.continuation.yield()
                },
                onFiles: { manifest in self.manifests.withLock { $0.append(manifest) } }
            )
            try await self.run({ await sync.run() }) { try await body(sync) }
        }
    }

    func upload(
        to url: String,
        piece: Int = 1_000,
        missing: @escaping @Sendable () -> KioskError? = { nil },
        policy: BackOff.Policy = BackOff.Policy(first: .milliseconds(20), longest: .milliseconds(40)),
        missingCentral: MissingCentral = MissingCentral(),
        while body: @escaping @Sendable (PhotoUploader) async throws -> Void
    ) async throws {
        try await withClient { client in
            let log = self.relay.log
            let folder = self.folder
            let uploader = PhotoUploader(
                store: self.store,
                queries: self.queries(client, url),
                file: { "\(folder)/\($0)" },
                missing: missing,
                now: { RelayFixture.now.adding(.seconds(3_000)) },
                policy: policy,
                piece: piece,
                missingCentral: missingCentral,
                logger: Logger(label: "photos") { _ in log }
            )
            try await self.run({ await uploader.run() }) { try await body(uploader) }
        }
    }

    func withClient<Value>(_ body: (HTTPClient) async throws -> Value) async throws -> Value {
        let client = HTTPClient(
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            configuration: OutboxRelay.clientConfiguration
        )
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(client)) } catch { outcome = .failure(error) }
        try await client.shutdown()
        return try outcome.get()
    }

    private func run(_ service: @escaping @Sendable () async -> Void, _ body: () async throws -> Void) async throws {
        let outcome: Result<Void, any Error> = await testGracefulShutdown { trigger in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await service() }
                let outcome: Result<Void, any Error>
                do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
                trigger.triggerGracefulShutdown()
                await group.waitForAll()
                return outcome
            }
        }
        try outcome.get()
    }

    /// Returns after a round that ended like this; the suite's time limit bounds it.
    func rounds(until condition: ([DownSyncState]) throws -> Bool) async throws {
        if try condition(states.withLock { $0 }) { return }
        for await _ in signal.stream where try condition(states.withLock { $0 }) { return }
    }

    /// Answers all that waits.
    func acceptAll() async throws {
        while case .due(let entries) = try await store.nextBatch(now: RelayFixture.now, limit: 100) {
            for entry in entries {
                try await store.acknowledge(
                    entry.claimID,
                    with: CentralAnswer(status: .accepted, receivedAt: RelayFixture.now),
                    at: RelayFixture.now
                )
            }
        }
    }

    static func change(_ receipt: ClaimReceipt, _ standing: ClaimStanding) -> ClaimChange {
        ClaimChange(
            claimId: receipt.claimID.text,
            claimNumber: receipt.number.text,
            standing: standing,
            reason: nil,
            changedAt: "2025-03-10T10:00:05.000+08:00"
        )
    }
}

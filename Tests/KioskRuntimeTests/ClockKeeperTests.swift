import Claims
import Foundation
import InMemoryLogging
import Logging
import Outbox
import Sealing
import Synchronization
import Testing

@testable import KioskRuntime

/// The keeper on a real store, with clocks that the test turns.
struct ClockKeeperTests {
    private final class Clocks: Sendable {
        let wall = Mutex(Timestamp(milliseconds: 1_741_572_000_000))
        let uptime = Mutex<Int64>(100_000)

        func turn(wall seconds: Int64, up milliseconds: Int64) {
            wall.withLock { $0 = $0.adding(.seconds(seconds)) }
            uptime.withLock { $0 += milliseconds }
        }
    }

    private let folder: String
    private let clocks = Clocks()
    private let log = InMemoryLogHandler()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("clock-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func with<Value>(boot: String = "b0", _ body: (ClockKeeper) async throws -> Value) async throws -> Value {
        let kiosk = try #require(KioskID("DQ01"))
        let store = try ClaimStore.open(at: folder + "/kiosk.sqlite", mode: .rehearsal, kiosk: kiosk) {
            ContentHash.sha256(of: $0)
        }
        let (clocks, log) = (clocks, log)
        let keeper = ClockKeeper(
            store: store,
            wall: { clocks.wall.withLock { $0 } },
            boot: boot,
            uptime: { clocks.uptime.withLock { $0 } },
            logger: Logger(label: "clock") { _ in log }
        )
        try await keeper.prepare()
        let value = try await body(keeper)
        await store.close()
        return value
    }

    private var errors: Int { log.entries.filter { $0.level == .error }.count }

    @Test func `a set-back while the kiosk runs is marked at the next commit, and told once`() async throws {
        try await with { keeper in
            #expect(keeper.stamp.trust == .plausible)
            clocks.turn(wall: -3_600, up: 1_000)
            #expect(keeper.stamp.trust == .setBack)
            #expect(keeper.stamp.trust == .setBack)
            #expect(keeper.trust == .setBack)
            #expect(errors == 1)
        }
    }

    @Test func `a set-back while the machine was off is found at the start, and stays over restarts`() async throws {
        try await with { _ in }
        clocks.turn(wall: -86_400, up: 0)
        try await with(boot: "b1") { #expect($0.trust == .setBack) }
        clocks.turn(wall: 200_000, up: 1_000)
        try await with(boot: "b2") { #expect($0.stamp.trust == .setBack) }
        #expect(errors == 1)
    }

    @Test func `the central's time confirms, and ends a set-back`() async throws {
        try await with { keeper in
            clocks.turn(wall: -3_600, up: 1_000)
            #expect(keeper.trust == .setBack)
            let before = keeper.reading
            keeper.heard(before.wall, sent: before, received: before)
            let stamp = keeper.stamp
            #expect(stamp.trust == .confirmed && stamp.lastTrustedAt == before.wall)
            #expect(errors == 0)
        }
    }
}

import Claims
import Foundation
import GRDB
import Glibc
import KioskTestSupport
import Testing

@testable import Outbox
@testable import SQLiteFile

struct DiskTroubleTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    @Test func `when no page can be added nothing is half-written and the number is given again`() async throws {
        let store = try fixture.open()
        try await store.record(person: "p1")
        try await store.database.queue.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages + 4)")
        }
        #expect(try await code { try await store.record(person: "p2", padding: 100_000) } == .storeDiskFull)
        #expect(try await code { try await store.checkWritable() } == .storeDiskFull)
        #expect(try await store.queueSummary().waiting == 1)
        #expect(try await store.liveClaim(person: "p2") == nil)
        try await store.database.queue.writeWithoutTransaction {
            _ = try Int.fetchOne($0, sql: "PRAGMA max_page_count = 1000000")
        }
        try await store.checkWritable()
        #expect(try await store.record(person: "p2", padding: 100_000).number.sequence == 2)
        #expect(try await store.firstBrokenLink() == nil)
    }

    /// How many different trial writes the store holds after asking at these times (seconds).
    private func trials(_ store: ClaimStore, at seconds: [Int]) async throws -> Int {
        let start = ContinuousClock.now
        var contents: Set<Data> = []
        for second in seconds {
            try await store.checkWritable(at: start + .seconds(second))
            let content = try await store.database.queue.read {
                try Data.fetchOne($0, sql: "SELECT content FROM probe")
            }
            #expect(content?.count == 65_536)
            contents.insert(content ?? Data())
        }
        return contents.count
    }

    @Test func `a trial write really writes, and speaks for ten seconds`() async throws {
        let store = try fixture.open()
        #expect(try await trials(store, at: [0, 10, 20]) == 3)
        #expect(try await trials(store, at: [100, 101, 109, 110]) == 2)
    }

    @Test func `after a write that failed the next trial is made at once`() async throws {
        struct Refused: Error {}
        let store = try fixture.open()
        #expect(try await trials(store, at: [0]) == 1)
        let before = try await store.database.queue.read { try Data.fetchOne($0, sql: "SELECT content FROM probe") }
        _ = try await code {
            _ = try await store.commit(onceOnly: .each, person: "p", vehicle: nil, parts: []) { _ in throw Refused() }
        }
        try await store.checkWritable()
        let after = try await store.database.queue.read { try Data.fetchOne($0, sql: "SELECT content FROM probe") }
        #expect(before != after)
    }

    @Test(.enabled(if: TemporaryDisk.isPossible, "needs the right to mount"))
    func `on a full disk the session is refused first, commits fail whole, and work goes on once there is room`()
        async throws
    {
        let disk = try TemporaryDisk(megabytes: 4)
        let store = try fixture.open(disk.folder + "/kiosk.db")
        try await store.record(person: "p1")
        try await store.checkWritable()
        try disk.fill()
        #expect(try await code { try await store.checkWritable() } == .storeDiskFull)
        // The journal has some room of its own: commit until it has none.
        var recorded: Int64 = 1
        var failure: KioskError.Code?
        for index in 2...400 where failure == nil {
            do {
                #expect(try await store.record(person: "p\(index)", padding: 50_000).number.sequence == recorded + 1)
                recorded += 1
            } catch let error as KioskError { failure = error.code }
        }
        #expect(failure == .storeDiskFull)
        #expect(try await store.queueSummary().waiting == Int(recorded))
        #expect(try await store.firstBrokenLink() == nil)
        try disk.empty()
        try await store.checkWritable()
        #expect(try await store.record(person: "after").number.sequence == recorded + 1)
        await store.close()
    }

    @Test(.enabled(if: TemporaryDisk.isPossible, "needs the right to mount"))
    func `a full disk and a read-only disk are told apart when opening`() async throws {
        let disk = try TemporaryDisk(megabytes: 1)
        let path = disk.folder + "/kiosk.db"
        try disk.fill()
        let full = try #require(throws: KioskError.self) { try fixture.open(path) }
        #expect(full.code == .storeDiskFull)
        try disk.empty()
        let store = try fixture.open(path)
        try await store.record(person: "p1")
        await store.close()
        try await disk.makeReadOnly()
        let readOnly = try #require(throws: KioskError.self) { try fixture.open(path) }
        #expect(readOnly.code == .storeReadOnly)
    }
}

/// A small tmpfs that goes with the test.
private final class TemporaryDisk {
    let folder: String

    static let isPossible: Bool = {
        guard geteuid() == 0, let disk = try? TemporaryDisk(megabytes: 1) else { return false }
        return !disk.folder.isEmpty
    }()

    init(megabytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("disk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard mount("tmpfs", folder, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            let reason = errno
            rmdir(folder)
            throw POSIXError(POSIXErrorCode(rawValue: reason) ?? .EPERM)
        }
    }

    deinit {
        umount2(folder, Int32(MNT_DETACH))
        rmdir(folder)
    }

    func fill() throws {
        let descriptor = Glibc.open(folder + "/ballast", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        try #require(descriptor >= 0)
        let block = [UInt8](repeating: 1, count: 4_096)
        while Glibc.write(descriptor, block, block.count) > 0 {}
        Glibc.close(descriptor)
    }

    func empty() throws { try FileManager.default.removeItem(atPath: folder + "/ballast") }

    /// Not at once: a program that another test starts holds what is open until it is executed.
    func makeReadOnly() async throws {
        let folder = folder
        try await wait(for: "a read-only disk") {
            if mount("tmpfs", folder, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 { return true }
            try #require(errno == EBUSY)
            return false
        }
    }
}

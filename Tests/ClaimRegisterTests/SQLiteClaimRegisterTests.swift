import Claims
import GRDB
import Glibc
import Testing

@testable import ClaimRegister
@testable import SQLiteFile

struct SQLiteClaimRegisterTests {
    @Test func `commits are synced to disk in full`() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        #expect(try await store.database.queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        #expect(try await store.database.queue.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
        try await store.close()
    }

    @Test func `claims are there after closing and opening`() async throws {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        let claim = samples.submission(1)
        let answer = try await reopened(folder) { try await $0.receive(claim) }
        #expect(try await reopened(folder) { try await $0.receive(claim) } == answer)
    }

    @Test func `what was concluded before a power cut is concluded after it, with the keys`() async throws {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        let key = RegisterSamples.part(.battery, "b")
        let (refused, paid) = (samples.submission(1, person: "P", parts: [key]), samples.submission(2, person: "Q"))
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        for claim in [refused, paid] { _ = try await store.receive(claim) }
        try await store.conclude(refused.claimID, as: .refused, at: RegisterSamples.noon)
        try await store.conclude(paid.claimID, as: .paid, at: RegisterSamples.noon)
        // As a power cut leaves them: the journal is not written back yet.
        for suffix in ["", "-wal"] {
            try write(read(folder.file("register.sqlite" + suffix)), to: folder.file("crashed.sqlite" + suffix))
        }
        let crashed = try SQLiteClaimRegister(path: folder.file("crashed.sqlite"), rehearsal: true)
        #expect(try await crashed.claim(refused.claimID)?.conclusion?.conclusion == .refused)
        #expect(try await crashed.claim(paid.claimID)?.conclusion?.conclusion == .paid)
        let again = samples.submission(3, person: "P", parts: [key])
        #expect(try await crashed.receive(again).standing == .accepted)
        let second = samples.submission(4, person: "Q")
        #expect(try await crashed.receive(second).standing == .duplicate(.person, holder: paid.number))
        try await crashed.close()
        try await store.close()
    }

    @Test func `a conclusion that cannot free the keys is not there at all`() async throws {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        let claim = samples.submission(1, person: "P", parts: [RegisterSamples.part(.battery, "b")])
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        _ = try await store.receive(claim)
        try await store.execute("CREATE TRIGGER stuck BEFORE DELETE ON claim_key BEGIN SELECT RAISE(ABORT, 'no'); END")
        let error = await #expect(throws: KioskError.self) {
            try await store.conclude(claim.claimID, as: .refused, at: RegisterSamples.noon)
        }
        #expect(error?.code == .storeFailed)
        #expect(try await store.claim(claim.claimID)?.conclusion == nil)
        let second = samples.submission(2, person: "P")
        #expect(try await store.receive(second).standing == .duplicate(.person, holder: claim.number))
        try await store.execute("DROP TRIGGER stuck")
        try await store.conclude(claim.claimID, as: .refused, at: RegisterSamples.noon)
        #expect(try await store.claim(second.claimID)?.answer.standing == .accepted)
        try await store.close()
    }

    @Test func `a register that was restored from an older copy tells what it misses, and says all changes again`()
        async throws
    {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        var previous = String(repeating: "0", count: 64)
        let claims = (Int64(1)...5).map { sequence in
            defer { previous = RegisterSamples.digest("content \(sequence)") }
            return samples.submission(sequence, content: "\(sequence)", previous: previous)
        }
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        for claim in claims.prefix(2) { _ = try await store.receive(claim) }
        try await store.conclude(claims[0].claimID, as: .paid, at: RegisterSamples.at(1))
        for suffix in ["", "-wal"] {
            try write(read(folder.file("register.sqlite" + suffix)), to: folder.file("old.sqlite" + suffix))
        }
        for claim in claims.dropFirst(2) { _ = try await store.receive(claim) }
        for claim in claims[1...2] { try await store.conclude(claim.claimID, as: .refused, at: RegisterSamples.at(2)) }
        let cursor = try await store.cursor(of: samples.kiosk)
        let before = try await store.kioskState(samples.kiosk, limit: 10)
        try await store.close()

        let restored = try SQLiteClaimRegister(path: folder.file("old.sqlite"), rehearsal: true)
        let state = try await restored.kioskState(samples.kiosk, limit: 10)
        #expect(state.highest == 2 && state.count == 2 && state.hash == claims[1].contentHash)
        // Whatever has happened there since, and under whatever number.
        try await restored.conclude(claims[1].claimID, as: .withdrawn, at: RegisterSamples.at(3))
        for claim in [claims[4], claims[2]] { _ = try await restored.receive(claim) }
        try await restored.conclude(claims[2].claimID, as: .refused, at: RegisterSamples.at(4))
        #expect(try await restored.kioskState(samples.kiosk, limit: 10).missing == [4])
        let told = try await restored.changes(of: samples.kiosk, after: cursor, limit: 10)
        #expect(told.changes.map(\.number) == claims.prefix(3).map(\.number))
        #expect(told.changes.map(\.standing) == [.concluded(.paid), .concluded(.withdrawn), .concluded(.refused)])
        _ = try await restored.receive(claims[3])
        let after = try await restored.kioskState(samples.kiosk, limit: 10)
        #expect(after.epoch != before.epoch)
        #expect(
            after.hash == before.hash && after.count == before.count && after.missing.isEmpty && after.broken.isEmpty
        )
        try await restored.close()
    }

    @Test func `nobody but the owner can read the files`() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        for name in ["register.sqlite", "register.sqlite-wal", "register.sqlite.lock"] {
            var status = stat()
            try #require(stat(folder.file(name), &status) == 0, "\(name)")
            #expect(status.st_mode & 0o077 == 0, "\(name)")
        }
        try await store.close()
    }

    @Test func `a second process is kept out`() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        #expect(code { _ = try SQLiteClaimRegister(path: folder.file(), rehearsal: true) } == .storeBusy)
        try await store.close()
    }

    @Test func `a rehearsal's register is not opened for production`() async throws {
        let folder = try TemporaryFolder()
        try await reopened(folder) { _ in }
        #expect(code { _ = try SQLiteClaimRegister(path: folder.file(), rehearsal: false) } == .storeWrongMode)
        // And it is none the worse for it.
        try await reopened(folder) { _ in }
    }

    @Test func `a store of a newer version is left alone`() async throws {
        let folder = try TemporaryFolder()
        try await reopened(folder) { _ in }
        let queue = try DatabaseQueue(path: folder.file())
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('2 from the future')")
        }
        try queue.close()
        #expect(code { _ = try SQLiteClaimRegister(path: folder.file(), rehearsal: true) } == .storeNewer)
    }

    @Test func `a file that is no database is damaged and kept`() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "this is no database at all. ", count: 400)
        try write(text, to: folder.file())
        #expect(code { _ = try SQLiteClaimRegister(path: folder.file(), rehearsal: true) } == .storeDamaged)
        #expect(try read(folder.file()) == Array(text.utf8))
    }

    @Test func `a file with a torn page is damaged and kept`() async throws {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        let claims = (Int64(1)...50).map { samples.submission($0, content: String(repeating: "x", count: 900)) }
        try await reopened(folder) { store in
            for claim in claims { _ = try await store.receive(claim) }
        }
        var bytes = try read(folder.file())
        let page = 8 * 4096
        try #require(bytes.count > page + 4096)
        for index in page..<page + 4096 { bytes[index] = 0xA5 }
        try write(bytes, to: folder.file())
        #expect(code { _ = try SQLiteClaimRegister(path: folder.file(), rehearsal: true) } == .storeDamaged)
        #expect(try read(folder.file()) == bytes)
    }

    @Test func `an empty file is damage, not a new register`() throws {
        let folder = try TemporaryFolder()
        try write("", to: folder.file())
        #expect(code { _ = try SQLiteClaimRegister(path: folder.file(), rehearsal: true) } == .storeDamaged)
        #expect(try read(folder.file()).isEmpty)
    }

    @Test func `a folder that is not there is named`() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/nowhere/register.sqlite"
        let error = #expect(throws: KioskError.self) { _ = try SQLiteClaimRegister(path: path, rehearsal: true) }
        #expect(error?.code == .storeOpen)
        #expect(error?.message.contains(path) == true)
    }

    @Test func `a full disk refuses the claim and keeps what was stored`() async throws {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        let first = samples.submission(1)
        _ = try await store.receive(first)
        try await store.limitPages(to: 20)
        let big = samples.submission(2, content: String(repeating: "x", count: 200_000))
        let error = await #expect(throws: KioskError.self) { try await store.receive(big) }
        #expect(error?.code == .storeDiskFull)
        #expect(try await store.claim(big.claimID) == nil)
        #expect(try await store.claim(first.claimID) != nil)
        try await store.limitPages(to: 100_000)
        #expect(try await store.receive(big).standing == .accepted)
        try await store.close()
    }

    private func reopened<Value>(
        _ folder: TemporaryFolder,
        _ body: (SQLiteClaimRegister) async throws -> Value
    ) async throws -> Value {
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        let value = try await body(store)
        try await store.close()
        return value
    }

    private func code(_ body: () throws -> Void) -> KioskError.Code? {
        let error = #expect(throws: KioskError.self, performing: body)
        return error?.code
    }

    private func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }

    private func read(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}

extension SQLiteClaimRegister {
    fileprivate func execute(_ sql: String) async throws {
        try await database.queue.write { try $0.execute(sql: sql) }
    }

    /// Makes SQLite say that the disk is full when the file would grow beyond this.
    fileprivate func limitPages(to count: Int) async throws {
        _ = try await database.queue.writeWithoutTransaction { db in
            try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(count)")
        }
    }
}

import Claims
import Foundation
import GRDB
import SQLiteFile
import Testing

struct DurableDatabaseTests {
    /// A folder that goes with the test.
    private final class Folder: Sendable {
        let path = FileManager.default.temporaryDirectory.appending(path: "sqlite-file-\(UUID().uuidString)").path

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private struct Refusal: Error {}

    private let folder: Folder
    private let file: StoreFile

    init() throws {
        folder = try Folder()
        file = StoreFile(
            path: folder.path + "/notes.sqlite",
            noun: "notebook",
            program: "noted",
            advice: StoreFile.Advice(whenFull: "Write less.", whenDamaged: "Buy a new one.")
        )
    }

    private func open(
        sign: (Database) throws -> Void = { _ in },
        admit: (Database) throws -> Void = { _ in }
    ) throws(KioskError) -> DurableDatabase {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 notes") { try $0.execute(sql: "CREATE TABLE note (text TEXT) STRICT") }
        return try DurableDatabase.open(file, migrator: migrator, sign: sign, admit: admit)
    }

    private func add(_ text: String, to database: DurableDatabase) async throws(KioskError) {
        try await database.write { try $0.execute(sql: "INSERT INTO note VALUES (?)", arguments: [text]) }
    }

    private func notes(_ database: DurableDatabase) async throws(KioskError) -> [String] {
        try await database.read { try String.fetchAll($0, sql: "SELECT text FROM note ORDER BY rowid") }
    }

    @Test func `a new file is signed, an old one asked, and what was written is there`() async throws {
        let made = try open(
            sign: { try $0.execute(sql: "INSERT INTO note VALUES ('signed')") },
            admit: { _ in throw Refusal() }
        )
        try await add("first", to: made)
        try await made.close()
        var asked = false
        let opened = try open(sign: { _ in throw Refusal() }, admit: { _ in asked = true })
        #expect(asked)
        #expect(try await notes(opened) == ["signed", "first"])
        try await opened.close()
    }

    @Test func `a file that cannot be signed is not made, and the next start makes it`() async throws {
        let error = #expect(throws: KioskError.self) { try open(sign: { _ in throw Refusal() }) }
        #expect(error?.code == .storeFailed)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["notes.sqlite.lock"])
        try await open().close()
    }

    @Test func `a file that is gone is not replaced by a new one until its lock file is removed too`() async throws {
        try await open().close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        for _ in 0..<2 {
            let error = try #require(throws: KioskError.self) { try open() }
            #expect(error.code == .storeDamaged && error.message.contains("gone"))
            #expect(error.remedy.contains("backup") && error.remedy.contains(file.path + ".lock"))
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
        try FileManager.default.removeItem(atPath: file.path + ".lock")
        try await open().close()
    }

    @Test func `a link that leads nowhere is a file that is gone, also at the first start`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: file.path,
            withDestinationPath: folder.path + "/unplugged/notes.sqlite"
        )
        let error = try #require(throws: KioskError.self) { try open() }
        #expect(error.code == .storeDamaged && error.message.contains("gone"))
        #expect(throws: Never.self) { try FileManager.default.destinationOfSymbolicLink(atPath: file.path) }
    }

    @Test func `a file from before lock files were marked is known as one from its next opening on`() async throws {
        try await open().close()
        try Data().write(to: URL(fileURLWithPath: file.path + ".lock"))
        try await open().close()
        try FileManager.default.removeItem(atPath: file.path)
        #expect(throws: KioskError.self) { try open() }
    }

    @Test func `what was asked in a cancelled task is written and answered`() async throws {
        let database = try open()
        let task = Task { [self] in
            // Begins only once the task is cancelled.
            while !Task.isCancelled { await Task.yield() }
            try await add("late", to: database)
            return try await notes(database)
        }
        task.cancel()
        #expect(try await task.value == ["late"])
        try await database.close()
    }

    @Test func `what throws inside a transaction undoes all of it`() async throws {
        let database = try open()
        let error = await #expect(throws: KioskError.self) {
            try await database.write { db in
                try db.execute(sql: "INSERT INTO note VALUES ('half')")
                throw KioskError(.claimUnknown, "no", remedy: "none")
            }
        }
        #expect(error?.code == .claimUnknown)
        #expect(try await notes(database) == [])
        try await database.close()
    }

    @Test func `errors name the file as its owner calls it, and what its owner advises`() async throws {
        let database = try open()
        let busy = try #require(throws: KioskError.self) { try open() }
        #expect(busy.code == .storeBusy)
        #expect(busy.message.contains("notebook \(file.path)") && busy.remedy.contains("noted"))
        try await database.close()
        try Data(repeating: 0x5A, count: 8_192).write(to: URL(fileURLWithPath: file.path))
        let damaged = try #require(throws: KioskError.self) { try open() }
        #expect(damaged.code == .storeDamaged)
        #expect(damaged.message.contains("notebook \(file.path)") && damaged.remedy.hasSuffix("Buy a new one."))
        #expect(file.full().code == .storeDiskFull && file.full().remedy.hasSuffix("Write less."))
    }

    @Test func `a column of another type is damage and does not trap`() async throws {
        let database = try open()
        try await add("words", to: database)
        let failures: [@Sendable (Row) throws -> Void] = [
            { let _: Int64 = try $0.value("text") },
            { let _: Int64? = try $0.optional("text") },
            { let _: ClaimID = try $0.value("text") { ClaimID($0) } },
        ]
        for failure in failures {
            let error = await #expect(throws: KioskError.self) {
                try await database.read { db in
                    if let row = try Row.fetchOne(db, sql: "SELECT text FROM note") { try failure(row) }
                }
            }
            #expect(error?.code == .storeDamaged)
        }
        try await database.close()
    }
}

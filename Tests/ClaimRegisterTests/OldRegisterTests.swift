import Claims
import GRDB
import SQLiteFile
import Testing

@testable import ClaimRegister

/// A register that was made before parts, reviews and conclusions.
struct OldRegisterTests {
    /// Claim 1 accepted, claim 2 a duplicate of it.
    private func makeOldRegister(_ folder: TemporaryFolder, _ claims: [Submission]) async throws {
        let queue = try DatabaseQueue(path: folder.file())
        try RegisterSchema.migrator.migrate(queue, upTo: "1 claims and their keys")
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO register VALUES (1, 1)")
            for claim in claims {
                let isFirst = claim.number == claims.first?.number
                try db.execute(
                    sql: """
                        INSERT INTO claim (claim_id, claim_number, kiosk_id, sequence, content, content_hash,
                            previous_hash, received_at, status, clash, holder, rehearsal, programme, amount_fen)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 37100)
                        """,
                    arguments: [
                        claim.claimID.text, claim.number.text, claim.number.kiosk.text, claim.number.sequence,
                        claim.content.databaseBlob, claim.contentHash, claim.previousHash,
                        claim.receivedAt.milliseconds, isFirst ? "accepted" : "duplicate", isFirst ? nil : "person",
                        isFirst ? nil : claims.first?.number.text, claim.programme,
                    ]
                )
                guard isFirst else { continue }
                for key in claim.keys {
                    try db.execute(
                        sql: "INSERT INTO live_key VALUES (?, 1, ?, ?, ?)",
                        arguments: [claim.programme, key.kind.rawValue, key.digest, claim.number.text]
                    )
                }
            }
        }
        try queue.close()
    }

    @Test func `a register of the first version opens with its claims, answers and keys`() async throws {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        let first = samples.submission(1, person: "P", vehicle: "V")
        let second = samples.submission(2, previous: first.contentHash, person: "P")
        try await makeOldRegister(folder, [first, second])
        for _ in 0..<2 {
            let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
            let entries = try await store.page(after: 0, limit: 10, kiosk: nil).entries
            #expect(entries.map(\.answer.standing) == [.accepted, .duplicate(.person, holder: first.number)])
            #expect(entries.map(\.place) == [1, 2] && entries.allSatisfy { $0.conclusion == nil })
            #expect(try await store.receive(second).standing == .duplicate(.person, holder: first.number))
            #expect(try await store.claim(first.claimID)?.content == first.content)
            let state = try await store.kioskState(samples.kiosk, limit: 10)
            #expect(state.highest == 2 && state.missing.isEmpty && state.broken.isEmpty)
            try await store.close()
        }
    }

    @Test func `a register of the first version goes on with parts, reviews and conclusions`() async throws {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        let first = samples.submission(1, person: "P", vehicle: "V")
        try await makeOldRegister(folder, [first, samples.submission(2, person: "P")])
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        let third = samples.submission(3, person: "Q", vehicle: "V")
        #expect(try await store.receive(third).standing == .duplicate(.vehicle, holder: first.number))
        let key = RegisterSamples.part(.motor, "m")
        let fourth = samples.submission(4, parts: [key], review: .verdictDiffers)
        #expect(try await store.receive(fourth).standing == .inReview(reason: "verdict-differs", seen: nil))
        try await store.conclude(first.claimID, as: .refused, at: RegisterSamples.noon)
        // What was in dispute takes the place of what was refused; the second one's document has no keys.
        #expect(try await store.claim(third.claimID)?.answer.standing == .accepted)
        let fifth = samples.submission(5, person: "P", vehicle: "V")
        #expect(try await store.receive(fifth).standing == .duplicate(.vehicle, holder: third.number))
        #expect(try await store.page(after: 4, limit: 10, kiosk: nil).entries.map(\.place) == [5])
        try await store.close()
        let reader = try DatabaseQueue(path: folder.file())
        let hanging = try await reader.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count }
        let lax = try await reader.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
                        AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'grdb%'
                    """
            )
        }
        #expect(hanging == 0 && lax.isEmpty)
        try reader.close()
    }
}

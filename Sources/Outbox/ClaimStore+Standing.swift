package import Claims
import CrashPoints
import GRDB
import SQLiteFile

extension ClaimStore {
    package func syncState() async throws(KioskError) -> SyncState {
        try await read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM sync WHERE id = 1") else {
                return SyncState(cursor: nil, told: nil, restoredAt: nil, epoch: nil, heardAt: nil)
            }
            let restoredAt: Int64? = try row.optional("restored_at")
            let heardAt: Int64? = try row.optional("heard_at")
            let toldHash: String? = try row.optional("told_hash")
            let toldSequence: Int64 = try row.value("told_sequence")
            return SyncState(
                cursor: try row.optional("cursor"),
                told: toldHash.map { ChainEnd(sequence: toldSequence, hash: $0) },
                restoredAt: restoredAt.map(Timestamp.init(milliseconds:)),
                epoch: try row.optional("epoch"),
                heardAt: heardAt.map(Timestamp.init(milliseconds:))
            )
        }
    }

    /// Takes over what the central says of claims, in its order, and the cursor behind it, in one transaction; without a
    /// cursor the one before stays. `epoch` is kept if none was known; `said` is the central's time when it told.
    ///
    /// A claim that was waiting or set aside is answered by it, also by how it ended: the central has it. What a duplicate, a refused or a withdrawn claim
    /// held is free again; a duplicate that was decided for holds it anew. The same changes again change nothing.
    @discardableResult
    package func apply(
        _ changes: [StandingChange],
        cursor: String?,
        epoch: String? = nil,
        said: Timestamp? = nil,
        at now: Timestamp
    ) async throws(KioskError) -> ChangeReport {
        try await write(notifying: !changes.isEmpty) { db in
            try Self.apply(changes, cursor: cursor, epoch: epoch, said: said, at: now, db)
        }
    }

    /// The same, but only if nothing was heard since `after`, nor anything that the central said later by its clock, and its
    /// register is still of that epoch; else nothing is changed, and false given.
    package func apply(
        _ changes: [StandingChange],
        after: String?,
        cursor: String,
        epoch: String,
        said: Timestamp,
        at now: Timestamp
    ) async throws(KioskError) -> Bool {
        try await write(notifying: !changes.isEmpty) { db in
            let follows = try Bool.fetchOne(
                db,
                sql: """
                    SELECT cursor IS ? AND coalesce(epoch = ?, 1) AND coalesce(heard_at <= ?, 1) FROM sync WHERE id = 1
                    """,
                arguments: [after, epoch, said.milliseconds]
            )
            guard follows == true else { return false }
            _ = try Self.apply(changes, cursor: cursor, epoch: epoch, said: said, at: now, db)
            return true
        }
    }

    private static func apply(
        _ changes: [StandingChange],
        cursor: String?,
        epoch: String?,
        said: Timestamp?,
        at now: Timestamp,
        _ db: Database
    ) throws -> ChangeReport {
        var report = ChangeReport()
        for change in changes {
            guard let sequence = try sequence(db, of: change.claimID) else {
                report.unknown.append(change.claimID)
                continue
            }
            guard try apply(change, to: sequence, at: now, db) else {
                report.contradicted.append(change.claimID)
                continue
            }
            report.applied += 1
        }
        CrashPoint.changesApplied.pass()
        if let cursor {
            try db.execute(
                sql: """
                    UPDATE sync SET cursor = ?1, epoch = coalesce(epoch, ?2),
                        heard_at = coalesce(?3, heard_at)
                    WHERE id = 1
                    """,
                arguments: [cursor, epoch, said?.milliseconds]
            )
        }
        return report
    }

    /// False when the claim ended otherwise before.
    static func apply(
        _ change: StandingChange,
        to sequence: Int64,
        at now: Timestamp,
        _ db: Database
    ) throws -> Bool {
        let row = try Row.fetchOne(db, sql: "SELECT kind FROM conclusion WHERE sequence = ?", arguments: [sequence])
        let known: Conclusion? = try row?.value("kind", Conclusion.init(rawValue:))
        switch change.standing {
        case .answered(let answer):
            try db.execute(
                sql: """
                    INSERT INTO answer (sequence, status, received_at, reason_code, other_claim, part, answered_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (sequence) DO UPDATE SET status = excluded.status, reason_code = excluded.reason_code,
                        other_claim = excluded.other_claim, part = excluded.part,
                        answered_at = iif(answer.status = excluded.status, answer.answered_at, excluded.answered_at)
                    """,
                arguments: [
                    sequence, answer.status.rawValue, answer.receivedAt.milliseconds, answer.reasonCode,
                    answer.otherClaim, answer.part?.rawValue,
                    // From then on it is kept, so a clock that is behind must not count.
                    max(now, change.at).milliseconds,
                ]
            )
            try linkCorrection(of: sequence, answer, db)
            try db.execute(sql: "DELETE FROM outbox WHERE sequence = ?", arguments: [sequence])
            try db.execute(sql: "DELETE FROM lost_claim WHERE sequence = ?", arguments: [sequence])
            if answer.status == .duplicate {
                try release(db, sequence: sequence)
            } else if known?.freesKeys != true {
                try retake(db, sequence: sequence)
            }
        case .concluded(let conclusion):
            if let known, known != conclusion { return false }
            try takeBack(sequence, db)
            if known != nil { return true }
            let isAnswered = try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM answer WHERE sequence = ?)",
                arguments: [sequence]
            )
            if isAnswered != true {
                // How it stood before it ended is not told.
                let status: CentralAnswer.Status = conclusion == .paid ? .accepted : .inReview
                let answer = CentralAnswer(status: status, receivedAt: change.at)
                let assumed = StandingChange(claimID: change.claimID, standing: .answered(answer), at: change.at)
                _ = try apply(assumed, to: sequence, at: now, db)
            }
            try db.execute(
                sql: "INSERT INTO conclusion (sequence, kind, concluded_at) VALUES (?, ?, ?)",
                arguments: [sequence, conclusion.rawValue, change.at.milliseconds]
            )
            if conclusion.freesKeys { try release(db, sequence: sequence) }
        }
        return true
    }

    /// What a central says that does not name the originals of the links it gives: a corrected claim and the number of its
    /// correction.
    private static func linkCorrection(of sequence: Int64, _ answer: CentralAnswer, _ db: Database) throws {
        guard answer.status == .returned, answer.reasonCode == ChangeReason.amended.rawValue,
            let other = answer.otherClaim.flatMap({ ClaimNumber($0) })
        else { return }
        let isOurs = try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM store, claim WHERE kiosk = ? AND sequence = ?)",
            arguments: [other.kiosk.text, other.sequence]
        )
        if isOurs == true { try link(sequence, to: other.sequence, db) }
    }

    /// The opposite of `release`: person and vehicle as `NewClaim.isLive` says, parts in any case. One that was corrected
    /// holds nothing: its correction does.
    static func retake(_ db: Database, sequence: Int64) throws {
        guard try !isAmended(db, sequence) else { return }
        try db.execute(
            sql: """
                UPDATE claim SET live = 1
                WHERE sequence = ? AND live = 0 AND vehicle_digest IS NOT NULL AND verdict <> ?
                """,
            arguments: [sequence, Verdict.residual(Fen(0)).kind]
        )
        try db.execute(sql: "UPDATE part_key SET live = 1 WHERE sequence = ? AND live = 0", arguments: [sequence])
    }
}

package import Claims
import GRDB
import SQLiteFile

// What people say of a claim.

extension SQLiteClaimRegister {
    @discardableResult
    package func conclude(
        _ id: ClaimID,
        as conclusion: Conclusion,
        at time: Timestamp
    ) async throws(KioskError) -> StoredConclusion {
        try await database.write { db in
            let row = try Self.row(id, in: db)
            if let known = try StoredConclusion(row: row) {
                guard known.conclusion == conclusion else { throw Self.concluded(id, known.conclusion) }
                return known
            }
            if case .amended(let other) = try Standing(row: row) { throw Self.amended(id, by: other) }
            guard try conclusion != .paid || row.value("status") != "duplicate" else { throw Self.unpayable(id) }
            guard try conclusion != .paid || row.optional("returned_reason") as String? == nil else {
                throw Self.awaitsAmendment(id)
            }
            let place: Int64 = try row.value("place")
            try db.execute(
                sql: "UPDATE claim SET conclusion = ?, concluded_at = ? WHERE place = ?",
                arguments: [conclusion.rawValue, time.milliseconds, place]
            )
            try Self.note(.concluded(conclusion), of: place, at: time, in: db)
            let seeds = conclusion.freesKeys ? try Self.letGo(ofKeysOf: row, in: db) : [place]
            try Self.settle(around: seeds, newcomer: nil, at: time, in: db)
            return StoredConclusion(conclusion, at: time)
        }
    }

    @discardableResult
    package func sendBack(
        _ id: ClaimID,
        reason: ReturnReason,
        note: String,
        at time: Timestamp
    ) async throws(KioskError) -> StoredAnswer {
        try await database.write { db in
            let row = try Self.row(id, in: db)
            let place: Int64 = try row.value("place")
            let standing = try Standing(row: row)
            switch standing {
            case .concluded(let conclusion): throw Self.concluded(id, conclusion)
            case .amended(let other): throw Self.amended(id, by: other)
            case .accepted, .duplicate, .inReview, .returned: break
            }
            try db.execute(
                sql: "UPDATE claim SET returned_note = coalesce(nullif(?, ''), returned_note, '') WHERE place = ?",
                arguments: [note, place]
            )
            // The kiosk heard it already; the note is for people here.
            if standing == .returned(reason: reason.rawValue) { return try StoredAnswer(row: row) }
            try db.execute(
                sql: "UPDATE claim SET returned_reason = ?, returned_at = ? WHERE place = ?",
                arguments: [reason.rawValue, time.milliseconds, place]
            )
            try Self.note(.returned(reason: reason.rawValue), of: place, at: time, in: db)
            return try StoredAnswer(row: Self.row(id, in: db))
        }
    }

    package func conclusions(of kiosk: KioskID, upTo sequence: Int64) async throws(KioskError) -> [Conclusion: Int64] {
        try await database.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT conclusion, COUNT(*) AS count FROM claim
                    WHERE kiosk_id = ? AND sequence <= ? AND conclusion IS NOT NULL GROUP BY conclusion
                    """,
                arguments: [kiosk.text, sequence]
            )
            var counts = Dictionary(uniqueKeysWithValues: Conclusion.allCases.map { ($0, 0 as Int64) })
            for row in rows {
                counts[try row.value("conclusion") { Conclusion(rawValue: $0) }] = try row.value("count")
            }
            return counts
        }
    }

    private static func row(_ id: ClaimID, in db: Database) throws -> Row {
        let row = try Row.fetchOne(db, sql: "SELECT * FROM claim WHERE claim_id = ?", arguments: [id.text])
        if let row { return row }
        throw KioskError(
            .claimUnknown,
            "The register has no claim \(id).",
            remedy: "If a kiosk recorded it, it has not arrived yet: look at that kiosk's queue."
        )
    }

    private static func concluded(_ id: ClaimID, _ known: Conclusion) -> KioskError {
        KioskError(
            .claimConcluded,
            "Claim \(id) is \(known.rawValue) already.",
            remedy: "Nothing was changed. What a claim ended as stays; make a new claim if the person may claim again."
        )
    }

    private static func amended(_ id: ClaimID, by other: ClaimNumber) -> KioskError {
        KioskError(
            .claimAmended,
            "Claim \(id) was corrected by claim \(other), which stands in its place.",
            remedy: "Nothing was changed. Decide about \(other)."
        )
    }

    private static func unpayable(_ id: ClaimID) -> KioskError {
        KioskError(
            .claimUnpayable,
            "Claim \(id) is a duplicate and holds neither person nor vehicle.",
            remedy: "Nothing was changed. Decide about the claim that came first: pay that one, or refuse it, and this "
                + "one takes its place."
        )
    }

    private static func awaitsAmendment(_ id: ClaimID) -> KioskError {
        KioskError(
            .claimUnpayable,
            "Claim \(id) was sent back to its kiosk to be corrected.",
            remedy:
                "Nothing was changed. Wait for the kiosk's correction, which is a claim of its own, and pay that one."
        )
    }
}

package import Claims
import GRDB
import SQLiteFile

extension SQLiteClaimRegister {
    @discardableResult
    package func conclude(
        _ id: ClaimID,
        as conclusion: Conclusion,
        at time: Timestamp
    ) async throws(KioskError) -> StoredConclusion {
        try await database.write { db in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: "SELECT place, claim_number, status, conclusion, concluded_at FROM claim WHERE claim_id = ?",
                    arguments: [id.text]
                )
            else { throw Self.unknown(id) }
            if let known = try StoredConclusion(row: row) {
                guard known.conclusion == conclusion else { throw Self.concluded(id, known.conclusion) }
                return known
            }
            guard try conclusion != .paid || row.value("status") != "duplicate" else { throw Self.unpayable(id) }
            let place: Int64 = try row.value("place")
            let number: String = try row.value("claim_number")
            try db.execute(
                sql: "UPDATE claim SET conclusion = ?, concluded_at = ? WHERE place = ?",
                arguments: [conclusion.rawValue, time.milliseconds, place]
            )
            if conclusion.freesKeys {
                try db.execute(sql: "DELETE FROM live_key WHERE claim_number = ?", arguments: [number])
                try db.execute(sql: "DELETE FROM part_key WHERE place = ?", arguments: [place])
            }
            return StoredConclusion(conclusion, at: time)
        }
    }

    private static func unknown(_ id: ClaimID) -> KioskError {
        KioskError(
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

    private static func unpayable(_ id: ClaimID) -> KioskError {
        KioskError(
            .claimUnpayable,
            "Claim \(id) is a duplicate and holds neither person nor vehicle.",
            remedy: "Nothing was changed. Decide about the claim that came first: pay that one, or refuse it and make "
                + "a new claim."
        )
    }
}

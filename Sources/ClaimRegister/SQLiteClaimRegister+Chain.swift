package import Claims
import GRDB
import SQLiteFile
import Synchronization

// Whether a kiosk's claims are all here.
//
// A chain is looked at from where no number was missing, so that asking costs the same with ten claims and with a million,
// also where two machines gave one number, after which a link does not fit for ever.

/// The part of a kiosk's chain that was looked at: all numbers from 1 on are there.
struct LookedChain {
    /// Numbers of `broken` at most; beyond so many the rest is looked at each time.
    static let mostBroken = 100

    /// The last of them.
    var end = ChainMark.genesis
    /// Those whose link does not fit the claim before, lowest first.
    var broken: [Int64] = []
}

extension SQLiteClaimRegister {
    /// Row of `corrected`: a claim that came after all counts instead.
    static let isNotHere = """
        NOT EXISTS (SELECT 1 FROM claim
            WHERE claim.kiosk_id = corrected.kiosk_id AND claim.sequence = corrected.sequence)
        """

    /// The links of the kiosk ?1 beyond the number ?2: of claims that are here, and those that corrections name.
    private static let links = """
        SELECT sequence, previous_hash, content_hash FROM claim WHERE kiosk_id = ?1 AND sequence > ?2
        UNION ALL SELECT sequence, previous_hash, hash FROM corrected
            WHERE kiosk_id = ?1 AND sequence > ?2 AND \(isNotHere)
        """

    package func kioskState(_ kiosk: KioskID, limit: Int) async throws(KioskError) -> KioskState {
        let limit = max(0, limit)
        return try await database.read { [self] db in
            let looked = try looked(at: kiosk, in: db)
            let whole = looked.end
            let last = try Self.mark(
                "SELECT sequence, content_hash FROM claim WHERE kiosk_id = ? ORDER BY sequence DESC LIMIT 1",
                [kiosk.text],
                in: db
            )
            let accounted = try Row.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) AS accounted, COUNT(*) FILTER (WHERE sequence <= ?2) AS within FROM corrected
                    WHERE kiosk_id = ?1 AND \(Self.isNotHere)
                    """,
                arguments: [kiosk.text, whole.sequence]
            )
            let within: Int64 = try accounted?.value("within") ?? 0
            let beyond = try Int64.fetchOne(
                db,
                sql: "SELECT COUNT(*) FROM claim WHERE kiosk_id = ? AND sequence > ?",
                arguments: [kiosk.text, whole.sequence]
            )
            return KioskState(
                kiosk: kiosk,
                highest: last?.sequence ?? 0,
                count: whole.sequence - within + (beyond ?? 0),
                accounted: try accounted?.value("accounted") ?? 0,
                missing: try Self.missing(of: kiosk, after: whole, limit: limit, in: db),
                broken: Array(
                    (looked.broken + (try Self.broken(of: kiosk, after: whole, limit: limit, in: db))).prefix(limit)
                ),
                hash: last?.hash ?? ChainMark.genesis.hash,
                head: try Self.mark(
                    "SELECT sequence, hash AS content_hash FROM head WHERE kiosk_id = ?",
                    [kiosk.text],
                    in: db
                ),
                epoch: try String.fetchOne(db, sql: "SELECT epoch FROM register WHERE id = 1") ?? ""
            )
        }
    }

    package func day(_ day: CivilDate, of kiosk: KioskID, limit: Int) async throws(KioskError) -> DayState {
        let limit = max(0, limit)
        return try await database.read { [self] db in
            let bounds = try Row.fetchOne(
                db,
                sql: """
                    SELECT COUNT(*) FILTER (WHERE here) AS count, COUNT(*) FILTER (WHERE NOT here) AS accounted,
                        MIN(sequence) AS first, MAX(sequence) AS last
                    FROM (
                        SELECT sequence, 1 AS here FROM claim WHERE kiosk_id = ?1 AND recorded_day = ?2
                        UNION ALL SELECT sequence, 0 FROM corrected
                            WHERE kiosk_id = ?1 AND recorded_day = ?2 AND \(Self.isNotHere)
                    )
                    """,
                arguments: [kiosk.text, day.daysSince1970]
            )
            guard let bounds, let first: Int64 = try bounds.optional("first") else {
                return DayState(count: 0, first: nil, last: nil, isComplete: true, missing: [])
            }
            let end: Int64 = try bounds.value("last")
            let last = try Self.mark("\(Self.links) ORDER BY sequence LIMIT 1", [kiosk.text, end - 1], in: db)
            let looked = try looked(at: kiosk, in: db)
            return DayState(
                count: try bounds.value("count"),
                accounted: try bounds.value("accounted"),
                first: first,
                last: last,
                isComplete: looked.end.sequence >= end && looked.broken.first ?? .max > end,
                missing: try Self.missing(of: kiosk, after: looked.end, upTo: end, limit: limit, in: db)
            )
        }
    }

    package func hear(_ head: ChainMark, of kiosk: KioskID, saidAt: Timestamp, at time: Timestamp)
        async throws(KioskError)
    {
        try await database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO head (kiosk_id, sequence, hash, said_at, heard_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (kiosk_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash,
                        said_at = excluded.said_at, heard_at = excluded.heard_at
                    WHERE (excluded.sequence, excluded.hash) <> (head.sequence, head.hash)
                        AND (excluded.sequence > head.sequence OR excluded.said_at > head.said_at)
                    """,
                arguments: [kiosk.text, head.sequence, head.hash, saidAt.milliseconds, time.milliseconds]
            )
        }
    }

    /// What was looked at may hold the link that a correction named for this claim, which has another one itself.
    func lookAgain(from number: ClaimNumber) {
        looked.withLock { looked in
            if let known = looked[number.kiosk], number.sequence <= known.end.sequence { looked[number.kiosk] = nil }
        }
    }

    private func looked(at kiosk: KioskID, in db: Database) throws -> LookedChain {
        var known = looked.withLock { $0[kiosk] } ?? LookedChain()
        let rows = try Row.fetchCursor(
            db,
            sql: "\(Self.links) ORDER BY sequence",
            arguments: [kiosk.text, known.end.sequence]
        )
        while let row = try rows.next() {
            let next = ChainMark(sequence: try row.value("sequence"), hash: try row.value("content_hash"))
            guard next.sequence == known.end.sequence + 1 else { break }
            if try row.value("previous_hash") != known.end.hash {
                guard known.broken.count < LookedChain.mostBroken else { break }
                known.broken.append(next.sequence)
            }
            known.end = next
        }
        // Nothing is kept of a kiosk that never sent anything: anybody can ask for any name.
        if known.end.sequence > 0 { looked.withLock { [known] in $0[kiosk] = known } }
        return known
    }

    private static func mark(_ sql: String, _ arguments: StatementArguments, in db: Database) throws -> ChainMark? {
        let row = try Row.fetchOne(db, sql: sql, arguments: arguments)
        return try row.map { ChainMark(sequence: try $0.value("sequence"), hash: try $0.value("content_hash")) }
    }

    /// The numbers inside the gaps. Each gap is at least one number, so no more than `limit` gaps are looked at.
    private static func missing(
        of kiosk: KioskID,
        after whole: ChainMark,
        upTo end: Int64 = .max,
        limit: Int,
        in db: Database
    ) throws -> [Int64] {
        let gaps = try Row.fetchAll(
            db,
            sql: """
                SELECT before + 1 AS first, sequence - 1 AS last FROM (
                    SELECT sequence, LAG(sequence, 1, ?2) OVER (ORDER BY sequence) AS before
                    FROM (\(links)) WHERE sequence <= ?3
                ) WHERE sequence > before + 1 ORDER BY sequence LIMIT ?4
                """,
            arguments: [kiosk.text, whole.sequence, end, limit]
        )
        var missing: [Int64] = []
        for gap in gaps {
            let first: Int64 = try gap.value("first")
            let last: Int64 = try gap.value("last")
            missing += (first...last).prefix(limit - missing.count)
        }
        return missing
    }

    private static func broken(
        of kiosk: KioskID,
        after whole: ChainMark,
        limit: Int,
        in db: Database
    ) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT sequence FROM (
                    SELECT sequence, previous_hash, LAG(sequence, 1, ?2) OVER (ORDER BY sequence) AS before,
                        LAG(content_hash, 1, ?3) OVER (ORDER BY sequence) AS hash
                    FROM (\(links))
                ) WHERE sequence = before + 1 AND previous_hash <> hash ORDER BY sequence LIMIT ?4
                """,
            arguments: [kiosk.text, whole.sequence, whole.hash, limit]
        )
    }
}

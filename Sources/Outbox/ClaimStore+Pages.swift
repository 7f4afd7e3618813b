package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// The queue in numbers. Reads counters and index heads: the cost grows with the claims that came back or ended only.
    package func queueSummary() async throws(KioskError) -> QueueSummary {
        try await read { db in
            var counts: [String: Int] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT state, count FROM tally") {
                counts[try row.value("state")] = try row.value("count")
            }
            // What ended without money is neither accepted nor in review any more.
            let ended = try Row.fetchAll(
                db,
                sql: """
                    SELECT answer.status, count(*) AS count FROM conclusion JOIN answer USING (sequence)
                    WHERE conclusion.kind <> 'paid' GROUP BY answer.status
                    """
            )
            for row in ended { counts[try row.value("status"), default: 0] -= try row.value("count") }
            let oldest = try Row.fetchOne(
                db,
                sql: """
                    SELECT claim.recorded_at, outbox.next_attempt_at
                    FROM outbox CROSS JOIN claim ON claim.sequence = outbox.sequence
                    WHERE outbox.state = 'waiting' ORDER BY outbox.sequence LIMIT 1
                    """
            )
            let next = try oldest?.timestamp("next_attempt_at")
            return QueueSummary(
                waiting: counts["waiting"] ?? 0,
                needsPerson: counts["needs_person"] ?? 0,
                accepted: counts["accepted"] ?? 0,
                duplicate: counts["duplicate"] ?? 0,
                inReview: counts["in-review"] ?? 0,
                returned: try Self.returned(db),
                oldestWaitingSince: try oldest?.timestamp("recorded_at"),
                lastProblem: try Self.problem(db, state: "waiting") ?? Self.problem(db, state: "needs_person"),
                nextAttemptAt: next.flatMap { $0.milliseconds > 0 ? $0 : nil }
            )
        }
    }

    /// A claim of this store, nil when there is none with this id.
    package func claim(id: ClaimID) async throws(KioskError) -> StoredClaim? {
        let kiosk = kiosk
        return try await read { db in
            try Row.fetchOne(db, sql: Self.selection + " WHERE claim.claim_id = ?", arguments: [id.text])
                .map { try Self.claim(from: $0, kiosk: kiosk) }
        }
    }

    /// The newest claims, newest first; at most `limit`, 1–500.
    package func recentClaims(limit: Int) async throws(KioskError) -> [StoredClaim] {
        let kiosk = kiosk
        let bounded = min(max(limit, 1), 500)
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: Self.selection + " ORDER BY claim.sequence DESC LIMIT ?",
                arguments: [bounded]
            ).map { try Self.claim(from: $0, kiosk: kiosk) }
        }
    }

    /// Whether another claim corrects the row's.
    static let isAmended = "EXISTS (SELECT 1 FROM claim AS later WHERE later.amends = claim.sequence)"

    /// A clause before a SELECT that gives it the table `later`: the claim with that number, and all that correct it.
    static func later(from sequence: String) -> String {
        """
        WITH RECURSIVE later (sequence) AS (
            VALUES (\(sequence))
            UNION SELECT claim.sequence FROM claim JOIN later ON claim.amends = later.sequence
        )
        """
    }

    /// Whether the row's claim came back and waits for somebody to correct it.
    static let isReturned = """
        answer.status = 'returned' AND NOT \(isAmended)
            AND NOT EXISTS (SELECT 1 FROM conclusion WHERE conclusion.sequence = claim.sequence)
        """

    /// Its cost grows with the claims that ever came back.
    static func returned(_ db: Database) throws -> Int {
        let sql = "SELECT count(*) FROM answer JOIN claim ON claim.sequence = answer.sequence WHERE \(isReturned)"
        return try Int.fetchOne(db.cachedStatement(sql: sql)) ?? 0
    }

    /// Whether the row's claim has a photo in such a state.
    static func hasPhoto(_ state: String) -> String {
        "EXISTS (SELECT 1 FROM attachment WHERE attachment.sequence = claim.sequence AND state \(state))"
    }

    static let selection = """
        SELECT claim.sequence, claim.claim_id, claim.recorded_at, claim.amount_fen, claim.verdict,
            claim.masked_applicant, claim.masked_plate, outbox.state, coalesce(outbox.attempts, 0) AS attempts,
            coalesce(outbox.problem_code, photo.problem_code) AS problem_code,
            iif(outbox.problem_code IS NULL, photo.problem_message, outbox.problem_message) AS problem_message,
            iif(outbox.problem_code IS NULL, photo.problem_remedy, outbox.problem_remedy) AS problem_remedy,
            answer.status, answer.received_at, answer.reason_code, answer.other_claim, answer.part,
            \(isAmended) AS is_amended, conclusion.kind AS conclusion,
            (claim.verdict = 'lost' OR lost_claim.sequence IS NOT NULL) AS is_lost
        FROM claim
        LEFT JOIN outbox ON outbox.sequence = claim.sequence
        LEFT JOIN answer ON answer.sequence = claim.sequence
        LEFT JOIN conclusion ON conclusion.sequence = claim.sequence
        LEFT JOIN lost_claim ON lost_claim.sequence = claim.sequence
        LEFT JOIN attachment AS photo ON photo.sequence = claim.sequence AND photo.name = (
            SELECT name FROM attachment
            WHERE attachment.sequence = claim.sequence AND state = 'needs_person' ORDER BY name LIMIT 1
        )
        """

    private static func problem(_ db: Database, state: String) throws -> ErrorBody.Detail? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT problem_code, problem_message, problem_remedy FROM outbox
                WHERE problem_code IS NOT NULL AND state = ? ORDER BY sequence LIMIT 1
                """,
            arguments: [state]
        )?.problem()
    }

    static func claim(from row: Row, kiosk: KioskID) throws -> StoredClaim {
        let amount: Int64? = try row.optional("amount_fen")
        let state: String? = try row.optional("state")
        let answer = try answer(from: row)
        let kind: String? = try row.optional("conclusion")
        let isAmended: Bool = try row.value("is_amended")
        let verdict: String = try row.value("verdict")
        let isLost: Bool = try row.value("is_lost")
        let status: StoredClaim.Status =
            switch (state, kind.flatMap(Conclusion.init(rawValue:)), answer?.status) {
            // The central concludes no claim that another one corrects.
            case _ where isAmended: .amended
            // What the central has lost was answered, and is not there.
            case ("needs_person", _, _): .needsPerson
            case (nil, _, nil) where isLost: .lost
            case (.some, _, _), (nil, nil, nil): .recorded
            case (nil, .refused, _): .refused
            case (nil, .withdrawn, _): .withdrawn
            case (nil, .paid, _): .paid
            case (nil, nil, .accepted): .accepted
            case (nil, nil, .duplicate): .duplicate
            case (nil, nil, .inReview): .inReview
            case (nil, nil, .returned): .returned
            }
        return StoredClaim(
            claimID: try row.claimID(),
            number: ClaimNumber(kiosk: kiosk, sequence: try row.value("sequence")),
            recordedAt: try row.timestamp("recorded_at"),
            amount: amount.map { Fen($0) },
            verdictKind: verdict,
            maskedApplicant: try row.optional("masked_applicant") ?? "",
            maskedPlate: try row.optional("masked_plate"),
            status: status,
            attempts: try row.value("attempts"),
            problem: try row.problem(),
            answer: answer
        )
    }

    private static func answer(from row: Row) throws -> CentralAnswer? {
        guard let text: String = try row.optional("status"), let status = CentralAnswer.Status(rawValue: text) else {
            return nil
        }
        let part: String? = try row.optional("part")
        return CentralAnswer(
            status: status,
            receivedAt: try row.timestamp("received_at"),
            reasonCode: try row.optional("reason_code"),
            otherClaim: try row.optional("other_claim"),
            part: part.flatMap { Part(rawValue: $0) }
        )
    }
}

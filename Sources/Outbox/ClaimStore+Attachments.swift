package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// Photos that one claim can name.
    package static let maximumAttachments = 16

    /// The photo to send now: of the earliest claim that the central has, whose time has come. Claims go first: while
    /// one of them is due, no photo is.
    ///
    /// A time further away than `farthest` can only come from a clock that was set back since; it counts as due.
    package func nextAttachment(
        now: Timestamp,
        within farthest: Duration = .seconds(3_600)
    ) async throws(KioskError) -> AttachmentHead {
        let kiosk = kiosk
        let arguments: StatementArguments = [
            "now": now.milliseconds, "latest": now.adding(farthest).milliseconds,
        ]
        return try await read { db in
            guard try Self.pause(db) == nil else { return .empty }
            let claimIsDue = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting'
                        AND (next_attempt_at <= :now OR next_attempt_at > :latest))
                    """,
                arguments: arguments
            )
            guard claimIsDue != true else { return .empty }
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT attachment.*, claim.claim_id FROM attachment INDEXED BY attachment_waiting
                    JOIN claim ON claim.sequence = attachment.sequence
                    JOIN answer ON answer.sequence = attachment.sequence
                    WHERE attachment.state = 'waiting'
                        AND (attachment.next_attempt_at <= :now OR attachment.next_attempt_at > :latest)
                    ORDER BY attachment.sequence, attachment.name LIMIT 1
                    """,
                arguments: arguments
            )
            if let row { return .due(try Self.entry(from: row, kiosk: kiosk)) }
            let next = try Int64.fetchOne(
                db,
                sql: """
                    SELECT min(next_attempt_at) FROM attachment JOIN answer ON answer.sequence = attachment.sequence
                    WHERE state = 'waiting' AND next_attempt_at > 0
                    """
            )
            return next.map { .notBefore(Timestamp(milliseconds: $0)) } ?? .empty
        }
    }

    /// Keeps how much of a photo the central has; all of it, complete, and it is sent.
    package func confirm(_ entry: AttachmentEntry, bytes: Int64, complete: Bool) async throws(KioskError) {
        let bytes = min(max(bytes, 0), entry.photo.bytes)
        try await write { db in
            try Self.update(
                entry,
                "state = ?, confirmed = ?, next_attempt_at = 0, problem_code = NULL, problem_message = NULL, problem_remedy = NULL",
                [complete ? "sent" : "waiting", complete ? entry.photo.bytes : bytes],
                db
            )
        }
    }

    /// Keeps a photo waiting after a failed attempt; it is not due before `until`.
    package func postpone(
        _ entry: AttachmentEntry,
        until: Timestamp,
        problem: ErrorBody.Detail
    ) async throws(KioskError) {
        try await write { db in
            try Self.update(
                entry,
                "next_attempt_at = ?, problem_code = ?, problem_message = ?, problem_remedy = ?",
                [max(1, until.milliseconds), problem.code, problem.message, problem.remedy],
                db
            )
        }
    }

    /// Keeps a photo that the central will not take, or that cannot be read, until a person has decided.
    package func setAside(_ entry: AttachmentEntry, problem: ErrorBody.Detail) async throws(KioskError) {
        try await write { db in
            try Self.update(
                entry,
                "state = 'needs_person', problem_code = ?, problem_message = ?, problem_remedy = ?",
                [problem.code, problem.message, problem.remedy],
                db
            )
        }
    }

    /// Reads counters: the cost does not grow with the number of photos.
    package func attachmentSummary() async throws(KioskError) -> AttachmentSummary {
        try await read { db in
            func count(_ state: String) throws -> Int {
                try Int.fetchOne(db, sql: "SELECT count FROM tally WHERE state = ?", arguments: ["photo-" + state]) ?? 0
            }
            return AttachmentSummary(
                waiting: try count("waiting"),
                sent: try count("sent"),
                needsPerson: try count("needs_person")
            )
        }
    }

    /// The first photo that needs a person. Its cost grows with the photos, so ask only where there is one.
    package func firstSetAsideAttachment() async throws(KioskError) -> SetAsidePhoto? {
        let kiosk = kiosk
        return try await read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT sequence, problem_code, problem_message, problem_remedy FROM attachment
                    WHERE state = 'needs_person' ORDER BY sequence, name LIMIT 1
                    """
            ).map { row in
                let number = ClaimNumber(kiosk: kiosk, sequence: try row.value("sequence"))
                return SetAsidePhoto(number: number, problem: try row.problem())
            }
        }
    }

    /// Photos that the central does not have yet, those that need a person too, by claim; at most `limit`, 1–10 000.
    package func waitingAttachments(limit: Int = 10_000) async throws(KioskError) -> [AttachmentEntry] {
        let kiosk = kiosk
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT attachment.*, claim.claim_id FROM attachment JOIN claim USING (sequence)
                    WHERE state <> 'sent' ORDER BY sequence, name LIMIT ?
                    """,
                arguments: [min(max(limit, 1), 10_000)]
            ).map { try Self.entry(from: $0, kiosk: kiosk) }
        }
    }

    /// Whether some claim's photo of this name is not at the central yet, so that its file must stay.
    package func awaitsAttachment(_ name: String) async throws(KioskError) -> Bool {
        try await read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM attachment WHERE name = ? AND state <> 'sent')",
                arguments: [name]
            ) ?? false
        }
    }

    static func attach(_ attachments: [ClaimPhoto], to sequence: Int64, _ db: Database) throws {
        guard attachments.count <= maximumAttachments else {
            throw KioskError(
                .claimInvalid,
                "the claim names \(attachments.count) photos; \(maximumAttachments) is the most",
                remedy: "Nothing was recorded. Keep the photos that show the papers, each once."
            )
        }
        for attachment in attachments {
            // The same photo twice in one claim is one photo.
            try db.execute(
                sql: "INSERT OR IGNORE INTO attachment (sequence, name, bytes) VALUES (?, ?, ?)",
                arguments: [sequence, attachment.name, attachment.bytes]
            )
        }
    }

    static func retryAttachments(_ db: Database) throws {
        try db.execute(sql: "UPDATE attachment SET state = 'waiting', next_attempt_at = 0 WHERE state <> 'sent'")
    }

    private static func update(
        _ entry: AttachmentEntry,
        _ assignments: String,
        _ values: [(any DatabaseValueConvertible)?],
        _ db: Database
    ) throws {
        try db.execute(
            sql: "UPDATE attachment SET \(assignments) WHERE sequence = ? AND name = ?",
            arguments: StatementArguments(values + [entry.number.sequence, entry.photo.name])
        )
    }

    private static func entry(from row: Row, kiosk: KioskID) throws -> AttachmentEntry {
        AttachmentEntry(
            claimID: try row.claimID(),
            number: ClaimNumber(kiosk: kiosk, sequence: try row.value("sequence")),
            photo: ClaimPhoto(name: try row.value("name"), bytes: try row.value("bytes")),
            confirmed: try row.value("confirmed")
        )
    }
}

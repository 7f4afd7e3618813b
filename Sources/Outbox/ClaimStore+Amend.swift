package import Claims
import GRDB
import SQLiteFile

/// The link of a claim that is being corrected.
package struct AmendedLink: Hashable, Sendable {
    package let number: ClaimNumber
    package let previousHash: String
    package let hash: String
}

extension ClaimStore {
    /// Records a claim that corrects another, in one transaction with one sync: the new claim, its link in the chain, its
    /// place in the outbox, and the line of the audit log. It takes over what the original holds, of person, vehicle
    /// and parts. The original stays as it is; one that was set aside leaves the outbox, see `giveWay`. The correction
    /// has to name the photos that it needs: what it names itself needs nobody at the original any more. `replaced` is
    /// the original's photo in whose place another came: if the central does not have it, it is not sent any more.
    ///
    /// `make` builds the claim for its place and gets the original's link; it runs on the store's queue, computes
    /// and does not wait. Throws `claim.unknown`, `claim.not-amendable` and what `make` throws; then nothing was
    /// recorded.
    package func amend(
        _ original: ClaimID,
        onceOnly: Programme.OnceOnly,
        person: String,
        vehicle: String?,
        parts: [PartKey],
        replacing replaced: String? = nil,
        audit: AuditEntry,
        _ make: @escaping @Sendable (ChainPlace, AmendedLink) throws -> NewClaim
    ) async throws(KioskError) -> ClaimReceipt {
        guard parts.count <= Self.maximumParts else { throw Self.tooManyParts(parts.count) }
        let kiosk = kiosk
        let hash = hash
        let file = database.file
        return try await write { db in
            try self.requireRecording(db)
            let (sequence, link) = try Self.open(original, kiosk: kiosk, db)
            let place = try Self.nextPlace(db, kiosk: kiosk, file: file)
            let claim = try make(place, link)
            // First, so that the amendment does not clash with what it corrects.
            try Self.release(db, sequence: sequence)
            if claim.isLive(vehicle: vehicle),
                let clash = try Self.clash(db, onceOnly, person: person, vehicle: vehicle, kiosk: kiosk)
            {
                throw Self.notAmendable("\(clash.holder?.text ?? "another claim") holds the person or the vehicle")
            }
            try Self.insert(
                claim,
                at: place,
                amends: sequence,
                person: person,
                vehicle: vehicle,
                hash: hash(claim.document),
                db
            )
            try Self.hold(db, parts, sequence: place.sequence)
            try Self.attach(claim.attachments, to: place.sequence, db)
            try Self.giveWay(db, sequence)
            try db.execute(
                sql: """
                    DELETE FROM attachment WHERE sequence = ?1 AND state <> 'sent' AND (name = ?2
                        OR state = 'needs_person' AND name IN (SELECT name FROM attachment WHERE sequence = ?3))
                    """,
                arguments: [sequence, replaced, place.sequence]
            )
            try Self.append(audit, hash: hash, db)
            return ClaimReceipt(claimID: claim.claimID, number: place.number, recordedAt: claim.recordedAt)
        }
    }

    /// Notes that a claim of this store, which was adopted, corrects another, and lets that one give way. One that is
    /// corrected already stays so.
    static func link(_ original: Int64, to correction: Int64, _ db: Database) throws {
        guard original < correction, try !isAmended(db, original) else { return }
        try db.execute(
            sql: "UPDATE claim SET amends = ? WHERE sequence = ? AND amends IS NULL",
            arguments: [original, correction]
        )
        if try isAmended(db, original) { try giveWay(db, original) }
    }

    /// A claim that was corrected holds nothing. One that was set aside leaves the outbox, because sending it again would
    /// get the same "no", and its photos do: the central takes none of a claim that it does not have.
    static func giveWay(_ db: Database, _ original: Int64) throws {
        try release(db, sequence: original)
        try db.execute(
            sql: "DELETE FROM outbox WHERE sequence = ? AND state = 'needs_person'",
            arguments: [original]
        )
        try db.execute(
            sql: """
                DELETE FROM attachment WHERE sequence = ? AND state <> 'sent'
                    AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.sequence = attachment.sequence)
                    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.sequence = attachment.sequence)
                """,
            arguments: [original]
        )
    }

    static func isAmended(_ db: Database, _ sequence: Int64) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM claim WHERE amends = ?)",
            arguments: [sequence]
        ) ?? false
    }

    /// Sequence and link of a claim that came back or was set aside and that nothing corrects yet.
    private static func open(_ id: ClaimID, kiosk: KioskID, _ db: Database) throws -> (Int64, AmendedLink) {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT claim.sequence, claim.previous_hash, claim.hash,
                    (SELECT later.sequence FROM claim AS later WHERE later.amends = claim.sequence) AS amendment,
                    coalesce(outbox.state = 'needs_person' OR answer.status = 'returned', 0)
                        AND conclusion.sequence IS NULL AS is_open
                FROM claim
                LEFT JOIN outbox ON outbox.sequence = claim.sequence
                LEFT JOIN answer ON answer.sequence = claim.sequence
                LEFT JOIN conclusion ON conclusion.sequence = claim.sequence
                WHERE claim.claim_id = ?
                """,
            arguments: [id.text]
        )
        guard let row else { throw unknown(id) }
        if let other: Int64 = try row.optional("amendment") {
            throw notAmendable("claim \(ClaimNumber(kiosk: kiosk, sequence: other)) corrects it already")
        }
        let isOpen: Bool = try row.value("is_open")
        guard isOpen else { throw notAmendable("it was neither sent back nor set aside") }
        let sequence: Int64 = try row.value("sequence")
        let link = AmendedLink(
            number: ClaimNumber(kiosk: kiosk, sequence: sequence),
            previousHash: try row.value("previous_hash"),
            hash: try row.value("hash")
        )
        return (sequence, link)
    }

    private static func notAmendable(_ why: String) -> KioskError {
        KioskError(
            .claimNotAmendable,
            "the claim cannot be corrected: \(why)",
            remedy: "Nothing was recorded. Look at the claim in the lists again."
        )
    }
}

extension CommitOutcome {
    fileprivate var holder: ClaimNumber? {
        switch self {
        case .recorded: nil
        case .personClaimed(let number), .vehicleClaimed(let number): number
        }
    }
}

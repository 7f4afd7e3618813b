package import Claims
import CrashPoints
import GRDB
import SQLiteFile

extension ClaimStore {
    static let genesis = String(repeating: "0", count: 64)

    /// Records a claim: the claim, its link in the chain and its place in the outbox, in one transaction with one sync.
    ///
    /// `make` builds the claim for the place it will have. It runs on the store's queue, so it computes and does not
    /// wait; what it throws undoes everything, and the place is given again.
    /// `person` and `vehicle` are keyed digests; inside the same transaction they are compared with all live claims of
    /// this store as `onceOnly` says, except for a residual value: that is no subsidy, holds neither and clashes with
    /// nothing, at the central too. `parts` (at most `maximumParts`, else `claim.invalid`) are held by every claim; one
    /// that was seen before refuses nothing and is named in the answer. Throws `programme.ended` after the end. On `recorded` the claim outlives a power cut.
    package func commit(
        onceOnly: Programme.OnceOnly,
        person: String,
        vehicle: String?,
        parts: [PartKey],
        _ make: @escaping @Sendable (ChainPlace) throws -> NewClaim
    ) async throws(KioskError) -> CommitOutcome {
        guard parts.count <= Self.maximumParts else { throw Self.tooManyParts(parts.count) }
        let kiosk = kiosk
        let hash = hash
        let file = database.file
        let outcome = try await write { [self] db in
            try requireRecording(db)
            let place = try Self.nextPlace(db, kiosk: kiosk, file: file)
            let claim = try make(place)
            let isNew = try Self.isNew(db, person: person, vehicle: vehicle, parts)
            if !isNew, claim.isLive(vehicle: vehicle),
                let clash = try Self.clash(db, onceOnly, person: person, vehicle: vehicle, kiosk: kiosk)
            {
                return clash
            }
            let seen = isNew ? [] : try Self.seen(db, parts, kiosk: kiosk)
            try Self.insert(claim, at: place, person: person, vehicle: vehicle, hash: hash(claim.document), db)
            try Self.hold(db, parts, sequence: place.sequence)
            try Self.attach(claim.attachments, to: place.sequence, db)
            let receipt = ClaimReceipt(claimID: claim.claimID, number: place.number, recordedAt: claim.recordedAt)
            CrashPoint.claimInserted.pass()
            return CommitOutcome.recorded(receipt, seen: seen)
        }
        CrashPoint.claimRecorded.pass()
        return outcome
    }

    /// The first live claim of this store for the person.
    package func liveClaim(person digest: String) async throws(KioskError) -> ClaimNumber? {
        let kiosk = kiosk
        return try await read { try Self.firstLive($0, person: digest, kiosk: kiosk) }
    }

    /// The first live claim of this store for the vehicle.
    package func liveClaim(vehicle digest: String) async throws(KioskError) -> ClaimNumber? {
        let kiosk = kiosk
        return try await read { try Self.firstLive($0, vehicle: digest, kiosk: kiosk) }
    }

    /// The first live claim of this store for this person with this vehicle.
    package func liveClaim(person: String, vehicle: String) async throws(KioskError) -> ClaimNumber? {
        let kiosk = kiosk
        return try await read { try Self.firstLive($0, person: person, vehicle: vehicle, kiosk: kiosk) }
    }

    /// Reads the whole chain again, in pieces, and gives the first sequence that is missing, does not follow from the
    /// one before, or does not fit its document; nil when all is well.
    package func firstBrokenLink() async throws(KioskError) -> Int64? {
        let hash = hash
        var sequence: Int64 = 0
        var previous = Self.genesis
        while true {
            let from = (sequence, previous)
            let piece = try await read { try Self.checkLinks($0, after: from.0, previous: from.1, hash: hash) }
            switch piece {
            case .broken(let sequence): return sequence
            case .whole: return nil
            case .upTo(let last, let lastHash): (sequence, previous) = (last, lastHash)
            }
        }
    }

    private enum Piece: Sendable {
        case broken(Int64)
        case upTo(Int64, hash: String)
        case whole
    }

    /// Whether no live claim holds the person, the vehicle or one of the parts: nearly all are new, and one question is
    /// less than five. A claim with more parts than a bike has counts as one that is not.
    private static func isNew(
        _ db: Database,
        person: String,
        vehicle: String?,
        _ parts: [PartKey]
    ) throws -> Bool {
        let most = Part.allCases.count
        guard parts.count <= most else { return false }
        let statement = try db.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM claim WHERE live = 1 AND person_digest = ?)
                    OR EXISTS (SELECT 1 FROM claim WHERE live = 1 AND vehicle_digest = ?)
                \(String(
                    repeating: "OR EXISTS (SELECT 1 FROM part_key WHERE kind = ? AND digest = ? AND live = 1) ",
                    count: most
                ))
                """
        )
        var arguments: [(any DatabaseValueConvertible)?] = [person, vehicle]
        // Nothing equals NULL.
        for index in 0..<most {
            arguments += index < parts.count ? [parts[index].part.rawValue, parts[index].digest] : [nil, nil]
        }
        return try Bool.fetchOne(statement, arguments: StatementArguments(arguments)) != true
    }

    static func clash(
        _ db: Database,
        _ onceOnly: Programme.OnceOnly,
        person: String,
        vehicle: String?,
        kiosk: KioskID
    ) throws -> CommitOutcome? {
        switch onceOnly {
        case .each:
            if let number = try firstLive(db, person: person, kiosk: kiosk) { return .personClaimed(number) }
            guard let vehicle, let number = try firstLive(db, vehicle: vehicle, kiosk: kiosk) else { return nil }
            return .vehicleClaimed(number)
        case .pair:
            guard let vehicle, let number = try firstLive(db, person: person, vehicle: vehicle, kiosk: kiosk) else {
                return nil
            }
            return .vehicleClaimed(number)
        }
    }

    private static func firstLive(
        _ db: Database,
        person: String? = nil,
        vehicle: String? = nil,
        kiosk: KioskID
    ) throws -> ClaimNumber? {
        let conditions = [person.map { _ in "person_digest = ?" }, vehicle.map { _ in "vehicle_digest = ?" }]
        let sequence = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT min(sequence) FROM claim
                    WHERE live = 1 AND \(conditions.compactMap(\.self).joined(separator: " AND "))
                    """
            ),
            arguments: StatementArguments([person, vehicle].compactMap(\.self))
        )
        return sequence.map { ClaimNumber(kiosk: kiosk, sequence: $0) }
    }

    static func tooManyParts(_ count: Int) -> KioskError {
        KioskError(
            .claimInvalid,
            "the claim names \(count) part serials; \(maximumParts) is the most",
            remedy: "Nothing was recorded. Enter the serials that the bike's own parts carry, each once."
        )
    }

    static func nextPlace(_ db: Database, kiosk: KioskID, file: StoreFile) throws -> ChainPlace {
        let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(sequence) FROM claim")) ?? 0
        guard last > 0 else {
            return ChainPlace(
                sequence: 1,
                number: ClaimNumber(kiosk: kiosk, sequence: 1),
                previousHash: genesis
            )
        }
        let hash = try db.cachedStatement(sql: "SELECT hash FROM claim WHERE sequence = ?")
        guard let previous = try String.fetchOne(hash, arguments: [last]) else {
            throw file.damaged("claim \(last) has no link in the chain")
        }
        return ChainPlace(
            sequence: last + 1,
            number: ClaimNumber(kiosk: kiosk, sequence: last + 1),
            previousHash: previous
        )
    }

    static func insert(
        _ claim: NewClaim,
        at place: ChainPlace,
        amends original: Int64? = nil,
        person: String,
        vehicle: String?,
        hash: String,
        _ db: Database
    ) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO claim (sequence, claim_id, recorded_at, person_digest, vehicle_digest, amount_fen, verdict,
                    live, previous_hash, hash, amends, masked_applicant, masked_plate, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insert.execute(
            arguments: [
                place.sequence, claim.claimID.text, claim.recordedAt.milliseconds, person, vehicle,
                claim.amount?.amount, claim.verdictKind, claim.isLive(vehicle: vehicle), place.previousHash, hash,
                original, claim.maskedApplicant, claim.maskedPlate, claim.document.databaseBlob,
            ]
        )
        try db.cachedStatement(sql: "INSERT INTO outbox (sequence) VALUES (?)").execute(arguments: [place.sequence])
    }

    private static func checkLinks(
        _ db: Database,
        after start: Int64,
        previous: String,
        hash: ([UInt8]) -> String
    ) throws -> Piece {
        var (sequence, previous) = (start, previous)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, document, previous_hash, hash, wiped_at FROM claim
                WHERE sequence > ? ORDER BY sequence LIMIT 500
                """,
            arguments: [start]
        )
        while let row = try rows.next() {
            let found: Int64 = try row.value("sequence")
            let link: String = try row.value("previous_hash")
            let stored: String = try row.value("hash")
            let wipedAt: Int64? = try row.optional("wiped_at")
            guard found == sequence + 1, link == previous,
                try wipedAt != nil || stored == hash(row.bytes("document"))
            else { return .broken(sequence + 1) }
            (sequence, previous) = (found, stored)
        }
        return sequence == start ? .whole : .upTo(sequence, hash: previous)
    }
}

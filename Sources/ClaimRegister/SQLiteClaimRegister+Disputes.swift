import Claims
import GRDB
import SQLiteFile

// Which claims are connected by keys, and what becomes of them.

/// Claims that are connected by keys, all of them.
private struct RivalGroup {
    /// Of all of them; nil before the first.
    var programme: String?
    var rivals: [Int64: Rival] = [:]
    /// How each stands in its row now: by the rule, and as its kiosk knows it.
    var stored: [Int64: (judged: Standing, told: Standing)] = [:]
    /// Who holds the parts that too many claims name to look at all of them.
    var outside: [ClaimKey: ClaimNumber] = [:]
}

extension SQLiteClaimRegister {
    /// Connected claims that are judged together at most. In practice there are two or three.
    static let groupLimit = 256
    /// A part that more live claims name than this tells nothing apart (a placeholder instead of a serial): it still
    /// sends claims to review, but does not connect them.
    static let crowdLimit = 32

    /// Judges again whatever is connected with the claims at `seeds`, and notes each change for the kiosk of the claim
    /// and for that of its rival. The newcomer's own standing is in its answer and is not noted.
    ///
    /// In a group beyond `groupLimit` nothing changes but a newcomer, which comes last there, whenever it was captured.
    static func settle(around seeds: [Int64], newcomer: Int64?, at time: Timestamp, in db: Database) throws {
        var done: Set<Int64> = []
        for seed in seeds where !done.contains(seed) {
            if let group = try group(around: seed, in: db) {
                done.formUnion(group.rivals.keys)
                let judged = DisputeRule.judge(Array(group.rivals.values), outside: group.outside)
                try apply(judged, to: group, newcomer: newcomer, at: time, in: db)
            } else if seed == newcomer {
                try settleLast(seed, at: time, in: db)
            }
            done.insert(seed)
        }
    }

    /// Live claims that share a key with the one at `place`, for judging again once it is gone from among them.
    static func neighbours(
        of place: Int64,
        _ keys: [ClaimKey],
        _ programme: String,
        in db: Database
    ) throws -> [Int64] {
        var found: [Int64] = []
        for key in keys {
            let places = try places(of: key, programme, in: db).filter { $0 != place }
            if case .part = key, places.count > crowdLimit { continue }
            found += places
        }
        return found
    }

    private static func group(around seed: Int64, in db: Database) throws -> RivalGroup? {
        var group = RivalGroup()
        var seen: Set<ClaimKey> = []
        try add(seed, sharing: nil, to: &group, in: db)
        let programme = group.programme ?? ""
        var queue = [seed]
        while let place = queue.popLast() {
            for key in group.rivals[place]?.keys ?? [] where seen.insert(key).inserted {
                let places = try places(of: key, programme, in: db)
                if case .part = key, places.count > crowdLimit {
                    group.outside[key] = try firstHolder(of: key, among: places, programme, in: db)
                    continue
                }
                for other in places where group.rivals[other] == nil {
                    guard try add(other, sharing: key, to: &group, in: db) else { continue }
                    guard group.rivals.count <= groupLimit else { return nil }
                    queue.append(other)
                }
            }
        }
        return group
    }

    /// False when the claim only seems to have the key, by the last bits of its digest or in another programme.
    @discardableResult
    private static func add(
        _ place: Int64,
        sharing key: ClaimKey?,
        to group: inout RivalGroup,
        in db: Database
    ) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT claim_id, claim_number, captured_at, keys, own_review, status, review, clash, holder, amended_by,
                    returned_reason, conclusion, programme
                FROM claim WHERE place = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [place]) else { return false }
        let keys = try row.value("keys") { ClaimKey.list($0) }
        let programme: String = try row.value("programme")
        guard group.programme ?? programme == programme, key.map({ keys.contains($0) }) ?? true else { return false }
        group.programme = programme
        let conclusion: String? = try row.optional("conclusion")
        group.rivals[place] = Rival(
            place: place,
            id: try row.value("claim_id") { ClaimID($0) },
            number: try row.value("claim_number") { ClaimNumber($0) },
            capturedAt: Timestamp(milliseconds: try row.value("captured_at")),
            isPaid: conclusion == Conclusion.paid.rawValue,
            keys: keys,
            review: try row.optional("own_review")
        )
        group.stored[place] = (try Standing(judged: row), try Standing(row: row))
        return true
    }

    private static func places(of key: ClaimKey, _ programme: String, in db: Database) throws -> [Int64] {
        let statement = try db.cachedStatement(sql: "SELECT place FROM claim_key WHERE hash = ? LIMIT ?")
        return try Int64.fetchAll(statement, arguments: [key.hash(in: programme), groupLimit + 1])
    }

    /// Of those that were stored first. Nil when all of them are in dispute.
    private static func firstHolder(
        of key: ClaimKey,
        among places: [Int64],
        _ programme: String,
        in db: Database
    ) throws -> ClaimNumber? {
        var group = RivalGroup(programme: programme)
        for place in places {
            guard try add(place, sharing: key, to: &group, in: db), let rival = group.rivals[place] else { continue }
            if case .duplicate = group.stored[place]?.judged { continue }
            return rival.number
        }
        return nil
    }

    /// The newcomer to a group that is too large comes after all the others.
    private static func settleLast(_ place: Int64, at time: Timestamp, in db: Database) throws {
        var group = RivalGroup()
        try add(place, sharing: nil, to: &group, in: db)
        guard let rival = group.rivals[place] else { return }
        var holders: [ClaimKey: ClaimNumber] = [:]
        for key in rival.keys {
            var last: ClaimNumber?
            for other in try places(of: key, group.programme ?? "", in: db)
            where other != place && holders[key] == nil {
                guard try add(other, sharing: key, to: &group, in: db), let found = group.rivals[other] else {
                    continue
                }
                last = found.number
                if case .duplicate = group.stored[other]?.judged { continue }
                holders[key] = found.number
            }
            // All of them in dispute with others: so is this one.
            if case .once = key { holders[key] = holders[key] ?? last }
        }
        let judged = [place: DisputeRule.standing(of: rival, among: holders)]
        try apply(judged, to: group, newcomer: place, at: time, in: db)
    }

    private static func apply(
        _ judged: [Int64: Standing],
        to group: RivalGroup,
        newcomer: Int64?,
        at time: Timestamp,
        in db: Database
    ) throws {
        let places = Dictionary(group.rivals.values.map { ($0.number, $0.place) }) { first, _ in first }
        // In the order in which they were stored, so that the notes have one too.
        for (place, standing) in judged.sorted(by: { $0.key < $1.key }) {
            guard let stored = group.stored[place], stored.judged != standing else { continue }
            try write(standing, to: place, in: db)
            if place != newcomer, stored.told == stored.judged { try note(standing, of: place, at: time, in: db) }
            guard case .duplicate(_, let holder) = standing, let winner = places[holder],
                let rival = group.rivals[place]?.number
            else { continue }
            let told = group.stored[winner]
            let stands = told?.told == told?.judged ? judged[winner] ?? told?.judged : told?.told
            if let stands { try note(stands, of: winner, rival: rival, at: time, in: db) }
        }
    }

    private static func write(_ standing: Standing, to place: Int64, in db: Database) throws {
        let columns = StandingColumns(standing)
        try db.execute(
            sql: "UPDATE claim SET status = ?, review = ?, clash = ?, holder = ? WHERE place = ?",
            arguments: [columns.standing, columns.reason, columns.clash, columns.other, place]
        )
    }
}

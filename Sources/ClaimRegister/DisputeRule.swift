import Claims

/// One of several live claims that are connected by keys.
struct Rival: Equatable, Sendable {
    let place: Int64
    let id: ClaimID
    let number: ClaimNumber
    /// See `Submission.capturedAt`; an amendment has that of its original.
    let capturedAt: Timestamp
    let isPaid: Bool
    /// In the order in which a clash is reported.
    let keys: [ClaimKey]
    /// The server's own reason for a person to decide.
    let review: String?
}

/// Who holds what among claims that share keys: the same end whatever the order in which they arrived. Pure.
///
/// The claims are gone through as if they had come in the order of this rule: paid before unpaid, then the earliest
/// capture, then the lowest id. A claim takes its keys if none of those that only one can hold is taken; else it is a
/// duplicate and takes nothing. One whose part is taken goes to review.
enum DisputeRule {
    /// By place. `outside` tells who holds a part that too many claims name to look at all of them.
    static func judge(_ rivals: [Rival], outside: [ClaimKey: ClaimNumber] = [:]) -> [Int64: Standing] {
        var holders = outside
        var standings: [Int64: Standing] = [:]
        for rival in rivals.sorted(by: precedes) {
            let standing = standing(of: rival, among: holders)
            standings[rival.place] = standing
            if case .duplicate = standing { continue }
            for key in rival.keys where holders[key] == nil { holders[key] = rival.number }
        }
        return standings
    }

    static func standing(of rival: Rival, among holders: [ClaimKey: ClaimNumber]) -> Standing {
        var seen: PartSeen?
        for key in rival.keys {
            guard let holder = holders[key], holder != rival.number else { continue }
            switch key {
            // What was paid for stays its own, whatever stands beside it.
            case .once(let live): if !rival.isPaid { return .duplicate(live.kind, holder: holder) }
            case .part(let part): seen = seen ?? PartSeen(part.part, holder: holder)
            }
        }
        if seen == nil, rival.review == nil { return .accepted }
        return .inReview(reason: rival.review ?? Reason.Code.partSeen.rawValue, seen: seen)
    }

    private static func precedes(_ left: Rival, _ right: Rival) -> Bool {
        if left.isPaid != right.isPaid { return left.isPaid }
        if left.capturedAt != right.capturedAt { return left.capturedAt < right.capturedAt }
        return left.id.text < right.id.text
    }
}

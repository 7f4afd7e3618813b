import WireAPI

/// Links whose claim never came, until the correction that is to name each was read.
struct CorrectedLinks: Sendable {
    /// More than these at once are not waited for.
    static let most = 10_000

    /// What a correction's document says of them.
    struct Names: Decodable {
        let amends: String?
        let amended: ClaimDocument.Amended?
    }

    private var waiting: [Int64: [ChainLinkEntry]] = [:]
    private var count = 0
    /// Links that their correction named as they are.
    private(set) var named: Int64 = 0

    /// False when there are too many.
    mutating func wait(_ link: ChainLinkEntry, for correction: Int64) -> Bool {
        guard count < Self.most else { return false }
        waiting[correction, default: []].append(link)
        count += 1
        return true
    }

    func awaits(_ correction: Int64) -> Bool { waiting[correction] != nil }

    /// Takes what was waiting for the correction of that number. Returns the numbers that it does not name as they are.
    mutating func settle(_ correction: Int64, by names: Names?) -> [Int64] {
        guard let links = waiting.removeValue(forKey: correction) else { return [] }
        count -= links.count
        let wrong = links.filter { !(names?.name($0) ?? false) }.map(\.sequence)
        named += Int64(links.count - wrong.count)
        return wrong
    }

    /// The numbers whose correction did not come.
    var left: [Int64] { waiting.values.flatMap { $0.map(\.sequence) }.sorted() }
}

extension CorrectedLinks.Names {
    fileprivate func name(_ link: ChainLinkEntry) -> Bool {
        guard let amended, let amends else { return false }
        if amended.sequence == link.sequence {
            return amends == link.claimId && amended.previous == link.previous && amended.hash == link.hash
        }
        return amended.earlier?.contains { earlier in
            earlier.sequence == link.sequence && earlier.claimId == link.claimId && earlier.previous == link.previous
                && earlier.hash == link.hash
        } ?? false
    }
}

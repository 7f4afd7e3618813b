/// What to ask the central next, and what to do about its view of the chain. A value that lives as long as the daemon; one
/// round is one walk through it.
///
/// A round: the links that a restored copy lacks, then changes page after page, then the chain's end if the central was
/// not told of it, then what files there are.
package struct DownSyncMachine: Sendable {
    package enum Step: Equatable, Sendable {
        case askChain
        case askChanges
        case tellEnd
        case askManifest
        case done
    }

    /// What a page of changes says of the chain.
    package enum Finding: Equatable, Sendable {
        case nothing
        /// The central has, or was told of, numbers that this store does not know: it is an old copy, whoever put it there.
        case storeIsOld
        /// The central has lost these, which it had answered: send them again.
        case sendAgain([Int64])
    }

    /// Pages in one round; the rest waits for the next, so that a central that never ends does not hold the kiosk.
    package static let longestRound = 1_000

    /// The chain's end that the central said it was told of, on the last page; 0 for none.
    package private(set) var told: Int64 = 0

    private var asksManifest = false
    private var pages = 0
    /// Numbers that the page before did not have. A claim may be answered while a page is on its way, so one page alone
    /// proves nothing.
    private var suspects: Set<Int64> = []
    /// Numbers that were sent again and that the central has not shown since. Once is enough: a central that contradicts
    /// itself would be sent the same for ever.
    private var sentAgain: Set<Int64> = []

    package init() {}

    package mutating func begin(isUnconfirmed: Bool, withManifest: Bool) -> Step {
        asksManifest = withManifest
        pages = 0
        suspects = []
        return isUnconfirmed ? .askChain : .askChanges
    }

    package mutating func tookLinks(more: Bool) -> Step {
        pages += 1
        guard pages < Self.longestRound else { return .done }
        return more ? .askChain : .askChanges
    }

    /// After a page of changes was taken over. `highest` is the central's, `told` what it was told of the chain's end,
    /// `end` the store's last number, `lacking` what the central had answered and does not have.
    package mutating func tookChanges(
        more: Bool,
        highest: Int64,
        told: Int64? = nil,
        end: Int64,
        lacking: [Int64]
    ) -> (Finding, Step) {
        pages += 1
        self.told = told ?? 0
        // The kiosk told of no end that it did not have: a claim that never arrived may have used the number.
        if max(highest, self.told) > end { return (.storeIsOld, pages < Self.longestRound ? .askChain : .done) }
        if lacking.isEmpty { sentAgain = [] }
        let open = Set(lacking).subtracting(sentAgain)
        let proved = open.intersection(suspects).sorted()
        suspects = open.subtracting(proved)
        sentAgain.formUnion(proved)
        let finding: Finding = proved.isEmpty ? .nothing : .sendAgain(proved)
        guard pages < Self.longestRound else { return (finding, .done) }
        return (finding, more || !suspects.isEmpty || !proved.isEmpty ? .askChanges : .tellEnd)
    }

    /// The central turned out to be restored: from the beginning.
    package mutating func restarted() -> Step {
        pages += 1
        suspects = []
        sentAgain = []
        return pages < Self.longestRound ? .askChanges : .done
    }

    package mutating func toldEnd() -> Step { asksManifest ? .askManifest : .done }
}

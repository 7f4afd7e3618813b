import Claims
import Sealing
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Goes through a kiosk's chain link by link and names every number with which something is wrong: numbers 1…n without
/// a gap, each once and in order, each naming the hash of the one before, each document with the hash that is said. A
/// claim that never came stands there as a link that its correction's document names.
///
/// Holds two links, those that wait for their correction, and at most 100 problems.
package struct ChainVerifier: Sendable {
    static let mostProblems = 100

    private typealias Kind = ChainReport.Problem.Kind

    private struct Place {
        var link: ChainLinkEntry
        /// The document's own hash, if it is there.
        var computed: String?
    }

    private struct Inner: Decodable {
        struct Chain: Decodable {
            let sequence: Int64
            let previous: String
        }

        let claimId: String
        let chain: Chain
    }

    private var problems: [ChainReport.Problem] = []
    private var pending: Place?
    /// The link with the highest number so far.
    private var top: Place?
    private var gaps: [ClosedRange<Int64>] = []
    private var count: Int64 = 0
    private var documents: Int64 = 0
    private var corrected = CorrectedLinks()
    /// False after a line that could not be read: what belongs to it is not told of again.
    private var isOpen = true

    /// Running numbers have at most 15 digits, see `ClaimNumber`.
    private static let numbers: ClosedRange<Int64> = 1...999_999_999_999_999

    package init() {}

    package mutating func take(_ link: ChainLinkEntry) {
        settle()
        count += 1
        guard Self.numbers.contains(link.sequence) else {
            return note(expected, .unreadable, "a link has a number that no claim can have")
        }
        isOpen = true
        pending = Place(link: link)
        guard let correction = link.correctedBy else { return }
        guard correction > link.sequence, corrected.wait(link, for: correction) else {
            return note(link.sequence, .differs, "no claim that can be looked at is said to correct it")
        }
    }

    /// The document of the link before.
    package mutating func take(document: [UInt8]) {
        documents += 1
        guard var place = pending, place.computed == nil else {
            // Of a link that could not be read it was said already.
            if isOpen { note(expected, .unreadable, "a document stands here without its link") }
            return
        }
        let link = place.link
        place.computed = ChainHash.claim(document)
        pending = place
        guard place.computed == link.hash else { return }
        if link.correctedBy != nil {
            note(link.sequence, .differs, "its document is here, and it is said never to have come")
        }
        settleCorrected(by: link.sequence, document)
        // The document is the one that was hashed: what the chain says beside it must agree.
        guard let inner = try? JSONDecoder().decode(Inner.self, from: Data(document)) else {
            return note(link.sequence, .differs, "its document is no claim")
        }
        if inner.chain.sequence != link.sequence {
            note(link.sequence, .differs, "its document has number \(inner.chain.sequence)")
        } else if inner.claimId != link.claimId {
            note(link.sequence, .differs, "its document has another claim id")
        } else if inner.chain.previous != link.previous {
            note(link.sequence, .differs, "its document names another claim before it than the chain does")
        }
    }

    /// What waited for this claim to name it.
    private mutating func settleCorrected(by number: Int64, _ document: [UInt8]) {
        guard corrected.awaits(number) else { return }
        let names = try? JSONDecoder().decode(CorrectedLinks.Names.self, from: Data(document))
        for wrong in corrected.settle(number, by: names) {
            note(wrong, .differs, "claim \(number), which is said to correct it, names it otherwise or not at all")
        }
    }

    /// A line that could not be made out.
    package mutating func takeUnreadable(line: Int) {
        // Most likely the document of the link before, when that is still without one.
        let number = pending.flatMap { $0.computed == nil ? $0.link.sequence : nil }
        settle()
        isOpen = false
        note(number ?? expected, .unreadable, "line \(line) of the file cannot be read")
    }

    private var expected: Int64 { (top?.link.sequence ?? 0) + 1 }

    /// - Parameter head: the end of the chain that was said, nil when nobody said it.
    package mutating func finish(head: ChainHead?) -> ChainReport {
        settle()
        closePlace(nil)
        for gap in gaps { noteMissing(gap) }
        for number in corrected.left.prefix(Self.mostProblems) {
            note(number, .differs, "the claim that is said to correct it is not here as it was recorded")
        }
        let last = top?.link.sequence ?? 0
        if let head, head.sequence == 0 || Self.numbers.contains(head.sequence) {
            if head.sequence > last { noteMissing(last + 1...head.sequence) }
            if head.sequence == last, let top, head.hash != top.link.hash {
                note(last, .head, "its hash is not the one that the signed end of the chain names")
            }
            if head.sequence < last { noteAppended(head.sequence + 1...last) }
        }
        return ChainReport(
            kioskId: head?.kioskId,
            count: count,
            last: last,
            hash: top?.link.hash,
            documents: documents,
            corrected: corrected.named,
            problems: Array(problems.sorted { $0.number < $1.number }.prefix(Self.mostProblems)),
            signature: .unchecked,
            headSignature: .unchecked
        )
    }

    /// Puts the link that is complete now into its place.
    private mutating func settle() {
        guard let place = pending else { return }
        pending = nil
        let number = place.link.sequence
        let last = top?.link.sequence ?? 0
        guard number > last else {
            reportDocument(place, next: nil)
            return outOfOrder(number, after: last)
        }
        closePlace(number == last + 1 ? place.link.previous : nil)
        if number > last + 1 {
            let gap = last + 1...number - 1
            if gaps.count < Self.mostProblems { gaps.append(gap) } else { noteMissing(gap) }
        } else if !isLinked(place.link.previous) {
            note(
                number,
                .link,
                number == 1 ? "the first claim names a claim before it" : "it does not name the hash of claim \(last)"
            )
        }
        top = place
    }

    /// A link names the hash that the chain states or the one that the document really has: whichever of the two was
    /// changed is told by `reportDocument`, not here.
    private func isLinked(_ previous: String) -> Bool {
        guard let top else { return previous == ChainHash.genesis }
        return previous == top.link.hash || previous == top.computed
    }

    private mutating func closePlace(_ next: String?) {
        if let top { reportDocument(top, next: next) }
    }

    private mutating func reportDocument(_ place: Place, next: String?) {
        guard let computed = place.computed, computed != place.link.hash else { return }
        let what = next == computed ? "the hash that the chain says was changed" : "its document was changed"
        note(place.link.sequence, .document, "\(what): the two do not fit")
    }

    private mutating func outOfOrder(_ number: Int64, after last: Int64) {
        guard let index = gaps.firstIndex(where: { $0.contains(number) }) else {
            return note(number, .twice, "it occurs twice, or is no number of a claim")
        }
        let gap = gaps.remove(at: index)
        if gap.lowerBound < number { gaps.append(gap.lowerBound...number - 1) }
        if gap.upperBound > number { gaps.append(number + 1...gap.upperBound) }
        note(number, .outOfPlace, "it stands after claim \(last)")
    }

    private mutating func noteMissing(_ gap: ClosedRange<Int64>) {
        for number in gap.prefix(Self.mostProblems) { note(number, .missing, "it is missing") }
    }

    private mutating func noteAppended(_ added: ClosedRange<Int64>) {
        for number in added.prefix(Self.mostProblems) {
            note(number, .appended, "it comes after the signed end of the chain, claim \(added.lowerBound - 1)")
        }
    }

    private mutating func note(_ number: Int64, _ kind: Kind, _ explanation: String) {
        guard problems.count < Self.mostProblems * 2 else { return }
        problems.append(ChainReport.Problem(number: number, kind: kind, explanation: explanation))
    }
}

package import Claims

/// The end-of-day slip: what the kiosk recorded on a day and what of it the central confirmed. No person is on it.
package struct DayPaper: Equatable, Sendable {
    /// The central's own signed count of that day.
    package struct Proof: Equatable, Sendable {
        package let count: Int64
        /// Claims of the day that never came and whose correction did; not in `count`, not missing.
        package let accounted: Int64
        /// The day's highest running number; nil for a day without claims.
        package let last: Int64?
        /// Running numbers up to `last` that the central lacks.
        package let missing: [Int64]

        package init(count: Int64, accounted: Int64 = 0, last: Int64?, missing: [Int64]) {
            self.count = count
            self.accounted = accounted
            self.last = last
            self.missing = missing
        }
    }

    package let kiosk: KioskID
    package let point: PaperPlace
    package let date: CivilDate
    package let printedAt: Timestamp
    package let recorded: Int64
    package let first: ClaimNumber?
    package let last: ClaimNumber?
    package let confirmed: Int64
    /// The first of those that are not confirmed.
    package let unconfirmed: [String]
    package let needsPerson: Int64
    package let amount: Fen
    package let proof: Proof?
    package let programme: PaperProgramme
    package let isRehearsal: Bool

    /// More numbers than these make a paper that nobody reads.
    private static let mostNumbers = 30

    package init(
        kiosk: KioskID,
        point: PaperPlace,
        date: CivilDate,
        printedAt: Timestamp,
        recorded: Int64,
        first: ClaimNumber?,
        last: ClaimNumber?,
        confirmed: Int64,
        unconfirmed: [String],
        needsPerson: Int64,
        amount: Fen,
        proof: Proof?,
        programme: PaperProgramme,
        isRehearsal: Bool
    ) {
        self.kiosk = kiosk
        self.point = point
        self.date = date
        self.printedAt = printedAt
        self.recorded = recorded
        self.first = first
        self.last = last
        self.confirmed = confirmed
        self.unconfirmed = unconfirmed
        self.needsPerson = needsPerson
        self.amount = amount
        self.proof = proof
        self.programme = programme
        self.isRehearsal = isRehearsal
    }

    /// In the languages of the catalogues, the first one first.
    package func paper(in catalogues: [TextCatalogue]) -> Paper {
        let words = Words(catalogues: catalogues)
        var blocks = words.marks(rehearsal: isRehearsal, reprint: false)
        blocks.append(.heading(words(.daySlip)))
        blocks.append(.field(words(.slipDate), [date.description]))
        blocks.append(.field(words(.point), words.own(point.title, point.id)))
        blocks.append(.field(words(.kiosk), [kiosk.text]))
        blocks.append(.field(words(.slipPrintedAt), [printedAt.onPaper]))
        blocks.append(.rule)
        blocks.append(verdict(words))
        blocks.append(.field(words(.slipRecorded), [String(recorded)]))
        if let first, let last {
            blocks.append(.field(words(.slipFirst), [first.text]))
            blocks.append(.field(words(.slipLast), [last.text]))
        }
        blocks.append(.field(words(.slipConfirmed), ["\(confirmed) / \(recorded)"]))
        blocks.append(.field(words(.slipNeedsPerson), [String(needsPerson)]))
        blocks.append(.field(words(.slipAmount), words.money(amount)))
        blocks.append(.field(words(.slipProof), proofText(words)))
        blocks += unconfirmedBlocks(words)
        blocks.append(.rule)
        blocks += words.foot(programme)
        blocks.append(.field(words(.slipSignature), ["________________"]))
        blocks += words.marks(rehearsal: isRehearsal, reprint: false)
        return Paper(kind: .daySlip, languages: catalogues.map(\.language), blocks: blocks)
    }

    private var open: Int64 { recorded - confirmed }

    private func verdict(_ words: Words) -> Paper.Block {
        if recorded == 0 { return .text(words(.slipNone)) }
        // A mark: nobody may take an unfinished day for a finished one.
        if open > 0 || needsPerson > 0 { return .mark(words(.slipOpen, ["count": String(max(open, needsPerson))])) }
        return proof?.missing.isEmpty ?? true ? .text(words(.slipAll)) : .mark(words(.slipGaps))
    }

    private func proofText(_ words: Words) -> [String] {
        guard let proof else { return words(.slipProofNone) }
        let values = [
            "count": String(proof.count), "last": proof.last.map { String($0) } ?? "–",
            "missing": proof.missing.map { String($0) }.joined(separator: ", "),
        ]
        let lines = words(proof.missing.isEmpty ? .slipProofWhole : .slipProofGaps, values)
        guard proof.accounted > 0 else { return lines }
        return lines + words(.slipProofAccounted, ["count": String(proof.accounted)])
    }

    private func unconfirmedBlocks(_ words: Words) -> [Paper.Block] {
        guard !unconfirmed.isEmpty else { return [] }
        let shown = unconfirmed.prefix(Self.mostNumbers)
        let rest = max(open, Int64(unconfirmed.count)) - Int64(shown.count)
        return [.heading(words(.slipUnconfirmed))] + shown.map { .text([$0]) }
            + (rest > 0 ? [.text(words(.slipMore, ["count": String(rest)]))] : [])
    }
}

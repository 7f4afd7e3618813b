package import Claims

/// What the claimant takes home from the counter (`programme.md` §5.1, §10).
///
/// It shows no more than the kiosk keeps: the name and the plate masked, the identity number only with its last four
/// characters, the bank card not at all. Who found it, or printed it again, learns nobody's name.
package struct Receipt: Equatable, Sendable {
    /// How far the claim has come. The kiosk must not say more than it knows.
    package enum Stage: Equatable, Sendable {
        /// Safe at the kiosk; the central has not answered.
        case recorded
        /// The central has it and a person decides; with the central's own time.
        case inReview(at: Timestamp)
        /// With the central's own time.
        case accepted(at: Timestamp)

        fileprivate var centralTime: Timestamp? {
            switch self {
            case .recorded: nil
            case .inReview(let time), .accepted(let time): time
            }
        }
    }

    package enum Outcome: Equatable, Sendable {
        case subsidy(Fen)
        /// Paid by the recycling company.
        case residual(Fen)
        /// A person decides; no amount is promised.
        case underReview
    }

    package let stage: Stage
    package let claim: ClaimNumber
    package let recordedAt: Timestamp
    package let point: PaperPlace
    /// Masked.
    package let name: String
    package let idTail: IDTail
    /// Nil for a bike without a plate.
    package let plate: PaperPlate?
    package let parts: [Part: PartFinding.Condition]
    /// Nominal voltage of the battery, nil when it is not known.
    package let volts: Int?
    package let outcome: Outcome
    /// The kiosk's registry was old or absent: the amount is not sure before the central accepted.
    package let isProvisional: Bool
    /// Working days after the approval within which a subsidy is paid.
    package let paymentDays: Int
    package let noticeVersion: String
    package let programme: PaperProgramme
    package let isRehearsal: Bool
    /// A paper for this claim and stage came out before.
    package let isReprint: Bool

    package init(
        stage: Stage,
        claim: ClaimNumber,
        recordedAt: Timestamp,
        point: PaperPlace,
        name: String,
        idTail: IDTail,
        plate: PaperPlate?,
        parts: [Part: PartFinding.Condition],
        volts: Int?,
        outcome: Outcome,
        isProvisional: Bool = false,
        paymentDays: Int,
        noticeVersion: String,
        programme: PaperProgramme,
        isRehearsal: Bool,
        isReprint: Bool
    ) {
        self.stage = stage
        self.claim = claim
        self.recordedAt = recordedAt
        self.point = point
        self.name = name
        self.idTail = idTail
        self.plate = plate
        self.parts = parts
        self.volts = volts
        self.outcome = outcome
        self.isProvisional = isProvisional
        self.paymentDays = paymentDays
        self.noticeVersion = noticeVersion
        self.programme = programme
        self.isRehearsal = isRehearsal
        self.isReprint = isReprint
    }

    /// In the languages of the catalogues, the first one first.
    package func paper(in catalogues: [TextCatalogue]) -> Paper {
        let words = Words(catalogues: catalogues)
        var blocks = words.marks(rehearsal: isRehearsal, reprint: isReprint)
        blocks.append(.heading(words(.receipt)))
        blocks.append(.text(words(stageText)))
        blocks.append(.rule)
        blocks.append(.field(words(.claim), [claim.text]))
        blocks.append(.field(words(.recordedAt), [recordedAt.onPaper]))
        if let time = stage.centralTime { blocks.append(.field(words(.acceptedAt), [time.onPaper])) }
        blocks.append(.field(words(.point), words.own(point.title, point.id)))
        blocks.append(.field(words(.kiosk), [claim.kiosk.text]))
        blocks.append(.field(words(.name), [name]))
        blocks.append(words.idTail(idTail))
        blocks.append(words.plate(plate))
        for part in Part.allCases {
            guard let condition = parts[part] else { continue }
            blocks.append(words.part(part, condition, volts: part == .battery ? volts : nil))
        }
        blocks.append(amount(words))
        if isProvisional, stage == .recorded { blocks.append(.text(words(.provisional))) }
        blocks.append(.rule)
        blocks.append(.heading(words(.next)))
        if stage == .recorded { blocks.append(.text(words(.nextRecorded))) }
        blocks.append(next(words))
        blocks.append(.rule)
        blocks.append(.field(words(.notice), [noticeVersion]))
        blocks += words.foot(programme)
        blocks.append(.text(words(.keep)))
        // Said again at the end: a receipt is torn, and the lower half must not look real.
        blocks += words.marks(rehearsal: isRehearsal, reprint: false)
        return Paper(
            kind: stage.centralTime == nil ? .receiptRecorded : .receiptAccepted,
            languages: catalogues.map(\.language),
            blocks: blocks
        )
    }

    private var stageText: TextKey {
        switch stage {
        case .recorded: .recorded
        case .inReview: .inReview
        case .accepted: .accepted
        }
    }

    private func amount(_ words: Words) -> Paper.Block {
        switch outcome {
        case .subsidy(let amount): .field(words(.subsidy), words.money(amount))
        case .residual(let amount): .field(words(.residual), words.money(amount))
        case .underReview: .field(words(.subsidy), words(.underReview))
        }
    }

    private func next(_ words: Words) -> Paper.Block {
        switch outcome {
        case .subsidy: .text(words(.nextSubsidy, ["days": String(paymentDays)]))
        case .residual: .text(words(.nextResidual))
        case .underReview: .text(words(.nextReview, ["days": String(paymentDays)]))
        }
    }
}

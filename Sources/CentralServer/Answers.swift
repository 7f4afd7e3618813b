import ClaimRegister
import Claims
import WireAPI

/// The answer of `GET /v1/kiosks/{kioskId}`.
struct KioskStateBody: Codable, Equatable, Sendable {
    var kioskId: String
    /// The highest running number that arrived, 0 for none.
    var highest: Int64
    var count: Int64
    /// Claims that never came and whose correction did, which names their link; not in `count`, not missing.
    var accounted: Int64
    /// The first of the numbers below `highest` that did not arrive.
    var missing: [Int64]
    /// The first of the numbers whose claim does not name the hash of the one before.
    var broken: [Int64]
    /// The number of the last claim by the kiosk's own word; nil when it never said.
    var head: Int64?

    init(_ state: KioskState) {
        kioskId = state.kiosk.text
        highest = state.highest
        count = state.count
        accounted = state.accounted
        missing = state.missing
        broken = state.broken
        head = state.head?.sequence
    }
}

/// The answer of `GET /v1/health`.
struct HealthBody: Codable, Equatable, Sendable {
    var status: String
    /// `rehearsal` or `production`.
    var mode: String
}

extension ClaimAnswer {
    init(_ answer: StoredAnswer) {
        self.init(
            claimId: answer.claimID.text,
            claimNumber: answer.number.text,
            status: ClaimStanding(answer.standing),
            receivedAt: answer.receivedAt.description,
            reason: Reason(answer.standing)
        )
    }
}

extension ClaimStanding {
    init(_ standing: Standing) {
        switch standing {
        case .accepted: self = .accepted
        case .duplicate: self = .duplicate
        case .inReview: self = .inReview
        case .returned, .amended: self = .returned
        case .concluded(.refused): self = .refused
        case .concluded(.withdrawn): self = .withdrawn
        case .concluded(.paid): self = .paid
        }
    }
}

extension ClaimAnswer.Reason {
    init?(_ standing: Standing) {
        switch standing {
        case .accepted, .concluded: return nil
        case .duplicate(let kind, let holder):
            let code: Claims.Reason.Code =
                switch kind {
                case .person: .personClaimed
                case .vehicle: .vehicleClaimed
                case .pair: .pairClaimed
                }
            self.init(code: code.rawValue, otherClaim: holder.text)
        case .inReview(let reason, let seen):
            self.init(code: reason, otherClaim: seen?.holder.text, part: seen?.part.rawValue)
        case .returned(let reason): self.init(code: reason, otherClaim: nil)
        case .amended(let number): self.init(code: ChangeReason.amended.rawValue, otherClaim: number.text)
        }
    }
}

extension ClaimChange {
    init(_ change: StandingChange) {
        let rival = change.rival.map { rival in
            ClaimAnswer.Reason(code: ChangeReason.rivalInDispute.rawValue, otherClaim: rival.text)
        }
        self.init(
            claimId: change.claimID.text,
            claimNumber: change.number.text,
            standing: ClaimStanding(change.standing),
            reason: rival ?? ClaimAnswer.Reason(change.standing),
            changedAt: change.at.description
        )
    }
}

extension KioskChain {
    init(_ state: KioskState) {
        self.init(
            highest: state.highest,
            count: state.count,
            missing: state.missing,
            hash: state.hash,
            epoch: state.epoch,
            told: state.head?.sequence
        )
    }
}

extension DayProof {
    init(_ state: DayState, of kiosk: KioskID, on day: CivilDate, at now: Timestamp) {
        self.init(
            kioskId: kiosk.text,
            date: day.description,
            count: state.count,
            accounted: state.accounted,
            first: state.first,
            last: state.last?.sequence,
            hash: state.last?.hash,
            complete: state.isComplete,
            missing: state.missing,
            at: now.description
        )
    }
}

extension ClaimSummary {
    init(_ answer: StoredAnswer, amount: Fen?, rehearsal: Bool) {
        var correction: ClaimNumber?
        if case .amended(let number) = answer.standing { correction = number }
        self.init(
            claimId: answer.claimID.text,
            claimNumber: answer.number.text,
            kioskId: answer.number.kiosk.text,
            sequence: answer.number.sequence,
            status: ClaimStanding(answer.standing),
            amountFen: amount?.amount,
            rehearsal: rehearsal,
            receivedAt: answer.receivedAt.description,
            correctedBy: correction?.text
        )
    }
}

extension ClaimPage {
    init(_ page: RegisterPage) { self.init(page.entries, next: page.more ? page.entries.last?.place : nil) }

    init(_ entries: [RegisterPage.Entry], next place: Int64?) {
        self.init(
            claims: entries.map { ClaimSummary($0.answer, amount: $0.amount, rehearsal: $0.rehearsal) },
            next: place.map { String($0) }
        )
    }
}

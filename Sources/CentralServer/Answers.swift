import ClaimRegister
import Claims
import WireAPI

/// The answer of `GET /v1/kiosks/{kioskId}`.
struct KioskStateBody: Codable, Equatable, Sendable {
    var kioskId: String
    /// The highest running number that arrived, 0 for none.
    var highest: Int64
    var count: Int64
    /// The first of the numbers below `highest` that did not arrive.
    var missing: [Int64]
    /// The first of the numbers whose claim does not name the hash of the one before.
    var broken: [Int64]

    init(_ state: KioskState) {
        kioskId = state.kiosk.text
        highest = state.highest
        count = state.count
        missing = state.missing
        broken = state.broken
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
            status: Status(answer.standing),
            receivedAt: answer.receivedAt.description,
            reason: Reason(answer.standing)
        )
    }
}

extension ClaimAnswer.Status {
    init(_ standing: Standing) {
        switch standing {
        case .accepted: self = .accepted
        case .duplicate: self = .duplicate
        case .inReview: self = .inReview
        }
    }
}

extension ClaimAnswer.Reason {
    fileprivate init?(_ standing: Standing) {
        switch standing {
        case .accepted: return nil
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
        }
    }
}

extension ClaimPage {
    init(_ page: RegisterPage) {
        self.init(
            claims: page.entries.map { entry in
                ClaimSummary(
                    claimId: entry.answer.claimID.text,
                    claimNumber: entry.answer.number.text,
                    kioskId: entry.answer.number.kiosk.text,
                    sequence: entry.answer.number.sequence,
                    status: ClaimAnswer.Status(entry.answer.standing),
                    amountFen: entry.amount?.amount,
                    rehearsal: entry.rehearsal,
                    receivedAt: entry.answer.receivedAt.description
                )
            },
            next: page.more ? page.entries.last.map { String($0.place) } : nil
        )
    }
}

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
        var reason: Reason?
        if case .duplicate(let kind, let holder) = answer.standing {
            let code: Claims.Reason.Code = kind == .person ? .personClaimed : .vehicleClaimed
            reason = Reason(code: code.rawValue, otherClaim: holder.text)
        }
        self.init(
            claimId: answer.claimID.text,
            claimNumber: answer.number.text,
            status: answer.standing == .accepted ? .accepted : .duplicate,
            receivedAt: answer.receivedAt.description,
            reason: reason
        )
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
                    status: entry.answer.standing == .accepted ? .accepted : .duplicate,
                    amountFen: entry.amount?.amount,
                    rehearsal: entry.rehearsal,
                    receivedAt: entry.answer.receivedAt.description
                )
            },
            next: page.more ? page.entries.last.map { String($0.place) } : nil
        )
    }
}

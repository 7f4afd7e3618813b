import Claims
import WireAPI

/// What the central makes of a claim by the programme's rules: the kiosk's verdict is advice, the same facts are judged
/// again. Pure. `docs/central.md` holds the table.
///
/// A claim that a receipt was printed for is never dropped: whatever speaks against it, a person decides.
struct ClaimJudge: Sendable {
    struct Judgement: Equatable, Sendable {
        /// Why a person decides; nil when the central agrees to what is paid.
        let review: Reason.Code?
        /// What both agree to; nil while that is not known.
        let amount: Fen?
        /// The reading by which the claim takes its keys.
        let onceOnly: Programme.OnceOnly
    }

    /// By `id@version`.
    private let programmes: [String: Programme]

    /// Of two programmes of one id and version the first counts; files are looked at before.
    init(_ programmes: [Programme]) {
        let named = programmes.map { ("\($0.id)@\($0.version)", $0) }
        self.programmes = Dictionary(named) { first, _ in first }
    }

    /// `facts` are the document's own; `receivedOn` is the central's day.
    func judge(_ claim: OpenClaim, facts: EligibilityFacts, receivedOn: CivilDate) -> Judgement {
        guard let programme = programmes["\(claim.programme)@\(claim.programmeVersion)"] else {
            // The strict reading holds most.
            return Judgement(review: .rulesUnknown, amount: nil, onceOnly: .each)
        }
        var facts = facts
        facts.atDesignatedPoint = programme.points.contains { $0.id == claim.point }
        // A supervisor can send to review what the programme lets them, nothing else.
        facts.sentToReview.formIntersection(programme.reviewable)
        let (review, amount) = judge(claim.verdict, facts, programme, receivedOn)
        return Judgement(review: review, amount: amount, onceOnly: programme.onceOnly)
    }

    private func judge(
        _ said: ClaimDocument.Verdict,
        _ facts: EligibilityFacts,
        _ programme: Programme,
        _ receivedOn: CivilDate
    ) -> (Reason.Code?, Fen?) {
        guard let verdict = Eligibility.decision(on: facts, under: programme)?.verdict else {
            // The kiosk decided without a fact that these rules need.
            return (.verdictDiffers, nil)
        }
        if case .refuse(let reason) = verdict { return (reason.code, nil) }
        guard verdict.kind == said.kind, verdict.amount?.amount == said.amountFen else { return (.verdictDiffers, nil) }
        if let held = said.reason { return (Reason.Code(rawValue: held) ?? .verdictDiffers, nil) }
        // Judged apart, so that a late claim with another amount shows as what it is.
        var late = facts
        late.receivedOn = receivedOn
        return (Eligibility.decision(on: late, under: programme)?.verdict.reason?.code, verdict.amount)
    }
}

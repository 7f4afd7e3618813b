import Claims
import Inspection

/// One event of every kind.
enum Sample: CaseIterable {
    case start, agree, agentComes, cardRead, cardFailed, plateEntered, noPlate, relationStated, certificateShown
    case noCertificate, batteryJudged, motorJudged, frameJudged, kilometresRead, conditionChosen, scanned,
        bankCardEntered
    case proceed, override, confirm, back, cancel, finish, timedOut
    case applicantChecked, plateChecked, partChecked, lookUpFailed, committed, commitRefused, commitFailed

    static let answers: [Sample] = [
        .applicantChecked, .plateChecked, .partChecked, .lookUpFailed, .committed, .commitRefused, .commitFailed,
    ]

    /// - Parameter ticket: for answers; the others carry none.
    func event(in world: World, ticket: Int) -> SessionEvent {
        switch self {
        case .start: .start(warnings: [])
        case .agree: .agree(world.consent())
        case .agentComes: .agentComes
        case .cardRead: .cardRead(world.expired)
        case .cardFailed: .cardFailed(Hint(.cardMoved))
        case .plateEntered: .plateEntered("拉萨A00102")
        case .noPlate: .noPlate
        case .relationStated: .relationStated(.heir)
        case .certificateShown: .certificateShown(world.certificate())
        case .noCertificate: .noCertificate
        case .batteryJudged: .partJudged(.battery, .battery(48))
        case .motorJudged: .partJudged(.motor, .present)
        case .frameJudged: .partJudged(.frame, .present)
        case .kilometresRead: .kilometresRead(4_000)
        case .conditionChosen: .conditionChosen("complete")
        case .scanned: .scanned("SCAN-77")
        case .bankCardEntered: .bankCardEntered(world.bankCard, repeated: world.bankCard)
        case .proceed: .proceed
        case .override: .override(supervisor: "Sup", reason: "seen the papers")
        case .confirm: .confirm
        case .back: .back
        case .cancel: .cancel
        case .finish: .finish
        case .timedOut: .timedOut
        case .applicantChecked: .applicantChecked(ticket: ticket, nil)
        case .plateChecked: .plateChecked(ticket: ticket, world.known(world.registered()))
        case .partChecked: .partChecked(ticket: ticket, PartKnowledge())
        case .lookUpFailed: .lookUpFailed(ticket: ticket)
        case .committed: .committed(ticket: ticket, world.receipt)
        case .commitRefused: .commitRefused(ticket: ticket, Reason(.vehicleClaimed, ["claim": world.otherClaim.text]))
        case .commitFailed: .commitFailed(ticket: ticket, .storeDiskFull)
        }
    }

    /// What it does where it does nothing: nil means `stale`.
    func hintWhereIgnored(at place: Place) -> Hint.Code? {
        if Self.answers.contains(self) { return nil }
        switch (self, place) {
        case (.timedOut, _): return nil
        case (_, .committing): return .busyCommitting
        case (.cardFailed, .card), (.cardFailed, .agent): return .cardMoved
        case (.cardRead, _), (.cardFailed, _): return .cardNotAsked
        case (.scanned, .bankCard), (.scanned, .doubtfulCard): return .bankCardForm
        case (.scanned, _): return .scanNotExpected
        case (.override, _): return .overrideNotNow
        default: return .stepNotNow
        }
    }
}

import Claims
import Inspection

/// The kinds of events, as docs/inspection.md calls them.
enum EventKind: Hashable {
    case start, agree, agentComes, card, cardFailed, personKnown, plate, noPlate, plateKnown, relation, certificate
    case part(Part)
    case partKnown, scan, kilometres, condition, bankCard, proceed, override, confirm, committed, commitRefused
    case commitFailed, lookUpFailed, back, cancel, finish, timeOut

    init(_ event: SessionEvent) {
        self =
            switch event {
            case .start: .start
            case .agree: .agree
            case .agentComes: .agentComes
            case .cardRead: .card
            case .cardFailed: .cardFailed
            case .applicantChecked: .personKnown
            case .plateEntered: .plate
            case .noPlate: .noPlate
            case .plateChecked: .plateKnown
            case .relationStated: .relation
            case .certificateShown, .noCertificate: .certificate
            case .partJudged(let part, _): .part(part)
            case .partChecked: .partKnown
            case .scanned: .scan
            case .kilometresRead: .kilometres
            case .conditionChosen: .condition
            case .bankCardEntered: .bankCard
            case .proceed: .proceed
            case .override: .override
            case .confirm: .confirm
            case .committed: .committed
            case .commitRefused: .commitRefused
            case .commitFailed: .commitFailed
            case .lookUpFailed: .lookUpFailed
            case .back: .back
            case .cancel: .cancel
            case .finish: .finish
            case .timedOut: .timeOut
            }
    }

    /// Comes from a store or the registry and carries a ticket.
    var isAnswer: Bool {
        switch self {
        case .personKnown, .plateKnown, .partKnown, .lookUpFailed, .committed, .commitRefused, .commitFailed: true
        default: false
        }
    }

    /// Leads out of a visit or back in it, not on.
    var leaves: Bool { [.back, .cancel, .finish, .timeOut].contains(self) }

    var name: String {
        switch self {
        case .start: "start"
        case .agree: "agree"
        case .agentComes: "an agent comes"
        case .card: "card"
        case .cardFailed: "card failed"
        case .personKnown: "person known"
        case .plate: "plate"
        case .noPlate: "no plate"
        case .plateKnown: "plate known"
        case .relation: "relation"
        case .certificate: "certificate"
        case .part(let part): part.rawValue
        case .partKnown: "part known"
        case .scan: "scan"
        case .kilometres: "kilometres"
        case .condition: "condition"
        case .bankCard: "bank card"
        case .proceed: "proceed"
        case .override: "override"
        case .confirm: "confirm"
        case .committed: "committed"
        case .commitRefused: "commit refused"
        case .commitFailed: "commit failed"
        case .lookUpFailed: "look-up failed"
        case .back: "back"
        case .cancel: "cancel"
        case .finish: "finish"
        case .timeOut: "time-out"
        }
    }
}

import Claims
import Inspection
import Testing

/// Every kind of state that a session can be in: a step, or a part of one that takes other events.
enum Place: CaseIterable {
    case idle, notice, card, personLookUp, agent, plate, plateLookUp, ownership, battery, motor, frame, partLookUp
    case kilometres, condition, bankCard, doubtfulCard, review, platelessReview, heldReview, committing, recorded
    case refusedBeforeVisit, refusedPerson, refusedPart, reviewable, held

    /// The programme in which the place can be reached.
    func world() throws -> World {
        switch self {
        case .agent: try World(agents: .recorded)
        case .kilometres: try World(tariff: .kilometres)
        default: try World()
        }
    }

    /// A session led there.
    func walker() throws -> Walker { walker(in: try world()) }

    func walker(in world: World) -> Walker {
        var walker = Walker(world)
        switch self {
        case .idle: break
        case .notice: walker.toNotice()
        case .card: walker.toIdentity()
        case .personLookUp:
            walker.toIdentity()
            walker.take(.cardRead(world.owner))
        case .agent:
            walker.toIdentity()
            walker.take(.agentComes)
            walker.readCard(world.owner)
        case .plate: walker.toPlate()
        case .plateLookUp:
            walker.toPlate()
            walker.take(.plateEntered(world.plateText))
        case .ownership: walker.toPlateAnswer(world.registered(owner: false))
        case .battery: walker.toParts()
        case .motor:
            walker.toParts()
            walker.judge(.battery, .battery(60))
        case .frame:
            walker.toParts()
            walker.judge(.battery, .battery(60))
            walker.judge(.motor, .present)
        case .partLookUp:
            walker.toParts()
            walker.judge(.motor, .serial("MOT-0001"))
        case .kilometres, .bankCard: walker.toBankCard()
        case .condition:
            walker.toPlate()
            walker.take(.noPlate)
            walker.judgeAll()
        case .doubtfulCard:
            walker.toBankCard()
            walker.enterBankCard(world.doubtfulCard)
            walker.enterBankCard(world.doubtfulCard)
        case .review: walker.toReview()
        case .platelessReview:
            walker.toPlate()
            walker.take(.noPlate)
            walker.judgeAll()
            walker.take(.conditionChosen("complete"))
        case .heldReview:
            walker.toParts()
            walker.judge(.battery, .battery(36))
            walker.take(.proceed)
            walker.judge(.motor, .present)
            walker.judge(.frame, .present)
            walker.enterBankCard()
        case .committing: walker.toCommitting()
        case .recorded: walker.toRecorded()
        case .refusedBeforeVisit:
            walker.today = world.dayAfter
            walker.toNotice()
            walker.today = world.today
        case .refusedPerson:
            walker.toPlate(claim: world.earlier())
            walker.enterPlate(world.registered())
        case .refusedPart:
            walker.toParts()
            walker.judge(.motor, .missing)
        case .reviewable: walker.toPlateAnswer(world.registered(kind: "green"))
        case .held:
            walker.toParts()
            walker.judge(.battery, .battery(36))
        }
        return walker
    }

    var step: Step {
        switch self {
        case .idle: .idle
        case .notice: .notice
        case .card, .personLookUp: .identity
        case .agent: .agent
        case .plate, .plateLookUp: .plate
        case .ownership: .ownership
        case .battery: .battery
        case .motor, .partLookUp: .motor
        case .frame: .frame
        case .kilometres: .kilometres
        case .condition: .condition
        case .bankCard, .doubtfulCard: .bankCard
        case .review, .platelessReview, .heldReview: .review
        case .committing: .committing
        case .recorded: .recorded
        case .refusedBeforeVisit, .refusedPerson, .refusedPart, .reviewable: .refused
        case .held: .held
        }
    }

    /// The events that do something there; every other one must not.
    var taken: Set<Sample> {
        let leave: Set<Sample> = [.back, .cancel, .timedOut]
        let end: Set<Sample> = [.finish, .timedOut]
        return switch self {
        case .idle: [.start]
        case .notice: leave.union([.agree])
        case .card: leave.union([.cardRead, .agentComes])
        case .personLookUp: leave.union([.applicantChecked, .lookUpFailed])
        case .agent: leave.union([.cardRead])
        case .plate: leave.union([.plateEntered, .noPlate, .scanned])
        case .plateLookUp: leave.union([.plateChecked, .lookUpFailed])
        case .ownership: leave.union([.certificateShown, .noCertificate, .relationStated])
        case .battery, .motor, .frame: leave.union([.batteryJudged, .motorJudged, .frameJudged, .scanned])
        case .partLookUp: leave.union([.partChecked, .lookUpFailed])
        case .kilometres: leave.union([.kilometresRead])
        case .condition: leave.union([.conditionChosen])
        case .bankCard: leave.union([.bankCardEntered])
        case .doubtfulCard: leave.union([.bankCardEntered, .override])
        case .review, .platelessReview, .heldReview: leave.union([.confirm])
        case .committing: [.committed, .commitRefused, .commitFailed]
        case .recorded, .refusedBeforeVisit: end
        case .refusedPerson, .refusedPart: end.union([.back])
        case .reviewable: end.union([.back, .override])
        case .held: end.union([.back, .proceed])
        }
    }
}

import Claims
import Inspection
import Testing

/// Every kind of state that a session can be in: a step, or a part of one that takes other events.
enum Place: CaseIterable {
    case idle
    case notice
    case card
    case personLookUp
    case plate
    case plateLookUp
    case ownership
    case battery
    case motor
    case frame
    case bankCard
    case review
    case committing
    case recorded
    case refusedBeforeVisit
    case refusedPerson
    case refusedPart
    case held

    /// A session led there.
    func walker(in world: World) -> Walker {
        var walker = Walker(world)
        switch self {
        case .idle: break
        case .notice: walker.take(.start(storeWritable: true))
        case .card: walker.toIdentity()
        case .personLookUp:
            walker.toIdentity()
            walker.take(.cardRead(world.owner))
        case .plate: walker.toPlate()
        case .plateLookUp:
            walker.toPlate()
            walker.take(.plateEntered(world.plateText))
        case .ownership: walker.toPlateAnswer(world.registered(owner: false))
        case .battery: walker.toParts()
        case .motor:
            walker.toParts()
            walker.take(.partJudged(.battery, .battery(60)))
        case .frame:
            walker.toParts()
            walker.take(.partJudged(.battery, .battery(60)))
            walker.take(.partJudged(.motor, .present))
        case .bankCard: walker.toBankCard()
        case .review: walker.toReview()
        case .committing: walker.toCommitting()
        case .recorded: walker.toRecorded()
        case .refusedBeforeVisit:
            walker.today = world.dayAfter
            walker.take(.start(storeWritable: true))
            walker.today = world.today
        case .refusedPerson:
            walker.toIdentity()
            walker.take(.cardRead(world.owner))
            walker.take(.applicantChecked(ticket: walker.session.ticket, liveClaim: world.otherClaim))
        case .refusedPart:
            walker.toParts()
            walker.take(.partJudged(.motor, .missing))
        case .held:
            walker.toParts()
            walker.take(.partJudged(.battery, .battery(36)))
        }
        return walker
    }

    var step: Step {
        switch self {
        case .idle: .idle
        case .notice: .notice
        case .card, .personLookUp: .identity
        case .plate, .plateLookUp: .plate
        case .ownership: .ownership
        case .battery: .battery
        case .motor: .motor
        case .frame: .frame
        case .bankCard: .bankCard
        case .review: .review
        case .committing: .committing
        case .recorded: .recorded
        case .refusedBeforeVisit, .refusedPerson, .refusedPart: .refused
        case .held: .held
        }
    }

    /// The events that do something there; every other one must not.
    var taken: Set<Sample> {
        let leave: Set<Sample> = [.back, .cancel, .timedOut]
        return switch self {
        case .idle: [.start]
        case .notice: leave.union([.agree])
        case .card: leave.union([.cardRead])
        case .personLookUp: leave.union([.applicantChecked, .lookUpFailed])
        case .plate: leave.union([.plateEntered, .noPlate, .scanned])
        case .plateLookUp: leave.union([.plateChecked, .lookUpFailed])
        case .ownership: leave.union([.certificateShown])
        case .battery, .motor, .frame: leave.union([.batteryJudged, .motorJudged, .frameJudged, .scanned])
        case .bankCard: leave.union([.bankCardEntered])
        case .review: leave.union([.confirm])
        case .committing: [.committed, .commitRefused, .commitFailed]
        case .recorded, .refusedBeforeVisit, .refusedPerson: [.finish, .timedOut]
        case .refusedPart, .held: [.finish, .timedOut, .back]
        }
    }
}

/// One event of every kind.
enum Sample: CaseIterable {
    case start
    case agree
    case cardRead
    case cardFailed
    case plateEntered
    case noPlate
    case certificateShown
    case batteryJudged
    case motorJudged
    case frameJudged
    case scanned
    case bankCardEntered
    case confirm
    case back
    case cancel
    case finish
    case timedOut
    case applicantChecked
    case plateChecked
    case lookUpFailed
    case committed
    case commitRefused
    case commitFailed

    static let answers: [Sample] = [
        .applicantChecked, .plateChecked, .lookUpFailed, .committed, .commitRefused, .commitFailed,
    ]

    /// - Parameter ticket: for answers; the others carry none.
    func event(in world: World, ticket: Int) -> SessionEvent {
        switch self {
        case .start: .start(storeWritable: true)
        case .agree: .agree(noticeVersion: world.programme.notice.version)
        case .cardRead: .cardRead(world.expired)
        case .cardFailed: .cardFailed(Hint(.cardMoved))
        case .plateEntered: .plateEntered("拉萨A00102")
        case .noPlate: .noPlate
        case .certificateShown: .certificateShown(issuer: "居委会", number: "1", issuedOn: "2025-02-20")
        case .batteryJudged: .partJudged(.battery, .battery(48))
        case .motorJudged: .partJudged(.motor, .present)
        case .frameJudged: .partJudged(.frame, .present)
        case .scanned: .scanned("SCAN-77")
        case .bankCardEntered: .bankCardEntered(world.bankCard, repeated: world.bankCard)
        case .confirm: .confirm
        case .back: .back
        case .cancel: .cancel
        case .finish: .finish
        case .timedOut: .timedOut
        case .applicantChecked: .applicantChecked(ticket: ticket, liveClaim: nil)
        case .plateChecked: .plateChecked(ticket: ticket, registration: world.registered(), liveClaim: nil)
        case .lookUpFailed: .lookUpFailed(ticket: ticket)
        case .committed: .committed(ticket: ticket, world.receipt)
        case .commitRefused: .commitRefused(ticket: ticket, Reason(.vehicleClaimed, ["claim": world.otherClaim.text]))
        case .commitFailed: .commitFailed(ticket: ticket, .storeDiskFull)
        }
    }

    /// What it does where it does nothing: nil means `stale`.
    func hintWhereIgnored(at place: Place) -> Hint.Code? {
        switch (self, place) {
        case (.applicantChecked, _), (.plateChecked, _), (.lookUpFailed, _), (.committed, _), (.commitRefused, _),
            (.commitFailed, _), (.timedOut, _):
            nil
        case (_, .committing): .busyCommitting
        case (.cardFailed, .card): .cardMoved
        case (.cardRead, _), (.cardFailed, _): .cardNotAsked
        case (.scanned, .bankCard): .bankCardForm
        case (.scanned, _): .scanNotExpected
        default: .stepNotNow
        }
    }
}

import Claims
import Inspection

/// One thing that can happen in the walk over all states.
struct Move {
    enum Kind: Hashable {
        case agree
        case judged(Part)
        case confirm
        case answer
        case back
        case cancel
        case finish
        case timedOut
        case other
    }

    let name: String
    let kind: Kind
    /// The day on which it happens.
    let day: CivilDate
    /// The event; an answer carries the ticket that the session waits for.
    let event: (_ ticket: Int) -> SessionEvent
}

extension Move {
    /// A small alphabet: every kind of event, with each input that the rules tell apart. Answers come in time and too
    /// late.
    static func all(in world: World) -> [Move] {
        staff(in: world) + parts(in: world) + devices(in: world) + answers(in: world) + lateAnswers(in: world)
    }

    private static func staff(in world: World) -> [Move] {
        func move(_ name: String, _ kind: Kind, _ event: SessionEvent, day: CivilDate? = nil) -> Move {
            Move(name: name, kind: kind, day: day ?? world.today) { _ in event }
        }
        let card = world.bankCard
        let wrong = "6299990000012344"
        return [
            move("start", .other, .start(storeWritable: true)),
            move("start, too late", .other, .start(storeWritable: true), day: world.dayAfter),
            move("start, store not writable", .other, .start(storeWritable: false)),
            move("agree", .agree, .agree(noticeVersion: world.programme.notice.version)),
            move("agree to another notice", .other, .agree(noticeVersion: "n0")),
            move("plate", .other, .plateEntered(world.plateText)),
            move("no such plate", .other, .plateEntered("A")),
            move("no plate", .other, .noPlate),
            move("certificate", .other, .certificateShown(issuer: "A", number: "1", issuedOn: "2025-02-20")),
            move("half a certificate", .other, .certificateShown(issuer: "A", number: "", issuedOn: "2025-02-20")),
            move("bank card", .other, .bankCardEntered(card, repeated: card)),
            move("bank card, too late", .other, .bankCardEntered(card, repeated: card), day: world.dayAfter),
            move("bank card twice differently", .other, .bankCardEntered(card, repeated: wrong)),
            move("bank card with a wrong digit", .other, .bankCardEntered(wrong, repeated: wrong)),
            move("no bank card", .other, .bankCardEntered("1", repeated: "1")),
            move("confirm", .confirm, .confirm),
            move("confirm, too late", .confirm, .confirm, day: world.dayAfter),
            move("back", .back, .back),
            move("cancel", .cancel, .cancel),
            move("finish", .finish, .finish),
            move("time-out", .timedOut, .timedOut),
        ]
    }

    private static func parts(in world: World) -> [Move] {
        let judgements: [(Part, PartJudgement)] = [
            (.battery, .battery(48)), (.battery, .battery(36)), (.battery, .battery(nil)), (.battery, .missing),
            (.battery, .wrong), (.motor, .present), (.motor, .missing), (.frame, .present), (.frame, .wrong),
            (.frame, PartJudgement(condition: .present, serial: .text(""))),
        ]
        return judgements.map { part, judgement in
            Move(name: "\(part) \(judgement)", kind: .judged(part), day: world.today) { _ in
                .partJudged(part, judgement)
            }
        }
    }

    private static func devices(in world: World) -> [Move] {
        let events: [(String, SessionEvent)] = [
            ("card", .cardRead(world.owner)),
            ("expired card", .cardRead(world.expired)),
            ("card unreadable", .cardFailed(Hint(.cardUnreadable))),
            ("not an ID card", .cardFailed(Hint(.cardNotAnID))),
            ("card read failed", .cardFailed(Hint(.cardReadFailed))),
            ("card moved", .cardFailed(Hint(.cardMoved))),
            ("card still there", .cardFailed(Hint(.cardStillThere))),
            ("scan", .scanned(world.plateText)),
            ("empty scan", .scanned("")),
        ]
        return events.map { name, event in Move(name: name, kind: .other, day: world.today) { _ in event } }
    }

    private static func answers(in world: World) -> [Move] {
        let other = world.otherClaim
        let person = Reason(.personClaimed, ["claim": other.text])
        let vehicle = Reason(.vehicleClaimed, ["claim": other.text])
        func plate(_ registration: Registration, _ claim: ClaimNumber? = nil) -> (Int) -> SessionEvent {
            { .plateChecked(ticket: $0, registration: registration, liveClaim: claim) }
        }
        let events: [(String, (Int) -> SessionEvent)] = [
            ("person free", { .applicantChecked(ticket: $0, liveClaim: nil) }),
            ("person claimed", { .applicantChecked(ticket: $0, liveClaim: other) }),
            ("plate of the owner", plate(world.registered())),
            ("plate of another owner", plate(world.registered(owner: false))),
            ("plate unknown", plate(.unknown)),
            ("no registry", plate(.unavailable)),
            ("plate of another kind", plate(world.registered(kind: "green"))),
            ("plate registered outside", plate(world.registered(on: world.today))),
            ("plate claimed", plate(world.registered(), other)),
            ("look-up failed", { .lookUpFailed(ticket: $0) }),
            ("committed", { .committed(ticket: $0, world.receipt) }),
            ("person claimed in between", { .commitRefused(ticket: $0, person) }),
            ("vehicle claimed in between", { .commitRefused(ticket: $0, vehicle) }),
            ("commit failed", { .commitFailed(ticket: $0, .storeDiskFull) }),
        ]
        return events.map { name, event in Move(name: name, kind: .answer, day: world.today, event: event) }
    }

    private static func lateAnswers(in world: World) -> [Move] {
        Sample.answers.map { sample in
            Move(name: "\(sample), late", kind: .other, day: world.today) { sample.event(in: world, ticket: $0 - 1) }
        }
    }
}

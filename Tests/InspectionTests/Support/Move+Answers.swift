import Claims
import Inspection

// What stores, the registry and the clock say.

extension Move {
    static func answers(in world: World, _ focus: Focus) -> [Move] {
        let claim = ["claim": world.otherClaim.text]
        let answers: [(String, (Int) -> SessionEvent)] = [
            ("look-up failed", { .lookUpFailed(ticket: $0) }),
            ("committed", { .committed(ticket: $0, world.receipt) }),
            ("vehicle claimed in between", { .commitRefused(ticket: $0, Reason(.vehicleClaimed, claim)) }),
            ("commit failed", { .commitFailed(ticket: $0, .storeDiskFull) }),
        ]
        let person: [(String, (Int) -> SessionEvent)] = [
            ("person claimed in between", { .commitRefused(ticket: $0, Reason(.personClaimed, claim)) })
        ]
        let between = world.programme.onceOnly == .each ? person : []
        return (answers + between + people(in: world, focus) + plates(in: world, focus) + parts(in: world, focus))
            .map { name, event in Move(name, day: world.today, event) }
    }

    private static func people(in world: World, _ focus: Focus) -> [(String, (Int) -> SessionEvent)] {
        var answers: [(String, EarlierClaim?)] = [("person free", nil)]
        if focus.contains(.people) {
            answers.append(("person claimed", world.earlier()))
        }
        if focus.contains(.midnight) { answers.append(("person refused before", world.earlier(.refused))) }
        return answers.map { name, claim in (name, { .applicantChecked(ticket: $0, claim) }) }
    }

    private static func plates(in world: World, _ focus: Focus) -> [(String, (Int) -> SessionEvent)] {
        var answers: [(String, PlateKnowledge)] = [
            ("plate of the owner", world.known(world.registered()))
        ]
        if focus.contains(.bike) {
            answers += [
                ("plate of another owner", world.known(world.registered(owner: false))),
                ("plate with 48 V on record", world.known(world.registered(volts: 48))),
                ("plate unknown", world.known(.unknown)),
                ("no registry", PlateKnowledge(.unavailable)),
                ("plate of another kind", world.known(world.registered(kind: "green"))),
                ("plate registered outside", world.known(world.registered(on: world.today))),
                ("plate claimed", world.known(world.registered(), claim: world.earlier())),
                ("plate claimed by another", world.known(world.registered(), claim: world.earlier(byApplicant: false))),
                ("plate of an old registry", world.known(world.registered(), age: 31)),
            ]
        }
        return answers.map { name, knowledge in (name, { .plateChecked(ticket: $0, knowledge) }) }
    }

    private static func parts(in world: World, _ focus: Focus) -> [(String, (Int) -> SessionEvent)] {
        var answers: [(String, PartKnowledge)] = [("part free", PartKnowledge())]
        if focus.contains(.serials) {
            answers += [
                ("part seen", PartKnowledge(claim: world.otherClaim)),
                ("part not on record", PartKnowledge(contradictsRecord: true)),
            ]
        }
        return answers.map { name, knowledge in (name, { .partChecked(ticket: $0, knowledge) }) }
    }

    static func lateAnswers(in world: World) -> [Move] {
        Sample.answers.map { sample in
            Move("\(sample), late", day: world.today, isLate: true) { sample.event(in: world, ticket: $0 - 1) }
        }
    }

    /// On the day after the window.
    static func midnight(in world: World, _ focus: Focus) -> [Move] {
        guard focus.contains(.midnight) else { return [] }
        let card = world.bankCard
        let events: [(String, SessionEvent)] = [
            ("start, too late", .start(warnings: [])),
            ("no plate, too late", .noPlate),
            ("frame, too late", .partJudged(.frame, .present)),
            ("bank card, too late", .bankCardEntered(card, repeated: card)),
            ("confirm, too late", .confirm),
        ]
        return events.map { name, event in Move(name, day: world.dayAfter) { _ in event } }
    }
}

import Claims
import Inspection

/// One thing that can happen in the walk over all states.
struct Move {
    let name: String
    let kind: EventKind
    /// The day on which it happens.
    let day: CivilDate
    /// Answers something that is not awaited any more.
    let isLate: Bool
    /// The event; an answer carries the ticket that the session waits for.
    let event: (_ ticket: Int) -> SessionEvent

    init(
        _ name: String,
        day: CivilDate,
        isLate: Bool = false,
        _ event: @escaping (_ ticket: Int) -> SessionEvent
    ) {
        self.name = name
        self.day = day
        self.isLate = isLate
        self.event = event
        kind = EventKind(event(0))
    }
}

/// Which inputs come in all their varieties. Of the others there is one that leads on, and one that does not.
struct Focus: OptionSet {
    let rawValue: Int

    static let people = Focus(rawValue: 1)
    static let bike = Focus(rawValue: 2)
    static let parts = Focus(rawValue: 4)
    static let money = Focus(rawValue: 8)
    /// Serials, and what is known of them.
    static let serials = Focus(rawValue: 16)
    static let scans = Focus(rawValue: 32)
    static let midnight = Focus(rawValue: 64)
}

extension Move {
    /// A small alphabet: every kind of event, and of those in focus each input that the rules tell apart. Answers come
    /// in time and too late.
    static func all(in world: World, _ focus: Focus) -> [Move] {
        let events =
            staff(in: world) + cards(in: world, focus) + bikes(in: world, focus) + parts(focus)
            + measures + money(in: world, focus) + devices(in: world, focus)
        let moves = events.map { name, event in Move(name, day: world.today) { _ in event } }
        return moves + midnight(in: world, focus) + answers(in: world, focus) + lateAnswers(in: world)
    }

    private static func staff(in world: World) -> [(String, SessionEvent)] {
        [
            ("start", .start(warnings: [])),
            ("start, store not writable", .start(obstacle: .storeNotWritable, warnings: [])),
            ("start, counter closed", .start(obstacle: .startingAnew, warnings: [])),
            ("agree", .agree(world.consent())),
            ("agree to another notice", .agree(world.consent(version: "n0"))),
            ("agent comes", .agentComes),
            ("proceed", .proceed),
            ("override", .override(supervisor: "Sup", reason: "seen the papers")),
            ("override without a reason", .override(supervisor: "Sup", reason: " ")),
            ("confirm", .confirm),
            ("back", .back),
            ("cancel", .cancel),
            ("finish", .finish),
            ("time-out", .timedOut),
        ]
    }

    private static func cards(in world: World, _ focus: Focus) -> [(String, SessionEvent)] {
        var events: [(String, SessionEvent)] = [
            ("card", .cardRead(world.owner)),
            ("card failed", .cardFailed(Hint(.cardMoved))),
        ]
        if focus.contains(.people) {
            events.append(("card of a minor", .cardRead(world.minor)))
            events += [Hint.Code.cardUnreadable, .cardNotAnID, .cardReadFailed, .cardStillThere].map {
                ($0.rawValue, .cardFailed(Hint($0)))
            }
        }
        if world.programme.agents == .recorded || focus.contains(.people) && world.programme.plateless == nil {
            events.append(("expired card", .cardRead(world.expired)))
        }
        return events
    }

    private static func bikes(in world: World, _ focus: Focus) -> [(String, SessionEvent)] {
        var events: [(String, SessionEvent)] = [
            ("plate", .plateEntered(world.plateText)),
            ("no such plate", .plateEntered("A")),
            ("plate of another form", .plateEntered("B12345")),
            ("no plate", .noPlate),
            ("certificate", .certificateShown(world.certificate(photo: world.photo))),
            ("no certificate", .noCertificate),
            (
                "half a certificate",
                .certificateShown(CertificateForm(issuer: "A", number: "", issuedOn: "2025-02-20", photo: world.photo))
            ),
            ("certificate without a day", .certificateShown(world.certificate(issuedOn: ""))),
            ("heir", .relationStated(.heir)),
        ]
        guard focus.contains(.bike) else { return events }
        events += [
            ("certificate without photo", .certificateShown(world.certificate())),
            ("old certificate", .certificateShown(world.certificate(issuedOn: "2024-02-20", photo: world.photo))),
            ("certificate of tomorrow", .certificateShown(world.certificate(issuedOn: "2025-03-11"))),
        ]
        return events + [Relation.owner, .agent, .company].map { ($0.rawValue, .relationStated($0)) }
    }

    private static func parts(_ focus: Focus) -> [(String, SessionEvent)] {
        var judged: [(String, Part, PartJudgement)] = [
            ("battery 60 V", .battery, .battery(60)),
            ("battery without a voltage", .battery, .present),
            ("motor", .motor, .present),
            ("motor with no serial", .motor, .serial("")),
            ("frame", .frame, .present),
            ("frame missing", .frame, .missing),
        ]
        if focus.contains(.parts) {
            judged += [
                ("battery 36 V", .battery, .battery(36)),
                ("battery illegible", .battery, .battery(nil)),
                ("motor missing", .motor, .missing),
                ("battery contradicted", .battery, .measured(volts: 48, blocks: 6)),
            ]
        }
        if focus.contains(.bike) {
            judged += [
                ("frame wrong", .frame, .wrong)
            ]
        }
        if focus.contains(.serials) {
            judged += [
                ("motor with a serial", .motor, .serial("MOT-0001")),
                ("frame with a serial", .frame, .serial("FRAME-01")),
            ]
        }
        return judged.map { ($0.0, .partJudged($0.1, $0.2)) }
    }

    private static let measures: [(String, SessionEvent)] = [
        ("few kilometres", .kilometresRead(300)),
        ("many kilometres", .kilometresRead(90_000)),
        ("fewer kilometres than none", .kilometresRead(-1)),
        ("complete", .conditionChosen("complete")),
        ("incomplete", .conditionChosen("incomplete")),
        ("no such condition", .conditionChosen("shiny")),
    ]

    private static func money(in world: World, _ focus: Focus) -> [(String, SessionEvent)] {
        let card = world.bankCard
        let doubtful = world.doubtfulCard
        let events: [(String, SessionEvent)] = [
            ("bank card", .bankCardEntered(card, repeated: card)),
            ("bank card twice differently", .bankCardEntered(card, repeated: doubtful)),
            ("no bank card", .bankCardEntered("1", repeated: "1")),
        ]
        guard focus.contains(.money) else { return events }
        return events + [
            ("bank card with a wrong digit", .bankCardEntered(doubtful, repeated: doubtful)),
            ("bank card too short", .bankCardEntered("629999000001", repeated: "629999000001")),
        ]
    }

    private static func devices(in world: World, _ focus: Focus) -> [(String, SessionEvent)] {
        var events: [(String, SessionEvent)] = [("empty scan", .scanned(""))]
        if focus.contains(.scans) { events.append(("scan", .scanned("SCAN-77"))) }
        return events
    }
}

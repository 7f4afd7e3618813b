// swift-format-ignore-file: NeverForceUnwrap
// The constants here are right by inspection; a wrong one fails every test at once.

import Claims
import CounterServer
import HTTPSupport
import Hummingbird
import Inspection
import Logging
import Synchronization
import Testing
import WireAPI

let testKiosk = KioskID("RH01")!

let testCard = CardIdentity(
    name: "张演示",
    number: IdentityNumber("990001199001010013")!,
    validity: .longTerm,
    kind: .resident
)

let agentCard = CardIdentity(
    name: "李样本",
    number: IdentityNumber("990001198512310021")!,
    validity: .longTerm,
    kind: .resident
)

/// Of a claim that this kiosk had before.
let earlier = ClaimNumber(kiosk: testKiosk, sequence: 7)

let testConsent = Consent(noticeVersion: "n1", method: .signature, at: testTime)

/// 10 March 2025, 10:00 at UTC+8: a Monday inside the window.
let testTime = Timestamp(milliseconds: 1_741_572_000_000)

func registered(kind: String = "white-red", owner: Bool = true, volts: Int? = nil) -> Registration {
    .found(
        RegistryEntry(
            kind: kind,
            registeredOn: CivilDate("2021-06-01")!,
            ownerIsApplicant: owner,
            volts: volts,
            model: "彩排一型"
        )
    )
}

func testProgramme(
    agents: Programme.Agents = .notAllowed,
    photo: Programme.Ownership.Photo = .optional,
    tariff: Tariff? = nil
) -> Programme {
    let volts = [48: Fen(37_100), 60: Fen(61_500), 72: Fen(78_500)]
    return Programme(
        id: "test",
        version: "1",
        acceptance: .init(first: CivilDate("2025-02-09")!, last: CivilDate("2025-04-30")!),
        registration: .init(first: CivilDate("2021-01-10")!, last: CivilDate("2021-12-31")!),
        plates: .init(kinds: ["white-red"], titles: ["green": ["en": "green plate"]]),
        tariff: tariff ?? Tariff(by: .voltage, volts.map { Tariff.Row($0.key...$0.key, $0.value) }, otherwise: .hold)!,
        onceOnly: .each,
        ownership: .init(certificate: true, photo: photo),
        agents: agents,
        plateless: .init(
            rows: [
                .init(condition: "complete", title: ["en": "Complete"], value: Fen(5_000)),
                .init(condition: "incomplete", title: ["en": "A part is missing"], value: Fen(2_000)),
            ],
            incomplete: true
        ),
        registry: .init(provisionalAfter: 7, unusableAfter: 30),
        reviewable: [.notATarget],
        points: [],
        notice: .init(version: "n1"),
        campaign: .init(id: "c1", title: ["en": "Campaign"]),
        title: ["en": "Test"],
        hotline: "12315"
    )
}

/// A counter on fakes, with all it was asked to do.
final class CounterBench: Sendable {
    let ledger = FakeLedger()
    let desk: FakeDesk
    let supervisors = FakeSupervisors()
    let counter: Counter
    private let wishes: WishList

    /// What the reader was told: true means "look for a card".
    var cardWishes: [Bool] { wishes.list.withLock { $0 } }

    init(
        programme: Programme = testProgramme(),
        registry: FakeRegistry = FakeRegistry(),
        sessionTimeout: Duration = .seconds(300),
        ledgerPause: Duration = .seconds(5),
        openingWarnings: [Warning] = []
    ) {
        let wishes = WishList()
        self.wishes = wishes
        desk = FakeDesk(ledger: ledger)
        counter = Counter(
            identity: .init(kiosk: testKiosk, point: ["en": "Test point"], rehearsal: true),
            programme: programme,
            ledger: ledger,
            registry: registry,
            sessionTimeout: sessionTimeout,
            ledgerPause: ledgerPause,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { testTime },
            openingWarnings: { _ in openingWarnings },
            askForCard: { wish in wishes.list.withLock { $0.append(wish) } }
        )
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: RequestGuard(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        let logins = SupervisorLogins(
            register: supervisors,
            audit: supervisors,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        CounterRoutes(counter: counter, ledger: ledger, desk: desk, logins: logins).add(to: router)
        SupervisorRoutes(logins: logins, kiosk: .init(id: "RH01", point: [:], rehearsal: true)).add(to: router)
        return router
    }

    /// To the step that waits for a plate.
    func advanceToPlate() async throws {
        _ = await counter.start()
        for event in [SessionEvent.agree(testConsent), .cardRead(testCard)] { await counter.send(event) }
        try #require(await counter.snapshot.session.step == "plate")
    }

    /// To the review, ready to be confirmed.
    func advanceToReview() async throws {
        try await advanceToPlate()
        let events: [SessionEvent] = [
            .plateEntered("拉萨A00101"), .partJudged(.battery, battery(60)),
            .partJudged(.motor, PartJudgement(condition: .present)),
            .partJudged(.frame, PartJudgement(condition: .present)),
            .bankCardEntered("6299990000000012348", repeated: "6299990000000012348"),
        ]
        for event in events { await counter.send(event) }
        try #require(await counter.snapshot.session.step == "review")
    }
}

func battery(_ volts: Int, serial: PartJudgement.Serial = .unspecified) -> PartJudgement {
    PartJudgement(condition: .present, serial: serial, voltage: BatteryVoltage(label: .volts(volts)))
}

private final class WishList: Sendable {
    let list = Mutex<[Bool]>([])
}

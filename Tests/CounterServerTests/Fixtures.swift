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

let testProgramme = Programme(
    id: "test",
    version: "1",
    acceptance: .init(first: CivilDate("2025-02-09")!, last: CivilDate("2025-04-30")!),
    registration: .init(first: CivilDate("2021-01-10")!, last: CivilDate("2021-12-31")!),
    plateKinds: ["white-red"],
    tariff: [48: Fen(37100), 60: Fen(61500), 72: Fen(78500)],
    onceOnly: .each,
    otherVoltage: .hold,
    ownershipCertificate: true,
    agents: .notAllowed,
    plateless: .init(residualValue: Fen(8000)),
    notice: .init(version: "n1"),
    title: ["en": "Test"],
    hotline: "12315"
)

/// A counter on fakes, with all it was asked to do.
final class CounterBench: Sendable {
    let ledger = FakeLedger()
    let counter: Counter
    private let wishes: WishList

    /// What the reader was told: true means "look for a card".
    var cardWishes: [Bool] { wishes.list.withLock { $0 } }

    init(registry: FakeRegistry = FakeRegistry(), sessionTimeout: Duration = .seconds(300)) {
        let wishes = WishList()
        self.wishes = wishes
        counter = Counter(
            identity: .init(kiosk: testKiosk, point: "Test point", rehearsal: true),
            programme: testProgramme,
            ledger: ledger,
            registry: registry,
            sessionTimeout: sessionTimeout,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { Timestamp(milliseconds: 1_741_572_000_000) },
            askForCard: { wish in wishes.list.withLock { $0.append(wish) } }
        )
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: RequestGuard())
        CounterRoutes(counter: counter, ledger: ledger).add(to: router)
        return router
    }

    /// To the review, ready to be confirmed.
    func advanceToReview() async throws {
        _ = await counter.start()
        let events: [SessionEvent] = [
            .agree(noticeVersion: "n1"), .cardRead(testCard), .plateEntered("拉萨A00101"),
            .partJudged(.battery, PartJudgement(condition: .present, volts: 60)),
            .partJudged(.motor, PartJudgement(condition: .present)),
            .partJudged(.frame, PartJudgement(condition: .present)),
            .bankCardEntered("6299990000000012348", repeated: "6299990000000012348"),
        ]
        for event in events { await counter.send(event) }
        try #require(await counter.snapshot.session.step == "review")
    }
}

private final class WishList: Sendable {
    let list = Mutex<[Bool]>([])
}

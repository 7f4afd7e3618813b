import Claims
import Inspection
import Testing

/// Leads a session from step to step as staff, devices and stores would.
struct Walker {
    let world: World
    private(set) var session: CounterSession
    /// Every action asked for so far.
    private(set) var actions: [SessionAction] = []
    var today: CivilDate

    init(_ world: World) {
        self.world = world
        today = world.today
        session = CounterSession(programme: world.programme)
    }

    @discardableResult
    mutating func send(_ event: SessionEvent) -> SessionOutcome {
        let outcome = session.handle(event, today: today)
        if case .taken(let asked) = outcome { actions += asked }
        return outcome
    }

    /// Sends an event that must be taken, and returns what it asks for.
    @discardableResult
    mutating func take(
        _ event: SessionEvent,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> [SessionAction] {
        switch send(event) {
        case .taken(let actions): return actions
        case .ignored(let hint): Issue.record("ignored: \(hint.code)", sourceLocation: sourceLocation)
        case .stale: Issue.record("stale", sourceLocation: sourceLocation)
        }
        return []
    }

    /// Sends an event that must change nothing but the hint, and returns the hint's code.
    @discardableResult
    mutating func ignore(
        _ event: SessionEvent,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> Hint.Code? {
        let before = session
        guard case .ignored(let hint) = send(event) else {
            Issue.record("not ignored", sourceLocation: sourceLocation)
            return nil
        }
        #expect(session.hint == hint, sourceLocation: sourceLocation)
        #expect(before.isSame(as: session), "more than the hint changed", sourceLocation: sourceLocation)
        return hint.code
    }

    /// Sends an answer that must change nothing at all.
    mutating func miss(_ event: SessionEvent, sourceLocation: SourceLocation = #_sourceLocation) {
        let before = session
        #expect(send(event) == .stale, sourceLocation: sourceLocation)
        #expect(session == before, sourceLocation: sourceLocation)
    }

    // The ways in. Each starts from idle.

    mutating func toIdentity() {
        take(.start(storeWritable: true))
        take(.agree(noticeVersion: world.programme.notice.version))
    }

    mutating func toPlate(card: CardIdentity? = nil) {
        toIdentity()
        take(.cardRead(card ?? world.owner))
        take(.applicantChecked(ticket: session.ticket, liveClaim: nil))
    }

    mutating func toPlateAnswer(_ registration: Registration, claimedBy claim: ClaimNumber? = nil) {
        toPlate()
        take(.plateEntered(world.plateText))
        take(.plateChecked(ticket: session.ticket, registration: registration, liveClaim: claim))
    }

    mutating func toParts() { toPlateAnswer(world.registered()) }

    mutating func toBankCard(volts: Int = 60) {
        toParts()
        judgeAll(volts: volts)
    }

    mutating func toReview(volts: Int = 60) {
        toBankCard(volts: volts)
        enterBankCard()
    }

    mutating func toCommitting() {
        toReview()
        take(.confirm)
    }

    mutating func toRecorded() {
        toCommitting()
        take(.committed(ticket: session.ticket, world.receipt))
    }

    mutating func judgeAll(volts: Int = 60) {
        take(.partJudged(.battery, .battery(volts)))
        take(.partJudged(.motor, .present))
        take(.partJudged(.frame, .present))
    }

    mutating func enterBankCard() { take(.bankCardEntered(world.bankCard, repeated: world.bankCard)) }

    mutating func showCertificate() {
        take(.certificateShown(issuer: "东嘎社区居委会", number: "2025-017", issuedOn: "2025-02-20"))
    }
}

extension CounterSession {
    /// Equal but for the hint, as far as can be seen from outside.
    func isSame(as other: CounterSession) -> Bool {
        step == other.step && awaited == other.awaited && visit == other.visit && verdict == other.verdict
            && receipt?.receipt == other.receipt?.receipt && receipt?.amount == other.receipt?.amount
            && ticket == other.ticket && canGoBack == other.canGoBack && canCancel == other.canCancel
    }
}

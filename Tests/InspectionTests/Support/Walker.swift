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

    var step: Step { session.step }
    var reason: Reason? { session.decision?.verdict.reason }

    /// What the last commit was asked to make durable.
    var draft: ClaimDraft? {
        for case .commit(_, let draft) in actions.reversed() { return draft }
        return nil
    }

    /// The notes that stand: each refusal or hold that was not taken back.
    var notes: [Ending] {
        actions.reduce(into: []) { notes, action in
            switch action {
            case .noteEnding(let ending): notes.append(ending)
            case .takeBackEnding: _ = notes.popLast()
            case .checkApplicant, .checkPlate, .checkPart, .commit: break
            }
        }
    }

    // The ways in. Each starts from idle.

    mutating func toNotice() { take(.start(warnings: [])) }

    mutating func toIdentity() {
        toNotice()
        take(.agree(world.consent()))
    }

    mutating func toPlate(card: CardIdentity? = nil, claim: EarlierClaim? = nil) {
        toIdentity()
        readCard(card ?? world.owner, claim: claim)
    }

    mutating func toPlateAnswer(_ registration: Registration, claim: EarlierClaim? = nil, age: Int = 1) {
        toPlate()
        enterPlate(registration, claim: claim, age: age)
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
        record()
    }

    // What staff, devices and stores do in one step.

    mutating func readCard(_ card: CardIdentity, claim: EarlierClaim? = nil) {
        take(.cardRead(card))
        take(.applicantChecked(ticket: session.ticket, claim))
    }

    mutating func enterPlate(
        _ registration: Registration,
        claim: EarlierClaim? = nil,
        age: Int = 1,
        text: String? = nil
    ) {
        take(.plateEntered(text ?? world.plateText))
        take(.plateChecked(ticket: session.ticket, world.known(registration, claim: claim, age: age)))
    }

    mutating func judge(_ part: Part, _ judgement: PartJudgement, _ knowledge: PartKnowledge? = nil) {
        take(.partJudged(part, judgement))
        if let knowledge { take(.partChecked(ticket: session.ticket, knowledge)) }
    }

    mutating func judgeAll(volts: Int = 60) {
        judge(.battery, .battery(volts))
        judge(.motor, .present)
        judge(.frame, .present)
    }

    mutating func enterBankCard(_ number: String? = nil) {
        let number = number ?? world.bankCard
        take(.bankCardEntered(number, repeated: number))
    }

    mutating func showCertificate(issuedOn: String = "2025-02-20", photo: String? = nil) {
        take(.certificateShown(world.certificate(issuedOn: issuedOn, photo: photo)))
    }

    mutating func override() { take(.override(supervisor: "Sup", reason: "seen the papers")) }

    mutating func record() { take(.committed(ticket: session.ticket, world.receipt)) }

    mutating func confirmAndRecord() {
        take(.confirm)
        record()
    }
}

extension CounterSession {
    /// Equal but for the hint, as far as can be seen from outside.
    func isSame(as other: CounterSession) -> Bool {
        step == other.step && awaited == other.awaited && visit == other.visit && decision == other.decision
            && receipt?.receipt == other.receipt?.receipt && ticket == other.ticket
            && canGoBack == other.canGoBack && canCancel == other.canCancel && canOverride == other.canOverride
    }
}

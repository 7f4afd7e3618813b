import Claims
import NIOHTTP1
import WireAPI

/// The steps of a walk, one after the other.
struct WalkSteps<Hands: CounterHands> {
    private struct Nothing: Encodable {}

    let counter: JSONClient
    let hands: Hands
    let plan: ClaimPlan
    let progress: WalkProgress
    var arrivals: AsyncStream<SnapshotArrival>.Iterator
    /// The newest answer or event. Older events are passed over.
    private var latest: CounterSnapshot?

    init(
        counter: JSONClient,
        hands: Hands,
        plan: ClaimPlan,
        progress: WalkProgress,
        arrivals: AsyncStream<SnapshotArrival>.Iterator
    ) {
        self.counter = counter
        self.hands = hands
        self.plan = plan
        self.progress = progress
        self.arrivals = arrivals
    }

    mutating func run() async throws -> ClaimWalkReport {
        // With the first event the stream stands: nothing later is missed.
        var snapshot = try await event("the first snapshot") { _ in true }.snapshot
        try await hands.lift()
        snapshot = try await endOldSession(snapshot)
        snapshot = try await post("start", Nothing())
        _ = try await post(
            "notice",
            NoticeAgreement(noticeVersion: snapshot.programme.noticeVersion, method: "signature", campaign: false)
        )
        let cardToScreen = try await tapCard()
        try await scanPlate()
        try await judgeParts()
        _ = try await post("bank-card", BankCardEntry(number: plan.bankCard, repeated: plan.bankCard))
        let report = try await confirm(cardToScreen: cardToScreen)
        // The claim is accepted, whether the screen could be cleared or not.
        _ = try? await post("finish", Nothing())
        return report
    }

    /// Brings the session to idle, whatever a walk or a person left there.
    private mutating func endOldSession(_ first: CounterSnapshot) async throws -> CounterSnapshot {
        var snapshot = first
        for _ in 0..<3 {
            switch snapshot.session.step {
            case "idle": return snapshot
            case "committing":
                snapshot = try await event("the commit of the session before") {
                    $0.session.step != "committing"
                }.snapshot
            case "recorded", "refused", "held": snapshot = try await post("finish", Nothing())
            default: snapshot = try await post("cancel", Nothing())
            }
        }
        guard snapshot.session.step == "idle" else {
            throw WalkProgress.stopped("The session before cannot be ended", nil)
        }
        return snapshot
    }

    private mutating func tapCard() async throws -> Duration {
        try await device("id-card", in: ["ready", "asking"])
        let begin = ContinuousClock.now
        try await hands.tap(plan.person)
        let shown = try await event("the card's holder on the screen") { $0.session.applicant != nil }
        try await hands.lift()
        try await step("the look-up of the applicant") { $0.step != "identity" }
        return shown.at - begin
    }

    private mutating func scanPlate() async throws {
        try await device("scanner", in: ["ready"])
        try await hands.scan(plan.plate)
        try await step("the look-up of the plate") { $0.step != "plate" }
    }

    private mutating func judgeParts() async throws {
        for part in Part.allCases {
            var entry = PartEntry(
                condition: "present",
                serialState: "read",
                serial: RehearsalCast.serial(of: part, on: plan.plate)
            )
            if part == .battery {
                entry.label = "read"
                entry.volts = plan.volts
            }
            _ = try await send(.PUT, "parts/\(part.rawValue)", entry)
        }
    }

    private mutating func confirm(cardToScreen: Duration) async throws -> ClaimWalkReport {
        let begin = ContinuousClock.now
        let answer = try await post("confirm", Confirmation(visit: latest?.session.visit))
        var recorded = SnapshotArrival(snapshot: answer, at: .now)
        if answer.session.step == "committing" {
            recorded = try await event("the commit") { $0.session.step != "committing" }
        }
        let session = recorded.snapshot.session
        guard let id = session.claim?.claimId else {
            throw WalkProgress.stopped("The claim was not recorded", session.hint ?? session.reason)
        }
        let outcome = try await judgedClaim(id, recorded)
        guard outcome.claim.status == "accepted" else {
            throw WalkProgress.stopped("The central's answer is \(outcome.claim.status)", outcome.claim.reason)
        }
        return ClaimWalkReport(
            claimNumber: outcome.claim.claimNumber,
            claimId: id,
            status: outcome.claim.status,
            amountFen: outcome.claim.amountFen,
            kioskSequence: outcome.claim.sequence,
            centralReceivedAt: outcome.claim.centralReceivedAt,
            cardToScreen: ClaimWalkReport.milliseconds(cardToScreen),
            commit: ClaimWalkReport.milliseconds(recorded.at - begin),
            commitToAccepted: ClaimWalkReport.milliseconds(outcome.at - recorded.at)
        )
    }

    /// The claim with the central's answer. An event that overtook the answer to the confirmation counts too.
    private mutating func judgedClaim(
        _ id: String,
        _ recorded: SnapshotArrival
    ) async throws -> (claim: SessionView.Claim, at: ContinuousClock.Instant) {
        progress.waits(for: "the central's answer")
        var newest: SnapshotArrival? = recorded
        while let arrival = newest {
            latest = arrival.snapshot
            progress.saw(arrival.snapshot)
            if let claim = arrival.snapshot.session.claim, claim.claimId == id, claim.status != "recorded" {
                return (claim, arrival.at)
            }
            newest = await arrivals.next()
        }
        throw CancellationError()
    }

    // MARK: Requests and events

    private mutating func post(_ path: String, _ body: some Encodable) async throws -> CounterSnapshot {
        try await send(.POST, path, body)
    }

    private mutating func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: some Encodable
    ) async throws -> CounterSnapshot {
        progress.waits(for: "the answer to \(path)")
        let snapshot: CounterSnapshot = try await counter.send(method, "/v1/session/\(path)", body)
        latest = snapshot
        progress.saw(snapshot)
        if snapshot.session.step == "refused" || snapshot.session.step == "held" {
            throw WalkProgress.stopped("The session was \(snapshot.session.step)", snapshot.session.reason)
        }
        return snapshot
    }

    /// The next event newer than the last answer for which `condition` holds.
    private mutating func event(
        _ stage: String,
        where condition: (CounterSnapshot) -> Bool
    ) async throws -> SnapshotArrival {
        progress.waits(for: stage)
        while let arrival = await arrivals.next() {
            guard arrival.snapshot.revision > latest?.revision ?? .min else { continue }
            latest = arrival.snapshot
            progress.saw(arrival.snapshot)
            if condition(arrival.snapshot) { return arrival }
        }
        // The stream ended or the walk was called off; the other task of the group knows why.
        throw CancellationError()
    }

    /// Waits until the newest snapshot fulfils `condition`; a refusal or a hold ends the walk.
    private mutating func step(_ stage: String, where condition: (SessionView) -> Bool) async throws {
        if let latest, condition(latest.session) { return try refuseEnd(latest) }
        try refuseEnd(try await event(stage) { condition($0.session) }.snapshot)
    }

    private func refuseEnd(_ snapshot: CounterSnapshot) throws {
        let session = snapshot.session
        guard ["refused", "held", "ownership", "idle"].contains(session.step) else { return }
        throw WalkProgress.stopped("The session came to \(session.step)", session.reason ?? session.hint)
    }

    /// Waits until the kiosk has the device of `role` in one of `states`.
    private mutating func device(_ role: String, in states: Set<String>) async throws {
        func isThere(_ snapshot: CounterSnapshot) -> Bool {
            snapshot.devices.contains { $0.role == role && states.contains($0.state) }
        }
        if let latest, isThere(latest) { return }
        _ = try await event("the device \(role)", where: isThere)
    }
}

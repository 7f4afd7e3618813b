import Claims

// What was gone on with is nobody's business but the session's.
@testable import Inspection

/// Checks the invariants as the walk goes, and keeps one example of each that is broken.
struct StateRules {
    let world: World
    private(set) var broken: [Invariant: String] = [:]

    init(world: World) { self.world = world }

    mutating func demand(_ holds: Bool, _ rule: Invariant, _ example: @autoclosure () -> String) {
        if !holds, broken[rule] == nil { broken[rule] = example() }
    }

    mutating func check(_ state: CounterSession) {
        let visit = state.heldVisit
        let step = state.step
        func name() -> String { "\(step), awaiting \(state.awaited)" }

        switch step {
        case .idle: demand(state == CounterSession(programme: world.programme).normalised, .idleIsNew, name())
        case .recorded, .notice: demand(visit == nil, .endForgets, name())
        default: break
        }
        let wantsCard = visit.map { step == .identity ? $0.applicant == nil : step == .agent } ?? false
        demand(state.wantsCard == (wantsCard && [.identity, .agent].contains(step)), .cardWanted, name())
        demand((state.receipt != nil) == (step == .recorded), .receipt, name())
        if step == .refused || step == .held {
            let verdict = state.decision?.verdict
            let isRight = verdict?.reason != nil && verdict?.isRefusal == (step == .refused)
            demand(isRight && !namesSomeone(state.decision), .endSaysWhy, name())
        }
        guard let visit else { return }
        check(visit, name())
        if step == .review || step == .committing { checkReview(state, visit, name()) }
    }

    private mutating func check(_ visit: Visit, _ name: String) {
        demand(visit.consent.noticeVersion == world.programme.notice.version, .agreed, name)
        let knowsNothing = visit.knowledge == nil && visit.certificate == nil && visit.parts.isEmpty
        demand(visit.plate != nil || visit.isPlateless || knowsNothing, .readFirst, "plate: \(name)")
        let isNobody = visit.plate == nil && visit.agent == nil && visit.personClaim == nil
        demand(visit.applicant != nil || isNobody, .readFirst, "person: \(name)")
        demand(Part.allCases.allSatisfy { visit.parts[$0] != nil || visit.partKnowledge[$0] == nil }, .readFirst, name)
        demand(visit.partUnderLookUp.map { visit.parts[$0] != nil } ?? true, .readFirst, "part: \(name)")

        let facts = visit.facts(today: world.today)
        demand(visit.certificate == nil || Eligibility.needsCertificate(facts), .certificateNeeded, name)
        demand(visit.bankCard == nil || (visit.nextPart == nil && !visit.isPlateless), .moneyLast, name)
        let isLetPass = visit.overrides.contains { $0.subject == .bankCard }
        demand((visit.bankCard?.needsSupervisor ?? false) == isLetPass, .doubtfulCard, name)
        for code in visit.accepted.union(visit.overrides.compactMap(\.code)) {
            demand(stands(code, facts), .acceptedStands, "\(code): \(name)")
        }
    }

    /// Whether the rules object to the facts for the reason given; a refusal that comes first hides the others.
    private func stands(_ code: Reason.Code, _ facts: EligibilityFacts) -> Bool {
        let others = Set(Reason.Code.allCases).subtracting([code])
        guard let finding = Eligibility.objection(to: facts, under: world.programme, accepted: others) else {
            return false
        }
        return finding.verdict.isRefusal || finding.verdict.reason?.code == code
    }

    private mutating func checkReview(_ state: CounterSession, _ visit: Visit, _ name: String) {
        let facts = visit.facts(today: world.today)
        let areLookedUp = visit.parts.allSatisfy { part, finding in
            finding.condition != .present || finding.serial.foldedKey == nil || visit.partKnowledge[part] != nil
        }
        let isPlated = !visit.isPlateless
        let isMeasured = isPlated ? world.programme.tariff.measure != .kilometres || visit.kilometres != nil : true
        demand(
            visit.applicant != nil && visit.registration != nil && visit.nextPart == nil && areLookedUp && isMeasured
                && (visit.condition != nil) != isPlated && (visit.bankCard != nil) == isPlated
                && (visit.relation == .agent) == (visit.agent != nil) && visit.partUnderLookUp == nil,
            .complete,
            "\(name) \(visit.parts)"
        )
        let missing = visit.parts.filter { $0.value.condition != .present }
        let isTaken = visit.isPlateless && world.programme.plateless?.incomplete ?? false
        demand(
            missing.isEmpty || isTaken || !visit.accepted.isDisjoint(with: [.partMissing, .partWrong]),
            .complete,
            "not all parts: \(name)"
        )
        let ruled = Eligibility.decision(on: facts, under: world.programme)
        demand(state.decision == ruled && ruled?.verdict.isRefusal == false, .verdict, name)
        guard let decision = state.decision else { return }
        for case .hold(let reason) in ([decision.finding] + decision.others).map(\.verdict) {
            demand(visit.accepted.contains(reason.code), .holdAccepted, "\(reason.code): \(name)")
        }
        demand(decision.verdict.amount == expectedAmount(decision, visit), .amount, "\(decision.verdict): \(name)")
    }

    /// The programme in short, written a second time; nil when the case is held.
    private func expectedAmount(_ decision: Decision, _ visit: Visit) -> Fen? {
        if case .hold = decision.verdict { return nil }
        if visit.isPlateless {
            return World.plateless.first { $0.condition == visit.condition }?.value
        }
        switch world.programme.tariff.measure {
        case .flat: return Fen(40_000)
        case .kilometres: return visit.kilometres.map { $0 < 5_000 ? Fen(30_000) : Fen(20_000) }
        case .voltage:
            guard case .volts(let volts)? = visit.parts[.battery]?.voltage?.label else { return nil }
            return [48: Fen(37_100), 60: Fen(61_500), 72: Fen(78_500)][volts]
        }
    }

    func namesSomeone(_ decision: Decision?) -> Bool {
        guard let finding = decision?.finding else { return false }
        return namesSomeone(finding.facts.values) || namesSomeone((finding.verdict.reason?.values ?? [:]).values)
    }

    func namesSomeone(_ texts: some Collection<String>) -> Bool {
        texts.contains { text in secrets.contains { text.contains($0) } }
    }

    private var secrets: [String] {
        [world.owner, world.expired, world.minor].flatMap { [$0.name, $0.number.text] }
            + [world.bankCard, world.doubtfulCard, "A00101"]
    }
}

extension SupervisorOverride {
    /// The refusal that was sent to review.
    var code: Reason.Code? {
        if case .refusal(let code) = subject { code } else { nil }
    }
}

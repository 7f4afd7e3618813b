import Claims
import Inspection

/// The rules that every reachable state and every transition must keep.
struct StateRules {
    let world: World

    /// The rules that are broken, each with one example.
    func broken(in graph: StateGraph) -> [String] {
        var found: [String: String] = [:]
        for state in graph.states {
            for rule in rulesBroken(by: state) where found[rule] == nil { found[rule] = "\(state.step)" }
        }
        for step in graph.transitions {
            let move = graph.moves[step.move]
            for rule in rulesBroken(by: step, move, in: graph) where found[rule] == nil {
                found[rule] = "\(graph.states[step.source].step), \(move.name)"
            }
        }
        for hint in Set(graph.transitions.compactMap(\.hint)) where hint.values.values.contains(where: namesSomeone) {
            found["a hint names nobody"] = "\(hint.code)"
        }
        return found.map { "\($0.key): \($0.value)" }.sorted()
    }

    private func rulesBroken(by state: CounterSession) -> [String] {
        var broken: [String] = []
        func demand(_ holds: Bool, _ rule: String) { if !holds { broken.append(rule) } }
        let visit = state.heldVisit

        switch state.step {
        case .idle:
            let fresh = StateGraph.normalised(CounterSession(programme: world.programme))
            demand(state == fresh, "idle holds nothing")
        case .recorded, .notice: demand(visit == nil, "nobody is known before the card and after the end")
        case .review, .committing: demand(isPayable(state), "only what is judged, agreed and payable comes to review")
        case .refused, .held: demand(state.reason != nil, "an end has its reason")
        case .identity, .plate, .ownership, .battery, .motor, .frame, .bankCard: break
        }
        demand(
            state.wantsCard == (state.step == .identity && visit?.applicant == nil),
            "a card is asked for in identity"
        )
        demand(
            visit == nil || visit?.noticeVersion == world.programme.notice.version,
            "a visit has agreed to the notice"
        )
        demand((state.receipt != nil) == (state.step == .recorded), "a receipt is shown when recorded")
        let ends: Set<Step> = [.idle, .notice, .recorded, .refused, .held]
        demand((state.visit == nil) == ends.contains(state.step), "a visit is shown while it lasts")
        if let visit, visit.plate == nil, visit.registration != .plateless {
            demand(visit.registration == nil && visit.vehicleClaimed == nil, "nothing is known of no plate")
            demand(visit.certificate == nil && visit.parts.isEmpty, "no part is judged before the plate")
        }
        if let visit, visit.applicant == nil {
            demand(visit.personClaimed == nil && visit.plate == nil, "nothing is known of nobody")
        }
        if let visit, visit.bankCard != nil {
            demand(
                visit.nextPart == nil && !visit.isPlateless,
                "a bank card comes after the parts, and only with a plate"
            )
        }
        let values = (state.reason?.values ?? [:]).values
        demand(!values.contains { namesSomeone($0) }, "a reason names nobody")
        return broken
    }

    private func rulesBroken(
        by step: StateGraph.Transition,
        _ move: Move,
        in graph: StateGraph
    ) -> [String] {
        var broken: [String] = []
        func demand(_ holds: Bool, _ rule: String) { if !holds { broken.append(rule) } }
        let source = graph.states[step.source]
        let target = graph.states[step.target]
        var isTaken = false
        var actions: [SessionAction] = []

        switch step.outcome {
        case .taken(let asked):
            isTaken = true
            actions = asked
        case .ignored(let hint):
            demand(step.target == step.source && step.hint == hint, "an ignored event changes the hint only")
        case .stale:
            demand(
                step.target == step.source && step.hint == nil && step.ticket == StateGraph.ticket,
                "a stale answer changes nothing"
            )
        }
        if source.step == .committing {
            let isBusy = step.outcome == .stale || step.outcome == .ignored(Hint(.busyCommitting))
            demand(isTaken ? move.kind == .answer : isBusy, "a commit under way takes its answers only")
            demand(!isTaken || [.recorded, .refused, .review].contains(target.step), "a commit has three ends")
        }
        if move.kind == .back { demand(isTaken == source.canGoBack, "the back button tells the truth") }
        if move.kind == .cancel { demand(isTaken == source.canCancel, "the cancel button tells the truth") }
        if move.kind == .back, isTaken {
            demand(known(target) < known(source) || target.step == .idle, "back forgets something")
        }
        demand(actions.count <= 1, "one event asks for one thing")
        for action in actions { broken += rulesBroken(by: action, ticket: step.ticket, move, from: source, to: target) }
        let hasEnded = [.refused, .held].contains(source.step) && target.step == .idle
        let isRecorded = actions.contains { if case .recordEnding = $0 { true } else { false } }
        demand(hasEnded == isRecorded, "a refusal or hold is recorded when it is left, and nothing else")
        let isCommit = actions.contains { if case .commit = $0 { true } else { false } }
        demand(
            isCommit == (source.step != .committing && target.step == .committing),
            "committing means a commit was asked"
        )
        return broken
    }

    private func rulesBroken(
        by action: SessionAction,
        ticket expected: Int,
        _ move: Move,
        from source: CounterSession,
        to after: CounterSession
    ) -> [String] {
        let isNew = expected == StateGraph.ticket + 1
        switch action {
        case .checkApplicant(let ticket, let number):
            let isRight =
                isNew && ticket == expected && number == after.visit?.applicant?.number
            return isRight ? [] : ["the person asked about is the one at the counter"]
        case .checkPlate(let ticket, let plate, let applicant):
            let isRight = isNew && ticket == expected && plate == after.visit?.plate
            return isRight && applicant == after.visit?.applicant?.number
                ? [] : ["the plate asked about is the one read"]
        case .commit(let ticket, let draft):
            let isAsked = isNew && ticket == expected && move.kind == .confirm
            return isAsked && source.step == .review && isSound(draft, on: move.day) ? [] : ["a commit is sound"]
        case .recordEnding(let ending):
            let visit = source.heldVisit
            let isRight = ending.reason == source.reason && ending.person == visit?.applicant?.number
            return isRight && ending.plate == visit?.plate ? [] : ["an ending says what ended"]
        }
    }

    private func isPayable(_ state: CounterSession) -> Bool {
        guard let visit = state.visit, visit.applicant != nil, let verdict = state.verdict else { return false }
        return verdict.amount != nil && Part.allCases.allSatisfy { visit.parts[$0]?.condition == .present }
            && visit.noticeVersion == world.programme.notice.version && (visit.bankCard == nil) == visit.isPlateless
    }

    /// The programme in short, written a second time: what may ever be committed, and for how much.
    private func isSound(_ draft: ClaimDraft, on day: CivilDate) -> Bool {
        guard world.programme.acceptance.contains(day), draft.noticeVersion == world.programme.notice.version,
            Part.allCases.allSatisfy({ draft.parts[$0]?.condition == .present })
        else { return false }
        let amount = draft.parts[.battery]?.voltage.flatMap { world.programme.tariff[$0.volts] }
        switch draft.registration {
        case .plateless:
            return draft.plate == nil && draft.bankCard == nil && draft.certificate == nil
                && draft.verdict == world.programme.plateless.map { .residual($0.residualValue) }
        case .unavailable:
            return draft.plate != nil && draft.bankCard?.isLuhnValid == true
                && draft.verdict == amount.map { .subsidy($0) }
        case .found(let kind, let registered, let isOwner):
            guard draft.plate != nil, draft.bankCard?.isLuhnValid == true, let amount,
                world.programme.plateKinds.contains(kind), world.programme.registration.contains(registered)
            else { return false }
            return isOwner
                ? draft.verdict == .subsidy(amount)
                : draft.certificate != nil && draft.verdict == .subsidyWithCertificate(amount)
                    && world.programme.ownershipCertificate
        case .unknown: return false
        }
    }

    /// How much is known: every step back must lower it.
    private func known(_ state: CounterSession) -> Int {
        guard let visit = state.heldVisit else { return state.step == .idle ? 0 : 1 }
        let facts = [
            visit.applicant != nil, visit.plate != nil || visit.isPlateless, visit.registration != nil,
            visit.certificate != nil, visit.bankCard != nil,
        ]
        return 2 + facts.count { $0 } + visit.parts.count
    }

    private func namesSomeone(_ text: String) -> Bool {
        let secrets = [world.owner.name, world.expired.name, world.owner.number.text, world.expired.number.text]
        return (secrets + [world.bankCard, "A00101"]).contains { text.contains($0) }
    }
}

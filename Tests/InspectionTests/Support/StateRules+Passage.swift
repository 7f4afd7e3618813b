import Claims
import Inspection

// What must hold of every transition.

extension StateRules {
    mutating func check(_ passage: StateGraph.Passage) {
        let (source, move, after) = (passage.source, passage.move, passage.after)
        func name() -> String { "\(source.step), awaiting \(source.awaited): \(move.name)" }
        var isTaken = false
        var actions: [SessionAction] = []
        switch passage.outcome {
        case .taken(let asked):
            isTaken = true
            actions = asked
            demand(!move.isLate, .stale, name())
        case .ignored(let hint):
            let isSame = passage.isLoop && after.hint == hint && after.ticket == StateGraph.ticket
            demand(isSame && !move.isLate && !move.kind.isAnswer, .ignored, name())
        case .stale: demand(after == source, .stale, name())
        }
        demand(after.hint.map { !namesSomeone($0.values.values) } ?? true, .hintNamesNobody, name())
        if source.step == .committing { checkCommitting(passage, isTaken, name()) }
        switch move.kind {
        case .back: demand(isTaken == source.canGoBack, .buttons, name())
        case .cancel: demand(isTaken == source.canCancel, .buttons, name())
        case .override where !move.name.contains("without"): demand(isTaken == source.canOverride, .buttons, name())
        default: break
        }
        guard isTaken else { return }
        if move.kind == .back {
            let isEnd = [.refused, .held].contains(source.step)
            demand(isEnd || known(after) < known(source), .backForgets, name())
        }
        checkNotReplaced(passage, name())
        checkNotes(passage, actions, name())
        checkAnswer(passage, actions, name())
        for action in actions { check(action, passage, name()) }
    }

    private mutating func checkCommitting(_ passage: StateGraph.Passage, _ isTaken: Bool, _ name: String) {
        let isBusy = passage.outcome == .stale || passage.outcome == .ignored(Hint(.busyCommitting))
        demand(isTaken ? passage.move.kind.isAnswer : isBusy, .committing, name)
        demand(!isTaken || [.recorded, .refused, .review].contains(passage.after.step), .committing, name)
    }

    private mutating func checkNotReplaced(_ passage: StateGraph.Passage, _ name: String) {
        guard let before = passage.source.heldVisit, let after = passage.after.heldVisit else { return }
        func isKept<Value: Equatable>(_ before: Value?, _ after: Value?) -> Bool {
            before == nil || after == nil || before == after
        }
        let isKept =
            isKept(before.applicant, after.applicant) && isKept(before.agent, after.agent)
            && isKept(before.plate, after.plate) && isKept(before.bankCard, after.bankCard)
            && before.consent == after.consent
        demand(isKept, .notReplaced, name)
    }

    private mutating func checkNotes(_ passage: StateGraph.Passage, _ actions: [SessionAction], _ name: String) {
        let ends: Set<Step> = [.refused, .held]
        let notes = actions.count { if case .noteEnding = $0 { true } else { false } }
        let takenBack = actions.count { $0 == .takeBackEnding }
        demand(notes == (ends.contains(passage.after.step) ? 1 : 0), .noted, name)
        let isUndone = ends.contains(passage.source.step) && ![.finish, .timeOut].contains(passage.move.kind)
        demand(takenBack == (isUndone ? 1 : 0), .takenBack, name)
        demand(!isUndone || actions.first == .takeBackEnding, .takenBack, name)
    }

    private mutating func checkAnswer(_ passage: StateGraph.Passage, _ actions: [SessionAction], _ name: String) {
        let asked = actions.filter(\.isAnswered).count
        let awaits = [.lookUp, .commit].contains(passage.after.awaited)
        demand(asked == (awaits ? 1 : 0), .oneAnswer, name)
        demand(passage.after.ticket == StateGraph.ticket + asked, .oneAnswer, name)
    }

    private mutating func check(_ action: SessionAction, _ passage: StateGraph.Passage, _ name: String) {
        let visit = passage.after.heldVisit
        let expected = StateGraph.ticket + 1
        switch action {
        case .checkApplicant(let ticket, let number):
            demand(ticket == expected && number == visit?.applicant?.number, .asksRight, name)
        case .checkPlate(let ticket, let plate, let applicant):
            let isRight = plate == visit?.plate && applicant == visit?.applicant?.number
            demand(ticket == expected && isRight, .asksRight, name)
        case .checkPart(let ticket, let part, let serial, let plate):
            let isRight = visit?.parts[part]?.serial == serial && visit?.plate == plate && serial.foldedKey != nil
            demand(ticket == expected && isRight, .asksRight, name)
        case .commit(let ticket, let draft):
            let isAsked = ticket == expected && passage.move.kind == .confirm && passage.source.step == .review
            demand(isAsked && isSound(draft, passage), .sound, name)
        case .noteEnding(let ending):
            let isRight =
                ending.finding == passage.after.decision?.finding && ending.kind.rawValue == passage.after.step.rawValue
                && ending.person == visit?.applicant?.number && ending.plate == visit?.plate
            demand(isRight, .noted, name)
        case .takeBackEnding: break
        }
    }

    private func isSound(_ draft: ClaimDraft, _ passage: StateGraph.Passage) -> Bool {
        let (source, day, programme) = (passage.source, passage.move.day, world.programme)
        guard let visit = source.heldVisit, draft.applicant == visit.applicant, draft.agent == visit.agent,
            draft.plate == visit.plate, draft.bankCard == visit.bankCard, draft.overrides == visit.overrides,
            draft.consent == visit.consent, draft.decision == source.decision
        else { return false }
        return draft.facts == visit.facts(today: day) && draft.facts.capturedOn == day
            && programme.acceptance.contains(day) && !draft.decision.verdict.isRefusal
            && draft.decision == Eligibility.decision(on: draft.facts, under: programme)
            && draft.warnings.contains { $0.code == .overridden } == !draft.overrides.isEmpty
    }

    /// How much is known: every step back must lower it.
    private func known(_ state: CounterSession) -> Int {
        guard let visit = state.heldVisit else { return state.step == .idle ? 0 : 1 }
        let facts = [
            visit.relation != .owner, visit.applicant != nil, visit.agent != nil, visit.plate != nil,
            visit.registration != nil, visit.certificate != nil, visit.kilometres != nil, visit.condition != nil,
            visit.bankCard != nil,
        ]
        return 2 + facts.count { $0 } + visit.parts.count
    }
}

extension SessionAction {
    /// Whether an event answers it.
    fileprivate var isAnswered: Bool {
        switch self {
        case .checkApplicant, .checkPlate, .checkPart, .commit: true
        case .noteEnding, .takeBackEnding: false
        }
    }
}

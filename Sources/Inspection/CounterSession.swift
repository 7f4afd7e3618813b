package import Claims

/// The session at the counter: a value that takes events and returns actions.
///
/// It reads no clock, does no I/O and keeps nothing of a person after the session's end. An event that does not fit
/// changes nothing but `hint`. The day is passed in, because the programme's window is judged by it.
package struct CounterSession: Equatable, Sendable {
    enum State: Equatable, Sendable {
        case idle
        case notice([Warning])
        /// Waits for a card; with an applicant, for the answer whether the person has claimed already.
        case identity(Visit)
        /// Waits for the card of who comes for the owner.
        case agent(Visit)
        /// Waits for a plate; with one, for what is known of it.
        case plate(Visit)
        case ownership(Visit)
        /// Battery, motor and frame: the step is the first that is not judged. With a part under look-up, waits for
        /// what is known of its serial.
        case parts(Visit)
        case kilometres(Visit)
        case condition(Visit)
        case bankCard(Visit)
        case review(Visit, Decision)
        case committing(Visit, Decision)
        case recorded(ClaimReceipt, Decision)
        /// The visit is kept so that a slip of the finger can be taken back.
        case refused(Finding, Visit?)
        case held(Finding, Visit)
    }

    package let programme: Programme
    /// Why the last event changed nothing, or what to watch for.
    package internal(set) var hint: Hint?
    /// The number of the last action that waits for an answer; an answer with another number came too late.
    package internal(set) var ticket = 0
    var state: State = .idle

    package init(programme: Programme) { self.programme = programme }

    package mutating func handle(_ event: SessionEvent, today: CivilDate) -> SessionOutcome {
        let outcome =
            switch event {
            case .start(let obstacle, let warnings): start(obstacle: obstacle, warnings, today: today)
            case .agree(let consent): agree(consent)
            case .agentComes: agentComes(today: today)
            case .cardRead(let identity): cardRead(identity, today: today)
            case .cardFailed(let hint): cardFailed(hint)
            case .applicantChecked(let ticket, let claim): applicantChecked(ticket, claim, today: today)
            case .plateEntered(let text): plateEntered(text)
            case .noPlate: noPlate(today: today)
            case .plateChecked(let ticket, let knowledge): plateChecked(ticket, knowledge, today: today)
            case .relationStated(let relation): relationStated(relation, today: today)
            case .certificateShown(let form): certificateShown(form, today: today)
            case .noCertificate: noCertificate(today: today)
            case .partJudged(let part, let judgement): partJudged(part, judgement, today: today)
            case .partChecked(let ticket, let knowledge): partChecked(ticket, knowledge, today: today)
            case .lookUpFailed(let ticket): lookUpFailed(ticket)
            case .kilometresRead(let kilometres): kilometresRead(kilometres, today: today)
            case .conditionChosen(let condition): conditionChosen(condition, today: today)
            case .scanned(let text): scanned(text, today: today)
            case .bankCardEntered(let number, let repeated): bankCardEntered(number, repeated, today: today)
            case .proceed: proceed(today: today)
            case .override(let supervisor, let reason): override(by: supervisor, because: reason, today: today)
            case .confirm: confirm(today: today)
            case .committed(let ticket, let receipt): committed(ticket, receipt)
            case .commitRefused(let ticket, let reason): commitRefused(ticket, reason)
            case .commitFailed(let ticket, let code): commitFailed(ticket, code)
            case .back: back()
            case .cancel: cancel()
            case .finish: finish()
            case .timedOut: timedOut()
            }
        if case .ignored(let reason) = outcome { hint = reason }
        return outcome
    }

    /// Moves to `next`, clearing the hint.
    mutating func enter(_ next: State, _ actions: [SessionAction] = []) -> SessionOutcome {
        state = next
        hint = nil
        return .taken(actions)
    }

    /// To what the visit still lacks; or to the refusal or hold that a rule gives already.
    mutating func advance(_ visit: Visit, _ actions: [SessionAction] = [], today: CivilDate) -> SessionOutcome {
        var visit = visit
        if visit.isPlateless, visit.nextPart == nil, let rows = programme.plateless?.rows, rows.count == 1 {
            visit.condition = rows[0].condition
        }
        let facts = visit.facts(today: today)
        guard let finding = Eligibility.objection(to: facts, under: programme, accepted: visit.accepted) else {
            return enter(next(for: visit, facts), actions)
        }
        return end(finding, visit, actions)
    }

    /// The first thing that is not known yet, else the review.
    private func next(for visit: Visit, _ facts: EligibilityFacts) -> State {
        if visit.applicant == nil { return .identity(visit) }
        if visit.agentComes, visit.agent == nil { return .agent(visit) }
        if visit.registration == nil { return .plate(visit) }
        if Eligibility.needsCertificate(facts), visit.certificate == nil,
            facts.sentToReview.isDisjoint(with: [.certificateNotAccepted, .ownershipUnproved])
        {
            return .ownership(visit)
        }
        if visit.nextPart != nil { return .parts(visit) }
        if visit.isPlateless {
            if visit.condition == nil { return .condition(visit) }
        } else {
            if programme.tariff.measure == .kilometres, visit.kilometres == nil { return .kilometres(visit) }
            if visit.bankCard == nil { return .bankCard(visit) }
        }
        // Everything is there, so the rules decide; a battery without a readable voltage has objected before.
        guard let decision = Eligibility.decision(on: facts, under: programme) else { return .parts(visit) }
        return .review(visit, decision)
    }

    /// To a refusal or a hold, which is noted.
    mutating func end(_ finding: Finding, _ visit: Visit?, _ actions: [SessionAction] = []) -> SessionOutcome {
        let kind: Ending.Kind
        if let visit, !finding.verdict.isRefusal {
            kind = .held
            state = .held(finding, visit)
        } else {
            kind = .refused
            state = .refused(finding, visit)
        }
        hint = nil
        var versions = ["programme": "\(programme.id)@\(programme.version)"]
        if let registry = visit?.knowledge?.registryVersion { versions["registry"] = registry }
        let note = Ending(
            kind: kind,
            finding: finding,
            versions: versions,
            person: visit?.applicant?.number,
            plate: visit?.plate
        )
        return .taken(actions + [.noteEnding(note)])
    }

    /// A new number for an action that waits for an answer.
    mutating func nextTicket() -> Int {
        ticket += 1
        return ticket
    }

    /// For an event that has no meaning in this state.
    var notNow: SessionOutcome { untimely(Hint(.stepNotNow, ["step": step.rawValue])) }

    /// Ignored with `hint`; during a commit with the hint to wait, whatever the event.
    func untimely(_ hint: Hint) -> SessionOutcome {
        if case .committing = state { return .ignored(Hint(.busyCommitting)) }
        return .ignored(hint)
    }
}

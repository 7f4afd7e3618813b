package import Claims

/// The session at the counter: a value that takes events and returns actions.
///
/// It reads no clock, does no I/O and keeps nothing of a person after the session's end. An event that does not fit
/// changes nothing but `hint`. The day is passed in, because the programme's window is judged by it.
package struct CounterSession: Equatable, Sendable {
    enum State: Equatable, Sendable {
        case idle
        case notice
        /// Waits for a card; with an applicant, for the answer whether the person has claimed already.
        case identity(Visit)
        /// Waits for a plate; with one, for what is known of it.
        case plate(Visit)
        case ownership(Visit)
        /// Battery, motor and frame: the step is the first that is not judged.
        case parts(Visit)
        case bankCard(Visit)
        case review(Visit, Verdict)
        case committing(Visit, Verdict)
        case recorded(ClaimReceipt, Fen?)
        /// The visit is kept so that a slip of the finger can be taken back.
        case refused(Reason, Visit?)
        case held(Reason, Visit)
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
            case .start(let writable): start(storeWritable: writable, today: today)
            case .agree(let version): agree(noticeVersion: version)
            case .cardRead(let identity): cardRead(identity, today: today)
            case .cardFailed(let hint): cardFailed(hint)
            case .applicantChecked(let ticket, let claim): applicantChecked(ticket, claim, today: today)
            case .plateEntered(let text): plateEntered(text)
            case .noPlate: noPlate(today: today)
            case .plateChecked(let ticket, let registration, let claim):
                plateChecked(ticket, registration, claim, today: today)
            case .lookUpFailed(let ticket): lookUpFailed(ticket)
            case .certificateShown(let issuer, let number, let day):
                certificateShown(issuer: issuer, number: number, issuedOn: day, today: today)
            case .partJudged(let part, let judgement): partJudged(part, judgement, today: today)
            case .scanned(let text): scanned(text, today: today)
            case .bankCardEntered(let number, let repeated): bankCardEntered(number, repeated, today: today)
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

    /// Refusal or hold when a rule already speaks against the visit, else `next`.
    mutating func enter(_ next: State, unlessObjected visit: Visit, today: CivilDate) -> SessionOutcome {
        switch Eligibility.objection(to: visit.facts(today: today), under: programme) {
        case .refuse(let reason): enter(.refused(reason, visit))
        case .hold(let reason): enter(.held(reason, visit))
        case .subsidy, .subsidyWithCertificate, .residual, nil: enter(next)
        }
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

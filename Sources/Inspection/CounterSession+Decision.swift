import Claims

extension CounterSession {
    /// Held: go on with the visit; departments will decide.
    mutating func proceed(today: CivilDate) -> SessionOutcome {
        guard case .held(let finding, var visit) = state, let code = finding.verdict.reason?.code else { return notNow }
        visit.accepted.insert(code)
        return advance(visit, [.takeBackEnding], today: today)
    }

    /// Sends a refusal to review, or lets a doubtful bank card number pass.
    mutating func override(by supervisor: String, because reason: String, today: CivilDate) -> SessionOutcome {
        guard let subject = overridable else { return untimely(Hint(.overrideNotNow)) }
        guard let override = SupervisorOverride(subject, supervisor: supervisor, reason: reason) else {
            // Who is said to be at the kiosk was checked before; a name that fits is not refused for its reason.
            let isName = SupervisorOverride(subject, supervisor: supervisor, reason: "-") != nil
            return .ignored(Hint(isName ? .overrideReason : .supervisorRefused))
        }
        switch state {
        case .refused(let finding, .some(var visit)):
            visit.overrides.append(override)
            if let code = finding.verdict.reason?.code { visit.accepted.insert(code) }
            return advance(visit, [.takeBackEnding], today: today)
        case .bankCard(var visit):
            visit.overrides.append(override)
            visit.bankCard = visit.doubtfulCard?.number
            visit.doubtfulCard = nil
            return advance(visit, today: today)
        case .idle, .notice, .identity, .agent, .plate, .ownership, .parts, .kilometres, .condition, .review,
            .committing, .recorded, .refused, .held:
            return notNow
        }
    }

    /// What a supervisor could let pass now.
    var overridable: SupervisorOverride.Subject? {
        switch state {
        case .refused(let finding, .some):
            guard let code = finding.verdict.reason?.code, programme.reviewable.contains(code) else { return nil }
            return .refusal(code)
        case .bankCard(let visit): return visit.doubtfulCard?.isRepeated ?? false ? .bankCard : nil
        case .idle, .notice, .identity, .agent, .plate, .ownership, .parts, .kilometres, .condition, .review,
            .committing, .recorded, .refused(_, nil), .held:
            return nil
        }
    }
}

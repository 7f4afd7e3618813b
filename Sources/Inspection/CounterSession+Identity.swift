import Claims

extension CounterSession {
    mutating func start(obstacle: Hint.Code?, _ warnings: [Warning], today: CivilDate) -> SessionOutcome {
        guard case .idle = state else { return notNow }
        if let obstacle { return .ignored(Hint(obstacle)) }
        let facts = EligibilityFacts(capturedOn: today)
        if let finding = Eligibility.objection(to: facts, under: programme) { return end(finding, nil) }
        return enter(.notice(warnings))
    }

    mutating func agree(_ consent: Consent) -> SessionOutcome {
        guard case .notice(let warnings) = state else { return notNow }
        guard consent.noticeVersion == programme.notice.version else {
            return .ignored(Hint(.noticeOutdated, ["version": programme.notice.version]))
        }
        return enter(.identity(Visit(consent: consent, openingWarnings: warnings)))
    }

    mutating func agentComes(today: CivilDate) -> SessionOutcome {
        guard case .identity(var visit) = state, visit.applicant == nil else { return notNow }
        visit.relation = .agent
        return advance(visit, today: today)
    }

    mutating func cardRead(_ identity: CardIdentity, today: CivilDate) -> SessionOutcome {
        switch state {
        case .identity(var visit) where visit.applicant == nil:
            visit.applicant = identity
            return enter(.identity(visit), [.checkApplicant(ticket: nextTicket(), identity.number)])
        case .agent(var visit):
            guard visit.applicant?.number != identity.number else { return .ignored(Hint(.agentSamePerson)) }
            visit.agent = identity
            return advance(visit, today: today)
        case .idle, .notice, .identity, .plate, .ownership, .parts, .kilometres, .condition, .bankCard, .review,
            .committing, .recorded, .refused, .held:
            return untimely(Hint(.cardNotAsked))
        }
    }

    mutating func cardFailed(_ hint: Hint) -> SessionOutcome {
        guard wantsCard else { return untimely(Hint(.cardNotAsked)) }
        return .ignored(hint)
    }

    mutating func applicantChecked(_ number: Int, _ claim: EarlierClaim?, today: CivilDate) -> SessionOutcome {
        guard number == ticket, case .identity(var visit) = state, visit.applicant != nil else { return .stale }
        visit.personClaim = claim
        return advance(visit, today: today)
    }

    /// The store or the registry could not be asked: the step waits for its input again.
    mutating func lookUpFailed(_ number: Int) -> SessionOutcome {
        guard number == ticket else { return .stale }
        switch state {
        case .identity(var visit) where visit.applicant != nil:
            visit.forgetApplicant()
            state = .identity(visit)
        case .plate(var visit) where visit.plate != nil:
            visit.forgetPlate()
            state = .plate(visit)
        case .parts(var visit):
            guard let part = visit.partUnderLookUp else { return .stale }
            visit.forget(part)
            state = .parts(visit)
        case .idle, .notice, .identity, .agent, .plate, .ownership, .kilometres, .condition, .bankCard, .review,
            .committing, .recorded, .refused, .held:
            return .stale
        }
        hint = Hint(.lookUpFailed)
        return .taken([])
    }
}

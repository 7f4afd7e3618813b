package import Claims

extension CounterSession {
    mutating func start(storeWritable: Bool, today: CivilDate) -> SessionOutcome {
        guard case .idle = state else { return notNow }
        guard storeWritable else { return .ignored(Hint(.storeNotWritable)) }
        if case .refuse(let reason) = Eligibility.objection(to: EligibilityFacts(capturedOn: today), under: programme) {
            return enter(.refused(reason, nil))
        }
        return enter(.notice)
    }

    mutating func agree(noticeVersion: String) -> SessionOutcome {
        guard case .notice = state else { return notNow }
        guard noticeVersion == programme.notice.version else {
            return .ignored(Hint(.noticeOutdated, ["version": programme.notice.version]))
        }
        return enter(.identity(Visit(noticeVersion: noticeVersion)))
    }

    mutating func cardRead(_ identity: CardIdentity, today: CivilDate) -> SessionOutcome {
        guard case .identity(var visit) = state, visit.applicant == nil else {
            return untimely(Hint(.cardNotAsked))
        }
        visit.applicant = identity
        let outcome = enter(.identity(visit), [.checkApplicant(ticket: nextTicket(), identity.number)])
        if identity.isExpired(on: today) { hint = Hint(.cardExpired) }
        return outcome
    }

    mutating func cardFailed(_ hint: Hint) -> SessionOutcome {
        guard wantsCard else { return untimely(Hint(.cardNotAsked)) }
        return .ignored(hint)
    }

    mutating func applicantChecked(_ number: Int, _ claim: ClaimNumber?, today: CivilDate) -> SessionOutcome {
        guard number == ticket, case .identity(var visit) = state, let applicant = visit.applicant else {
            return .stale
        }
        visit.personClaimed = claim
        let outcome = enter(.plate(visit), unlessObjected: visit, today: today)
        if case .plate = state, applicant.isExpired(on: today) { hint = Hint(.cardExpired) }
        return outcome
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
        case .idle, .notice, .identity, .plate, .ownership, .parts, .bankCard, .review, .committing, .recorded,
            .refused, .held:
            return .stale
        }
        hint = Hint(.lookUpFailed)
        return .taken([])
    }
}

extension CardIdentity {
    /// Only a readable date can have passed.
    package func isExpired(on day: CivilDate) -> Bool {
        switch validity {
        case .until(let last): last < day
        case .longTerm, .unreadable: false
        }
    }
}

import Claims

extension CounterSession {
    /// A number that looks wrong is asked for again; entered again, only a supervisor lets it pass.
    mutating func bankCardEntered(_ number: String, _ repeated: String, today: CivilDate) -> SessionOutcome {
        guard case .bankCard(var visit) = state else { return notNow }
        guard let card = BankCardNumber(number) else { return .ignored(Hint(.bankCardForm)) }
        guard BankCardNumber(repeated) == card else { return .ignored(Hint(.bankCardMismatch)) }
        guard card.needsSupervisor else {
            visit.doubtfulCard = nil
            visit.bankCard = card
            return advance(visit, today: today)
        }
        let isRepeated = visit.doubtfulCard?.number == card
        visit.doubtfulCard = Visit.DoubtfulCard(number: card, isRepeated: isRepeated)
        state = .bankCard(visit)
        if isRepeated {
            hint = Hint(.bankCardAgain)
        } else {
            hint = Hint(card.warnings.contains(.length) ? .bankCardLength : .bankCardLuhn)
        }
        return .taken([])
    }

    mutating func confirm(today: CivilDate) -> SessionOutcome {
        guard case .review(let visit, let decision) = state, let applicant = visit.applicant else { return notNow }
        let facts = visit.facts(today: today)
        // Midnight may have passed since the review: what is committed is what the rules say now.
        guard Eligibility.decision(on: facts, under: programme) == decision else { return advance(visit, today: today) }
        let draft = ClaimDraft(
            applicant: applicant,
            agent: visit.agent,
            consent: visit.consent,
            facts: facts,
            plate: visit.plate,
            bankCard: visit.bankCard,
            decision: decision,
            warnings: visit.warnings(today: today, under: programme),
            overrides: visit.overrides
        )
        return enter(.committing(visit, decision), [.commit(ticket: nextTicket(), draft)])
    }

    mutating func committed(_ number: Int, _ receipt: ClaimReceipt) -> SessionOutcome {
        guard number == ticket, case .committing(_, let decision) = state else { return .stale }
        return enter(.recorded(receipt, decision))
    }

    mutating func commitRefused(_ number: Int, _ reason: Reason) -> SessionOutcome {
        guard number == ticket, case .committing(var visit, _) = state else { return .stale }
        if let text = reason.values["claim"], let claim = ClaimNumber(text) {
            let byApplicant = reason.code == .vehicleClaimedByAnother ? false : programme.onceOnly == .pair ? true : nil
            visit.learn(EarlierClaim(claim, byApplicant: byApplicant), for: reason.code)
        }
        let rule: Rule = reason.code == .personClaimed ? .oncePerPerson : .oncePerVehicle
        return end(Finding(rule, .refuse(reason), reason.values), visit)
    }

    /// Nothing was recorded: back to the review, where it can be tried again.
    mutating func commitFailed(_ number: Int, _ code: KioskError.Code) -> SessionOutcome {
        guard number == ticket, case .committing(let visit, let decision) = state else { return .stale }
        state = .review(visit, decision)
        hint = Hint(.notSaved, ["code": code.name])
        return .taken([])
    }
}

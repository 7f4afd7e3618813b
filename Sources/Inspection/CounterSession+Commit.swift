import Claims

extension CounterSession {
    mutating func bankCardEntered(_ number: String, _ repeated: String, today: CivilDate) -> SessionOutcome {
        guard case .bankCard(var visit) = state else { return notNow }
        guard let card = BankCardNumber(number) else { return .ignored(Hint(.bankCardForm)) }
        guard BankCardNumber(repeated) == card else { return .ignored(Hint(.bankCardMismatch)) }
        guard card.isLuhnValid else { return .ignored(Hint(.bankCardLuhn)) }
        visit.bankCard = card
        return review(visit, today: today)
    }

    mutating func confirm(today: CivilDate) -> SessionOutcome {
        guard case .review(let visit, let verdict) = state, let applicant = visit.applicant,
            let registration = visit.registration
        else { return notNow }
        // Midnight may have passed since the review: what is committed is what the rules say now.
        guard Eligibility.verdict(for: visit.facts(today: today), under: programme) == verdict else {
            return review(visit, today: today)
        }
        let draft = ClaimDraft(
            applicant: applicant,
            plate: visit.plate,
            registration: registration,
            certificate: visit.certificate,
            parts: visit.parts,
            bankCard: visit.bankCard,
            verdict: verdict,
            noticeVersion: visit.noticeVersion
        )
        return enter(.committing(visit, verdict), [.commit(ticket: nextTicket(), draft)])
    }

    mutating func committed(_ number: Int, _ receipt: ClaimReceipt) -> SessionOutcome {
        guard number == ticket, case .committing(_, let verdict) = state else { return .stale }
        return enter(.recorded(receipt, verdict.amount))
    }

    mutating func commitRefused(_ number: Int, _ reason: Reason) -> SessionOutcome {
        guard number == ticket, case .committing(let visit, _) = state else { return .stale }
        return enter(.refused(reason, visit))
    }

    /// Nothing was recorded: back to the review, where it can be tried again.
    mutating func commitFailed(_ number: Int, _ code: KioskError.Code) -> SessionOutcome {
        guard number == ticket, case .committing(let visit, let verdict) = state else { return .stale }
        state = .review(visit, verdict)
        hint = Hint(.notSaved, ["code": code.name])
        return .taken([])
    }
}

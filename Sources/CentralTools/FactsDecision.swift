import Claims

/// Facts in, answer out; reads neither a file nor a clock.
struct FactsDecision {
    let programme: Programme
    /// Nil when none could be read: then days off are not known.
    let calendar: WorkingCalendar?
    let texts: DecideTexts?

    func answer(to document: FactsDocument, _ problems: FactsProblems) -> DecideAnswer {
        checkProgramme(document, programme)
        var identifiers = document.identifiers
        if let folded = identifiers.plate?.folded, let plate = Plate(folded), let pattern = programme.plates.pattern {
            identifiers.plate?.fitsPattern = pattern.matches(plate)
            if !pattern.matches(plate) { document.plateText?.reject("a plate as the programme has them, \(pattern)") }
        }
        let asked = FactsCase(document, programme)
        var answer: DecideAnswer
        if !problems.all.isEmpty {
            answer = DecideAnswer(.invalidInput)
            answer.problems = problems.all
            answer.identifiers = identifiers.isEmpty ? nil : identifiers
            return answer
        }
        if !document.asksForVerdict {
            answer = nothingAsked(document, identifiers)
        } else if let facts = asked.facts, let decision = decision(on: facts, asked) {
            answer = DecideAnswer(decision, texts)
            // A stand-in for a day that nobody asked for.
            if document.plate?.registeredOn == nil { answer.facts?["registeredOn"] = nil }
        } else {
            answer = DecideAnswer(.incomplete)
            answer.missing = asked.missing
            answer.otherObjections =
                asked.facts
                .flatMap { Eligibility.objection(to: $0, under: programme) }
                .map { [DecideAnswer.Objection($0, texts)] } ?? []
        }
        if document.asksForVerdict {
            answer.fraudCase = document.vehicleClaims.map(\.claim).contains {
                $0.state.holdsKeys && $0.byApplicant == false
            }
        }
        answer.versions = answer.versions ?? ["programme": "\(programme.id)@\(programme.version)"]
        answer.identifiers = identifiers.isEmpty ? nil : identifiers
        answer.warnings = warnings(document, asked).map { DecideAnswer.Cause($0, texts) }
        answer.notes = asked.notes + (calendar == nil ? ["No calendar was read: days off are not known."] : [])
        addDays(document, &answer)
        return answer
    }

    /// A refusal stands whatever is missing; anything else waits for it.
    private func decision(on facts: EligibilityFacts, _ asked: FactsCase) -> Decision? {
        let decision = Eligibility.decision(on: facts, under: programme)
        guard let decision, decision.verdict.isRefusal || asked.missing.isEmpty else { return nil }
        return decision
    }

    private func nothingAsked(_ document: FactsDocument, _ identifiers: FactsIdentifiers) -> DecideAnswer {
        guard document.approved == nil, identifiers.isEmpty else { return DecideAnswer(.notAsked) }
        var answer = DecideAnswer(.incomplete)
        answer.missing = [
            .init(fact: "capturedAt", expected: "the time of the claim, with plate and parts; or approvedAt alone")
        ]
        return answer
    }

    private func checkProgramme(_ document: FactsDocument, _ programme: Programme) {
        guard let node = document.programme, let text = node.text(1...120),
            ![programme.id, "\(programme.id)@\(programme.version)"].contains(text)
        else { return }
        node.contradiction(
            "the programme that was read is \(programme.id)@\(programme.version)",
            "Write this id or id@version, and name another file with --programme."
        )
    }

    private func warnings(_ document: FactsDocument, _ asked: FactsCase) -> [Warning] {
        var warnings = opening(document, asked)
        if case .until(let last)? = document.applicant.validity, let captured = document.captured, last < captured.day {
            warnings.append(Warning(.cardExpired))
        }
        if let facts = asked.facts, let claim = facts.personClaim, claim.state.holdsKeys, programme.onceOnly == .each,
            facts.registration == .plateless
        {
            warnings.append(Warning(.personClaimed, ["claim": claim.number.text]))
        }
        if let facts = asked.facts, let registration = facts.registration,
            Eligibility.isProvisional(registration, facts, programme)
        {
            warnings.append(Warning(.provisional))
        }
        for name in document.identifiers.bankCard?.warnings ?? [] {
            if let code = Warning.Code(rawValue: "bank-card-\(name)") { warnings.append(Warning(code)) }
        }
        if !document.sentToReview.isEmpty { warnings.append(Warning(.overridden)) }
        return warnings
    }

    /// Opening hours are staff's business and change no verdict.
    private func opening(_ document: FactsDocument, _ asked: FactsCase) -> [Warning] {
        guard let calendar, let captured = document.captured else { return [] }
        guard calendar.isWorking(captured.day) else {
            return [Warning(.closedDay, ["day": captured.day.description])]
        }
        let all = programme.points.map(\.hours)
        // Without a point: when all keep the same hours, these.
        let hours = asked.point?.hours ?? (all.allSatisfy { $0 == all.first } ? all.first : nil)
        guard let hours, let time = captured.time, hours.state(at: time, calendar) == .outsideHours else { return [] }
        return [Warning(.outsideHours, ["hours": hours.description])]
    }

    private func addDays(_ document: FactsDocument, _ answer: inout DecideAnswer) {
        var days: [String: DecideAnswer.Day] = [:]
        for (name, moment) in [
            ("captured", document.captured), ("received", document.received), ("approved", document.approved),
        ] {
            if let moment { days[name] = DecideAnswer.Day(moment.day, calendar) }
        }
        answer.days = days.isEmpty ? nil : days
        guard let approved = document.approved, let calendar else { return }
        let count = document.workingDays ?? programme.paymentDays
        answer.deadline = DecideAnswer.Due(calendar.dueDate(approvedOn: approved.day, workingDays: count))
    }
}

import Claims

extension CounterSession {
    mutating func back() -> SessionOutcome {
        guard let before = stateBefore else { return notNow }
        switch state {
        case .refused, .held: return enter(before, [.takeBackEnding])
        case .idle, .notice, .identity, .agent, .plate, .ownership, .parts, .kilometres, .condition, .bankCard,
            .review, .committing, .recorded:
            return enter(before)
        }
    }

    /// Where a step back leads; nil where there is none.
    var stateBefore: State? {
        switch state {
        case .notice: return .idle
        case .identity(var visit):
            guard visit.applicant != nil || visit.agentComes else { return .notice(visit.openingWarnings) }
            visit.startOver()
            return .identity(visit)
        case .agent(let visit), .plate(let visit), .ownership(let visit), .parts(let visit), .kilometres(let visit),
            .condition(let visit), .bankCard(let visit), .review(let visit, _):
            return previous(of: visit)
        case .held(let finding, let visit), .refused(let finding, .some(let visit)):
            return previous(of: visit, objected: finding)
        case .idle, .committing, .recorded, .refused(_, nil): return nil
        }
    }

    /// The state before the last thing that was learnt, with that thing forgotten.
    private func previous(of visit: Visit, objected finding: Finding? = nil) -> State {
        var visit = visit
        visit.scannedSerial = nil
        if visit.bankCard != nil {
            visit.forgetBankCard()
            return .bankCard(visit)
        }
        visit.doubtfulCard = nil
        if visit.kilometres != nil {
            visit.forgetKilometres()
            return .kilometres(visit)
        }
        if visit.condition != nil {
            visit.condition = nil
            if programme.plateless?.rows.count ?? 0 > 1 { return .condition(visit) }
        }
        // A refusal or hold can come at any part, in any order: what was found of that part is taken back.
        let judged = Part.allCases.filter { visit.parts[$0] != nil }
        if let last = visit.partUnderLookUp ?? judged.first(where: { $0 == finding?.part }) ?? judged.last {
            visit.forget(last)
            return .parts(visit)
        }
        if visit.certificate != nil || visit.certificateIsMissing || visit.relation == .heir
            || visit.relation == .company
        {
            visit.forgetCertificate()
            return .ownership(visit)
        }
        if visit.registration != nil || visit.plate != nil {
            visit.forgetPlate()
            return .plate(visit)
        }
        if visit.agent != nil {
            visit.agent = nil
            return .agent(visit)
        }
        visit.startOver()
        return .identity(visit)
    }

    mutating func cancel() -> SessionOutcome { canCancel ? enter(.idle) : notNow }

    mutating func finish() -> SessionOutcome {
        switch state {
        case .recorded, .refused, .held: enter(.idle)
        case .idle, .notice, .identity, .agent, .plate, .ownership, .parts, .kilometres, .condition, .bankCard,
            .review, .committing:
            notNow
        }
    }

    /// Ends whatever is on screen, except a commit under way.
    mutating func timedOut() -> SessionOutcome {
        switch state {
        case .idle, .committing: return .stale
        case .recorded, .refused, .held: return finish()
        case .notice, .identity, .agent, .plate, .ownership, .parts, .kilometres, .condition, .bankCard, .review:
            let outcome = enter(.idle)
            hint = Hint(.sessionTimedOut)
            return outcome
        }
    }
}

extension Finding {
    /// The part that is objected to, if it is one.
    fileprivate var part: Part? {
        guard let reason = verdict.reason else { return nil }
        switch reason.code {
        case .voltageUnclear, .voltageContradicted, .otherVoltage: return .battery
        default: return reason.values["part"].flatMap(Part.init)
        }
    }
}

import Claims

extension CounterSession {
    mutating func back() -> SessionOutcome {
        guard let before = stateBefore else { return notNow }
        return enter(before)
    }

    /// Where a step back leads; nil where there is none, or where none would change the outcome: a person who has
    /// claimed stays refused.
    var stateBefore: State? {
        switch state {
        case .notice: return .idle
        case .identity(var visit):
            guard visit.applicant != nil else { return .notice }
            visit.forgetApplicant()
            return .identity(visit)
        case .plate(let visit), .ownership(let visit), .parts(let visit), .bankCard(let visit), .review(let visit, _),
            .held(_, let visit):
            return previous(of: visit)
        case .refused(let reason, .some(let visit)):
            return reason.code == .personClaimed ? nil : previous(of: visit)
        case .idle, .committing, .recorded, .refused(_, nil): return nil
        }
    }

    /// The state before the last thing that was learnt, with that thing forgotten.
    private func previous(of visit: Visit) -> State {
        var visit = visit
        visit.scannedSerial = nil
        if visit.bankCard != nil {
            visit.bankCard = nil
            return .bankCard(visit)
        }
        // A refusal or hold can come at any part, in any order: the first finding that objects is the one taken back.
        let judged = Part.allCases.filter { visit.parts[$0] != nil }
        if let last = judged.first(where: { isObjected($0, in: visit) }) ?? judged.last {
            visit.parts[last] = nil
            return .parts(visit)
        }
        if visit.certificate != nil {
            visit.certificate = nil
            return .ownership(visit)
        }
        if visit.registration != nil || visit.plate != nil {
            visit.forgetPlate()
            return .plate(visit)
        }
        visit.forgetApplicant()
        return .identity(visit)
    }

    /// Whether what was found of `part` speaks against the visit by itself.
    private func isObjected(_ part: Part, in visit: Visit) -> Bool {
        guard let finding = visit.parts[part] else { return false }
        if finding.condition != .present { return true }
        guard !visit.isPlateless, let volts = finding.voltage?.volts else { return false }
        return programme.tariff[volts] == nil
    }

    mutating func cancel() -> SessionOutcome { canCancel ? enter(.idle) : notNow }

    mutating func finish() -> SessionOutcome {
        switch state {
        case .recorded: enter(.idle)
        case .refused(let reason, let visit): enter(.idle, [.recordEnding(ending(.refused, reason, visit))])
        case .held(let reason, let visit): enter(.idle, [.recordEnding(ending(.held, reason, visit))])
        case .idle, .notice, .identity, .plate, .ownership, .parts, .bankCard, .review, .committing: notNow
        }
    }

    /// Ends whatever is on screen, except a commit under way.
    mutating func timedOut() -> SessionOutcome {
        switch state {
        case .idle, .committing: return .stale
        case .recorded, .refused, .held: return finish()
        case .notice, .identity, .plate, .ownership, .parts, .bankCard, .review:
            let outcome = enter(.idle)
            hint = Hint(.sessionTimedOut)
            return outcome
        }
    }

    private func ending(_ kind: Ending.Kind, _ reason: Reason, _ visit: Visit?) -> Ending {
        Ending(kind: kind, reason: reason, person: visit?.applicant?.number, plate: visit?.plate)
    }
}

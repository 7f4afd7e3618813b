import Claims

extension CounterSession {
    /// Any part may be judged, and judged again, until all three are: staff look at the bike in their own order.
    mutating func partJudged(_ part: Part, _ judgement: PartJudgement, today: CivilDate) -> SessionOutcome {
        guard case .parts(var visit) = state, visit.partUnderLookUp == nil else { return notNow }
        guard let serial = serial(of: judgement, visit) else { return .ignored(Hint(.serialInvalid)) }
        let isBattery = part == .battery && judgement.condition == .present
        let countsVolts = programme.tariff.measure == .voltage && !visit.isPlateless
        if isBattery, countsVolts, judgement.voltage == nil { return .ignored(Hint(.voltageNeeded)) }
        visit.forget(part)
        visit.parts[part] = PartFinding(
            condition: judgement.condition,
            serial: judgement.condition == .missing ? PartSerial.none : serial,
            voltage: isBattery ? judgement.voltage : nil
        )
        visit.scannedSerial = nil
        // What refuses the bike anyway is not looked up; of a bike without a plate another bike's part may be taken.
        let isKept = judgement.condition == .present || (judgement.condition == .wrong && visit.isPlateless)
        guard isKept, serial.foldedKey != nil else { return advance(visit, today: today) }
        visit.partUnderLookUp = part
        let look = SessionAction.checkPart(ticket: nextTicket(), part, serial, plate: visit.plate)
        return enter(.parts(visit), [look])
    }

    mutating func partChecked(_ number: Int, _ knowledge: PartKnowledge, today: CivilDate) -> SessionOutcome {
        guard number == ticket, case .parts(var visit) = state, let part = visit.partUnderLookUp else { return .stale }
        visit.partKnowledge[part] = knowledge
        visit.partUnderLookUp = nil
        return advance(visit, today: today)
    }

    mutating func kilometresRead(_ kilometres: Int, today: CivilDate) -> SessionOutcome {
        guard case .kilometres(var visit) = state else { return notNow }
        guard (0...999_999).contains(kilometres) else { return .ignored(Hint(.kilometresInvalid)) }
        visit.kilometres = kilometres
        return advance(visit, today: today)
    }

    mutating func conditionChosen(_ condition: String, today: CivilDate) -> SessionOutcome {
        guard case .condition(var visit) = state else { return notNow }
        guard programme.plateless?.rows.contains(where: { $0.condition == condition }) ?? false else {
            return .ignored(Hint(.conditionUnknown))
        }
        visit.condition = condition
        return advance(visit, today: today)
    }

    /// Nil when what was entered is no serial.
    private func serial(of judgement: PartJudgement, _ visit: Visit) -> PartSerial? {
        switch judgement.serial {
        case .text(let text): PartSerial.read(checking: text)
        case .illegible: .illegible
        case .groundOff: .groundOff
        case .absent: PartSerial.none
        case .unspecified: visit.scannedSerial.map(PartSerial.read) ?? PartSerial.none
        }
    }
}

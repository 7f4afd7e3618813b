import Claims

extension CounterSession {
    /// Any part may be judged, and judged again, until all three are: staff look at the bike in their own order.
    mutating func partJudged(_ part: Part, _ judgement: PartJudgement, today: CivilDate) -> SessionOutcome {
        guard case .parts(var visit) = state else { return notNow }
        let serial: PartSerial
        switch judgement.serial {
        case .text(let text):
            guard let checked = PartSerial.read(checking: text) else { return .ignored(Hint(.serialInvalid)) }
            serial = checked
        case .illegible: serial = .illegible
        case .groundOff: serial = .groundOff
        case .absent: serial = .none
        case .unspecified: serial = visit.scannedSerial.map(PartSerial.read) ?? .none
        }
        var voltage: BatteryVoltage?
        if part == .battery, judgement.condition == .present {
            voltage = judgement.volts.flatMap { BatteryVoltage(volts: $0, method: judgement.voltageMethod) }
            guard voltage != nil else { return .ignored(Hint(.voltageNeeded)) }
        }
        visit.parts[part] = PartFinding(condition: judgement.condition, serial: serial, voltage: voltage)
        visit.scannedSerial = nil
        guard visit.nextPart == nil else { return enter(.parts(visit), unlessObjected: visit, today: today) }
        return visit.isPlateless
            ? review(visit, today: today)
            : enter(.bankCard(visit), unlessObjected: visit, today: today)
    }

    /// To the review when the programme pays or the company does; else to the refusal or hold that the rules give.
    mutating func review(_ visit: Visit, today: CivilDate) -> SessionOutcome {
        switch Eligibility.verdict(for: visit.facts(today: today), under: programme) {
        case .refuse(let reason): enter(.refused(reason, visit))
        case .hold(let reason): enter(.held(reason, visit))
        case .some(let verdict): enter(.review(visit, verdict))
        case nil: notNow
        }
    }
}

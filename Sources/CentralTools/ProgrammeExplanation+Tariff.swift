import Claims

extension ProgrammeExplanation {
    static func amounts(_ programme: Programme) -> [String] {
        let tariff = programme.tariff
        let outcome = tariff.otherwise == .hold ? "held for review" : "refused"
        switch tariff.measure {
        case .flat: return tariff.rows.map { "Every bike gets \($0.amount) yuan." }
        case .voltage:
            let rows = tariff.rows.map { "\($0.range.lowerBound) V: \($0.amount) yuan." }
            return ["The amount goes by the battery's nominal voltage:"] + rows
                + ["Any other voltage is \(outcome); it is never rounded to one of these."]
                + evidence(programme.voltage)
        case .kilometres:
            let rows = tariff.rows.map { row in
                let last = row.range.upperBound
                let to = last == .max ? "and more" : "to \(last) km"
                return "\(row.range.lowerBound) km \(to): \(row.amount) yuan."
            }
            return ["The amount goes by what the odometer shows:"] + rows + ["Anything else is \(outcome)."]
        }
    }

    private static func evidence(_ rule: Programme.VoltageRule) -> [String] {
        let percent = rule.meterPercent
        return [
            "The label says the voltage. Without one the count of blocks of \(rule.voltsPerBlock) V says it, and without"
                + " that a meter, if what it shows fits one row only.",
            "A meter fits when it shows \(percent.lowerBound)–\(percent.upperBound) % of the nominal voltage. A label"
                + " that cannot be read, or that blocks or meter contradict, is \(outcome(rule.doubt)).",
        ]
    }
}

/// What was seen and measured of a battery's nominal voltage. What it amounts to, `reading(by:rows:)` says.
package struct BatteryVoltage: Hashable, Sendable {
    package enum Label: Hashable, Sendable {
        /// Nominal volts as printed, 1–400.
        case volts(Int)
        case illegible
        /// There is none, or nobody looked.
        case none
    }

    /// What the evidence amounts to.
    package enum Reading: Hashable, Sendable {
        case nominal(Int)
        /// It does not say: an illegible label, or a measurement that fits no row or several.
        case unclear
        /// Two pieces of it exclude each other.
        case contradicted
    }

    package let label: Label
    /// Measured between the poles, 1–400,000.
    package let meterMillivolts: Int?
    /// Counted, 1–32.
    package let blocks: Int?

    /// Nil when a value is out of its range, or there is no evidence at all.
    package init?(label: Label = .none, meterMillivolts: Int? = nil, blocks: Int? = nil) {
        if case .volts(let volts) = label, !(1...400).contains(volts) { return nil }
        if let meterMillivolts, !(1...400_000).contains(meterMillivolts) { return nil }
        if let blocks, !(1...32).contains(blocks) { return nil }
        guard label != .none || meterMillivolts != nil || blocks != nil else { return nil }
        self.label = label
        self.meterMillivolts = meterMillivolts
        self.blocks = blocks
    }

    /// The label first, then the count of blocks, then the meter; whatever else there is must fit.
    ///
    /// - Parameter rows: the tariff's nominal voltages. A measurement alone counts if it fits one of them, and no other
    ///   voltage that exists.
    package func reading(by rule: Programme.VoltageRule, rows: [Int]) -> Reading {
        switch (label, blocks) {
        case (.illegible, _): return .unclear
        case (.volts(let volts), let blocks):
            if let blocks, blocks * rule.voltsPerBlock != volts { return .contradicted }
            return fits(volts, rule) ? .nominal(volts) : .contradicted
        case (.none, let blocks?):
            let volts = blocks * rule.voltsPerBlock
            return fits(volts, rule) ? .nominal(volts) : .contradicted
        case (.none, nil):
            let fitting = Set(rows + rule.otherVolts).filter { fits($0, rule) }
            guard fitting.count == 1, let volts = fitting.first, rows.contains(volts) else { return .unclear }
            return .nominal(volts)
        }
    }

    private func fits(_ volts: Int, _ rule: Programme.VoltageRule) -> Bool {
        guard let meterMillivolts else { return true }
        let range = rule.meterPercent
        return (volts * range.lowerBound * 10...volts * range.upperBound * 10).contains(meterMillivolts)
    }
}

extension BatteryVoltage {
    /// How a label is written on wires: `read` with volts, `illegible` or `none`.
    package var wireForm: (label: String, volts: Int?) {
        switch label {
        case .volts(let volts): ("read", volts)
        case .illegible: ("illegible", nil)
        case .none: ("none", nil)
        }
    }

    /// From its written form; nil when it is none, or a value is out of range.
    package init?(label: String?, volts: Int?, meterMillivolts: Int?, blocks: Int?) {
        let seen: Label
        switch (label ?? (volts == nil ? "none" : "read"), volts) {
        case ("read", let volts?): seen = .volts(volts)
        case ("illegible", nil): seen = .illegible
        case ("none", nil): seen = .none
        default: return nil
        }
        self.init(label: seen, meterMillivolts: meterMillivolts, blocks: blocks)
    }
}

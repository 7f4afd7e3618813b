import Claims

// What is paid: amounts are whole fen, and no value has two rows.

extension ProgrammeFile {
    private enum TariffKeys: String, SettingsKey {
        case by, otherwise, rows, fen
    }

    private enum VoltageRowKeys: String, SettingsKey {
        case volts, fen
    }

    private enum KilometreRowKeys: String, SettingsKey {
        case from, to, fen
    }

    private enum VoltageKeys: String, SettingsKey {
        case voltsPerBlock, meterPercent, otherVolts, doubt
    }

    private enum PercentKeys: String, SettingsKey {
        case from, to
    }

    /// 10 000 yuan: the central takes no claim with more.
    static let highestFen = 1_000_000

    static var tariff: Reading<Tariff> {
        .mapping(TariffKeys.self) { (keys) throws(KioskError) in
            switch try keys.required(.by, .choice(Tariff.Measure.self)) {
            case .flat:
                let why = "every bike gets the same amount, so this key has nothing to say"
                try keys.refuse(.rows, why, remedy: "Delete it and write `fen: …`, or write `by: voltage`.")
                try keys.refuse(.otherwise, why, remedy: "Delete it, or write `by: voltage` with rows.")
                return Tariff(flat: try keys.required(.fen, amount))
            case .voltage: return try rows(keys, by: .voltage, voltageRow) { "\($0.lowerBound) volts have two rows" }
            case .kilometres:
                return try rows(keys, by: .kilometres, kilometreRow) { "kilometres \(shown($0)) overlap another row" }
            }
        }
    }

    /// How a battery's voltage is told.
    static var voltage: Reading<Programme.VoltageRule> {
        .mapping(VoltageKeys.self) { (keys) throws(KioskError) in
            let usual = Programme.VoltageRule()
            let volts = Reading<[Int]>.list(0...32, of: .integer(in: 1...400, unit: "volts"), uniqueBy: \.self) {
                "\($0) volts"
            }
            let percent = Reading<ClosedRange<Int>>.mapping(PercentKeys.self) { (keys) throws(KioskError) in
                let from = try keys.required(.from, .integer(in: 1...100, unit: "percent"))
                let to = try keys.required(.to, .integer(in: 100...200, unit: "percent"))
                return from...to
            }
            return Programme.VoltageRule(
                voltsPerBlock: try keys.optional(.voltsPerBlock, .integer(in: 1...48, unit: "volts"))
                    ?? usual.voltsPerBlock,
                meterPercent: try keys.optional(.meterPercent, percent) ?? usual.meterPercent,
                otherVolts: try keys.optional(.otherVolts, volts) ?? usual.otherVolts,
                doubt: try keys.optional(.doubt, .choice(Programme.Severity.self)) ?? usual.doubt
            )
        }
    }

    /// Of a subsidy.
    private static var amount: Reading<Fen> { fen(in: 1...highestFen) }

    static func fen(in range: ClosedRange<Int>) -> Reading<Fen> {
        let number = Reading<Int>.integer(in: range, unit: "fen")
        return Reading(number.expected) { (node) throws(KioskError) in Fen(Int64(try number.read(node))) }
    }

    private static var voltageRow: Reading<Tariff.Row> {
        .mapping(VoltageRowKeys.self) { (keys) throws(KioskError) in
            let volts = try keys.required(.volts, .integer(in: 12...400, unit: "volts"))
            return Tariff.Row(volts...volts, try keys.required(.fen, amount))
        }
    }

    /// Without `to` the row has no end.
    private static var kilometreRow: Reading<Tariff.Row> {
        .mapping(KilometreRowKeys.self) { (keys) throws(KioskError) in
            let distance = Reading<Int>.integer(in: 0...9_999_999, unit: "kilometres")
            let from = try keys.required(.from, distance)
            let to = try keys.optional(.to, distance) ?? .max
            guard from <= to else {
                throw keys.place(of: .to).fault(
                    .configContradiction,
                    "the row ends at \(to) kilometres, before it begins at \(from)",
                    remedy: "Swap the two numbers."
                )
            }
            return Tariff.Row(from...to, try keys.required(.fen, amount))
        }
    }

    private static func rows(
        _ keys: StrictMapping<TariffKeys>,
        by measure: Tariff.Measure,
        _ row: Reading<Tariff.Row>,
        twice: (ClosedRange<Int>) -> String
    ) throws(KioskError) -> Tariff {
        try keys.refuse(
            .fen,
            "the amount depends on \(measure.rawValue), so it stands in the rows",
            remedy: "Delete it and give each row its `fen`, or write `by: flat`."
        )
        let rows = try keys.required(.rows, .list(1...64, of: row))
        for (index, (row, place)) in rows.enumerated() {
            guard let other = rows[..<index].first(where: { $0.value.range.overlaps(row.range) }) else { continue }
            throw place.fault(
                .configContradiction,
                "\(twice(row.range)), the other is \(shown(other.value.range)) in line \(other.place.line)",
                remedy: "Change or delete one of the two: every value must have one amount."
            )
        }
        let otherwise = try keys.required(.otherwise, .choice(Programme.Severity.self))
        guard let tariff = Tariff(by: measure, rows.map(\.value), otherwise: otherwise) else {
            throw keys.place(of: .rows).fault(.configContradiction, "the rows overlap", remedy: "Give each its range.")
        }
        return tariff
    }

    private static func shown(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        return range.upperBound == .max ? "from \(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
    }
}

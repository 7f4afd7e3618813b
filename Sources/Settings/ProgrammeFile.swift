package import Claims

/// Reads a programme's rules, such as `config/programmes/doilungdeqen-2025.yaml`.
package enum ProgrammeFile {
    /// Throws the `config.*` codes.
    package static func load(_ path: String) throws(KioskError) -> Programme {
        try read(SettingsDocument.read(path).root)
    }

    static func read(_ root: StrictNode) throws(KioskError) -> Programme { try programme(root.mapping(Keys.self)) }
}

extension ProgrammeFile {
    private enum Keys: String, SettingsKey {
        case id, version, title, acceptance, registration, plateKinds, tariff, onceOnly, otherVoltage
        case ownershipCertificate, agents, plateless, notice, hotline
    }

    private enum TitleKeys: String, SettingsKey {
        case chinese = "zh-CN"
        case tibetan = "bo"
        case english = "en"
    }

    private enum DaysKeys: String, SettingsKey {
        case first, last
    }

    private enum TariffKeys: String, SettingsKey {
        case volts, fen
    }

    private enum PlatelessKeys: String, SettingsKey {
        case residualValueFen
    }

    private enum NoticeKeys: String, SettingsKey {
        case version
    }

    private static func programme(_ file: StrictMapping<Keys>) throws(KioskError) -> Programme {
        let titles = try file.required(.title, .mapping(TitleKeys.self))
        var title: [String: String] = [:]
        for key in TitleKeys.allCases { title[key.rawValue] = try titles.required(key, .text(1...120)) }
        let plateless = try file.optional(.plateless, .mapping(PlatelessKeys.self))
        let notice = try file.required(.notice, .mapping(NoticeKeys.self))
        return Programme(
            id: try file.required(.id, name),
            version: try file.required(.version, .text(1...40)),
            acceptance: try days(file, .acceptance),
            registration: try days(file, .registration),
            plateKinds: try plateKinds(file),
            tariff: try tariff(file),
            onceOnly: try file.required(.onceOnly, .choice(Programme.OnceOnly.self)),
            otherVoltage: try file.required(.otherVoltage, .choice(Programme.OtherVoltage.self)),
            ownershipCertificate: try file.required(.ownershipCertificate, .truth),
            agents: try file.required(.agents, .choice(Programme.Agents.self)),
            plateless: try plateless.map { (keys) throws(KioskError) in
                .init(residualValue: Fen(Int64(try keys.required(.residualValueFen, fen))))
            },
            notice: .init(version: try notice.required(.version, .text(1...40))),
            title: title,
            hotline: try file.required(.hotline, .text(1...40))
        )
    }

    /// Up to one million yuan: far above any tariff, far below any overflow.
    private static var fen: Reading<Int> { .integer(in: 1...100_000_000, unit: "fen") }

    /// Ids and plate kinds.
    static var name: Reading<String> {
        .parsed("a name of 1–40 lower-case letters, digits and hyphens") { text in
            let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-".utf8
            return (1...40).contains(text.utf8.count) && text.utf8.allSatisfy(allowed.contains) ? text : nil
        }
    }

    private static func days(_ file: StrictMapping<Keys>, _ key: Keys) throws(KioskError) -> Programme.Days {
        let window = try file.required(key, .mapping(DaysKeys.self))
        let first = try window.required(.first, .date)
        let last = try window.required(.last, .date)
        guard first <= last else {
            throw window.place(of: .last).fault(
                .configContradiction,
                "the window ends on \(last), before it begins on \(first)",
                remedy: "Swap the two days, or correct the year."
            )
        }
        return Programme.Days(first: first, last: last)
    }

    private static func plateKinds(_ file: StrictMapping<Keys>) throws(KioskError) -> Set<String> {
        var kinds: Set<String> = []
        for (kind, place) in try file.required(.plateKinds, .list(1...16, of: name)) {
            guard kinds.insert(kind).inserted else {
                throw place.fault(
                    .configContradiction,
                    "the plate kind \(kind) stands twice",
                    remedy: "Keep one of the two."
                )
            }
        }
        return kinds
    }

    private static func tariff(_ file: StrictMapping<Keys>) throws(KioskError) -> [Int: Fen] {
        let row = Reading<(volts: Int, fen: Int)>.mapping(TariffKeys.self) { (keys) throws(KioskError) in
            (try keys.required(.volts, .integer(in: 12...120, unit: "volts")), try keys.required(.fen, fen))
        }
        var tariff: [Int: Fen] = [:]
        for (row, place) in try file.required(.tariff, .list(1...32, of: row)) {
            guard tariff.updateValue(Fen(Int64(row.fen)), forKey: row.volts) == nil else {
                throw place.fault(
                    .configContradiction,
                    "\(row.volts) volts have two rows",
                    remedy: "Keep one row for each voltage."
                )
            }
        }
        return tariff
    }
}

import Claims

// Who may claim, and with which bike.

extension ProgrammeFile {
    private enum DaysKeys: String, SettingsKey {
        case first, last
    }

    private enum PlatesKeys: String, SettingsKey {
        case kinds, titles, pattern, otherwise, unknown
    }

    private enum PlateTitleKeys: String, SettingsKey {
        case kind, title
    }

    private enum OwnershipKeys: String, SettingsKey {
        case certificate, maximumAgeDays, photo
    }

    private enum PlatelessKeys: String, SettingsKey {
        case incomplete, rows
    }

    private enum PlatelessRowKeys: String, SettingsKey {
        case condition, title, fen, needsAllParts
    }

    private enum RegistryKeys: String, SettingsKey {
        case provisionalAfterDays, unusableAfterDays
    }

    static var days: Reading<Programme.Days> {
        .mapping(DaysKeys.self) { (window) throws(KioskError) in
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
    }

    /// At most ten years: more is a slip of the pen.
    static var acceptance: Reading<Programme.Days> {
        let days = days
        return Reading(days.expected) { (node) throws(KioskError) in
            let window = try days.read(node)
            let count = window.last.daysSince1970 - window.first.daysSince1970 + 1
            guard count <= 3_653 else {
                throw node.place.fault(
                    .configInvalidValue,
                    "the window has \(count) days, expected at most ten years",
                    remedy: "Correct the year of one of the two days."
                )
            }
            return window
        }
    }

    static var plates: Reading<Programme.Plates> {
        .mapping(PlatesKeys.self) { (keys) throws(KioskError) in
            let kinds = Reading<[String]>.list(1...16, of: name, uniqueBy: \.self) { "the plate kind \($0)" }
            let row = Reading<(kind: String, title: [String: String])>.mapping(PlateTitleKeys.self) {
                (keys) throws(KioskError) in
                (try keys.required(.kind, name), try keys.required(.title, title))
            }
            let titles = Reading<[(kind: String, title: [String: String])]>.list(1...32, of: row, uniqueBy: \.kind) {
                "the plate kind \($0.kind)"
            }
            return Programme.Plates(
                kinds: Set(try keys.required(.kinds, kinds)),
                pattern: try keys.optional(.pattern, pattern),
                otherwise: try keys.required(.otherwise, .choice(Programme.Severity.self)),
                unknown: try keys.optional(.unknown, .choice(Programme.Severity.self)) ?? .hold,
                titles: Dictionary(uniqueKeysWithValues: try keys.optional(.titles, titles) ?? [])
            )
        }
    }

    private static var pattern: Reading<PlatePattern> {
        let text = Reading<String>.text(1...200)
        return Reading("a pattern of plates, such as 拉萨[A-Z]\\d{5}") { (node) throws(KioskError) in
            let written = try text.read(node)
            do {
                return try PlatePattern(written)
            } catch {
                throw node.place.fault(
                    .configInvalidValue,
                    "found the pattern \(Place.quoted(written)): \(error)",
                    remedy: "Correct the pattern, or delete the line to take every plate."
                )
            }
        }
    }

    static var ownership: Reading<Programme.Ownership> {
        .mapping(OwnershipKeys.self) { (keys) throws(KioskError) in
            let certificate = try keys.required(.certificate, .truth)
            let age = try keys.optional(.maximumAgeDays, .integer(in: 0...36_500, unit: "days"))
            let photo = try keys.optional(.photo, .choice(Programme.Ownership.Photo.self)) ?? .optional
            let why = "no certificate is accepted, so nothing can be asked of one"
            let remedy = "Delete it, or write `certificate: true`."
            if !certificate, age != nil { try keys.refuse(.maximumAgeDays, why, remedy: remedy) }
            if !certificate, photo == .required { try keys.refuse(.photo, why, remedy: remedy) }
            return Programme.Ownership(certificate: certificate, maximumAgeDays: age, photo: photo)
        }
    }

    static var plateless: Reading<Programme.Plateless> {
        let row = Reading<Programme.Plateless.Row>.mapping(PlatelessRowKeys.self) { (keys) throws(KioskError) in
            Programme.Plateless.Row(
                condition: try keys.required(.condition, name),
                title: try keys.required(.title, title),
                value: try keys.required(.fen, fen(in: 0...highestFen)),
                needsAllParts: try keys.optional(.needsAllParts, .truth) ?? false
            )
        }
        return .mapping(PlatelessKeys.self) { (keys) throws(KioskError) in
            let rows = Reading<[Programme.Plateless.Row]>.list(1...16, of: row, uniqueBy: \.condition) {
                "the condition \($0.condition)"
            }
            return Programme.Plateless(
                rows: try keys.required(.rows, rows),
                incomplete: try keys.required(.incomplete, .truth)
            )
        }
    }

    static var registry: Reading<Programme.RegistryAges> {
        .mapping(RegistryKeys.self) { (keys) throws(KioskError) in
            let days = Reading<Int>.integer(in: 0...3_650, unit: "days")
            let provisional = try keys.required(.provisionalAfterDays, days)
            let unusable = try keys.required(.unusableAfterDays, days)
            guard provisional <= unusable else {
                throw keys.place(of: .provisionalAfterDays).fault(
                    .configContradiction,
                    "verdicts are provisional after \(provisional) days, but there are none after \(unusable) days",
                    remedy: "Make provisionalAfterDays at most unusableAfterDays."
                )
            }
            return Programme.RegistryAges(provisionalAfter: provisional, unusableAfter: unusable)
        }
    }
}

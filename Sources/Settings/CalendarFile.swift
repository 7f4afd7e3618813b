package import Claims

/// Reads one notice about holidays, such as `config/calendars/lhasa-2025.yaml`.
package enum CalendarFile {
    /// Throws the `config.*` codes.
    package static func load(_ path: String) throws(KioskError) -> CalendarNotice {
        try read(SettingsDocument.read(path).root)
    }

    static func read(_ root: StrictNode) throws(KioskError) -> CalendarNotice { try notice(root.mapping(Keys.self)) }

    /// Ids of notices and names of places.
    static var name: Reading<String> {
        .parsed("a name of 1–40 lower-case letters, digits and hyphens") { text in
            let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-".utf8
            return (1...40).contains(text.utf8.count) && text.utf8.allSatisfy(allowed.contains) ? text : nil
        }
    }
}

extension CalendarFile {
    private enum Keys: String, SettingsKey {
        case id, version, scope, place, issuer, document, issuedOn, years, daysOff, makeUpDays, outsideYears
        case supersedes, note
    }

    private enum DaysOffKeys: String, SettingsKey {
        case name, first, last
    }

    private static func notice(_ file: StrictMapping<Keys>) throws(KioskError) -> CalendarNotice {
        let daysOff = try file.required(.daysOff, .list(0...64, of: run))
        let makeUpDays = try file.required(.makeUpDays, .list(0...64, of: .date))
        let years = try file.required(.years, .list(1...10, of: .integer(in: 1990...2200)))
        let outside = try file.optional(.outsideYears, .list(0...64, of: .date)) ?? []
        let supersedes = try file.optional(.supersedes, .list(0...32, of: name)) ?? []
        let id = try file.required(.id, name)
        let version = try file.required(.version, .text(1...40))
        let scope = try file.required(.scope, .choice(CalendarNotice.Scope.self))
        let place = try file.optional(.place, name)
        let issuer = try file.required(.issuer, .text(1...120))
        let document = try file.required(.document, .text(1...200))
        let issuedOn = try file.required(.issuedOn, .date)
        let note = try file.optional(.note, .text(1...1_000)) ?? ""
        do {
            return try CalendarNotice(
                id: id,
                version: version,
                scope: scope,
                place: place,
                issuer: issuer,
                document: document,
                issuedOn: issuedOn,
                years: years.map(\.value),
                daysOff: daysOff.map(\.value),
                makeUpDays: makeUpDays.map(\.value),
                outsideYears: outside.map(\.value),
                supersedes: supersedes.map(\.value),
                note: note
            )
        } catch {
            let spot =
                switch error.entry {
                case .daysOff(let index): daysOff.indices.contains(index) ? daysOff[index].place : file.place
                case .makeUpDay(let index): makeUpDays.indices.contains(index) ? makeUpDays[index].place : file.place
                case .notice: Self.place(of: error.kind, in: file)
                }
            throw spot.fault(.configContradiction, error.message, remedy: error.remedy)
        }
    }

    private static var run: Reading<CalendarNotice.DaysOff> {
        .mapping(DaysOffKeys.self) { (keys) throws(KioskError) in
            CalendarNotice.DaysOff(
                name: try keys.required(.name, .text(1...80)),
                first: try keys.required(.first, .date),
                last: try keys.required(.last, .date)
            )
        }
    }

    /// For what is wrong with the notice as a whole.
    private static func place(of kind: CalendarFault.Kind, in file: StrictMapping<Keys>) -> Place {
        switch kind {
        case .noYears: file.place(of: .years)
        case .placeAndScope: file.place(of: .scope)
        case .supersedesItself: file.place(of: .supersedes)
        default: file.place
        }
    }
}

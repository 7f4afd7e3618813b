package import Claims

/// Reads a programme's rules, such as `config/programmes/doilungdeqen-2025.yaml`; `docs/programme-file.md` lists every
/// key.
package enum ProgrammeFile {
    /// Throws the first fault, one of the `config.*` codes.
    package static func load(_ path: String) throws(KioskError) -> Programme {
        try read(SettingsDocument.read(path).root)
    }

    /// The programmes of several files, in their order. Throws the `config.*` codes, `config.contradiction` when two
    /// files have the same id and version: a verdict would not tell by which of the two it was reached.
    package static func load(files paths: [String]) throws(KioskError) -> [Programme] {
        var programmes: [Programme] = []
        var files: [String: String] = [:]
        for path in paths {
            let programme = try load(path)
            let name = "\(programme.id)@\(programme.version)"
            if let other = files.updateValue(path, forKey: name) {
                throw KioskError(
                    .configContradiction,
                    "\(other) and \(path): both are version \(programme.version) of the programme \(programme.id)",
                    remedy: "Name one of the two files, or give the newer rules a version of their own."
                )
            }
            programmes.append(programme)
        }
        return programmes
    }

    static func read(_ root: StrictNode) throws(KioskError) -> Programme {
        var faults: [KioskError] = []
        if let programme = read(root, faults: &faults) { return programme }
        throw faults.first ?? root.wrongType(expected: "a programme's rules")
    }

    /// Nil with at least one fault: keys that nobody reads, at most one of each key, and contradictions between keys.
    static func read(_ root: StrictNode, faults: inout [KioskError]) -> Programme? {
        do {
            var keys = try FaultList<Keys>(root)
            let programme = programme(&keys)
            faults += keys.faults
            return keys.faults.isEmpty ? programme : nil
        } catch {
            faults.append(error)
            return nil
        }
    }
}

extension ProgrammeFile {
    private enum Keys: String, SettingsKey {
        case id, version, title, acceptance, registration, plates, tariff, voltage, onceOnly, ownership, agents,
            uncovered
        case plateless, registry, reviewable, points, calendars, paymentWorkingDays, notice, campaign, hotline
    }

    private enum NoticeKeys: String, SettingsKey {
        case version
    }

    private static func programme(_ file: inout FaultList<Keys>) -> Programme? {
        let id = file.required(.id, name)
        let version = file.required(.version, .text(1...40))
        let title = file.required(.title, title)
        let acceptance = file.required(.acceptance, acceptance)
        let registration = file.optional(.registration, days)
        if let acceptance, let registration, registration.first > acceptance.last {
            file.contradiction(
                at: .registration,
                "bikes must have been registered from \(registration.first) on, after the last claim is accepted on "
                    + "\(acceptance.last): nobody could claim",
                remedy: "Correct the year of one of the two windows, or swap them."
            )
        }
        let plates = file.required(.plates, plates)
        let tariff = file.required(.tariff, tariff)
        let voltage = file.optional(.voltage, voltage) ?? Programme.VoltageRule()
        let onceOnly = file.required(.onceOnly, .choice(Programme.OnceOnly.self))
        let ownership = file.required(.ownership, ownership)
        let agents = file.required(.agents, .choice(Programme.Agents.self))
        let uncovered = file.optional(.uncovered, .choice(Programme.Severity.self)) ?? .hold
        let plateless = file.optional(.plateless, plateless)
        let registry = file.optional(.registry, registry)
        let reviewable = file.optional(.reviewable, reviewable) ?? []
        let points = file.required(.points, points)
        let calendars = file.required(.calendars, calendars)
        let paymentDays = file.required(.paymentWorkingDays, .integer(in: 1...250, unit: "working days"))
        let notice = file.required(.notice, notice)
        let campaign = file.optional(.campaign, campaign)
        let hotline = file.required(.hotline, .text(1...40))
        guard let id, let version, let title, let acceptance, let plates, let tariff, let onceOnly, let ownership,
            let agents, let points, let calendars, let paymentDays, let notice, let hotline
        else { return nil }
        return Programme(
            id: id,
            version: version,
            acceptance: acceptance,
            registration: registration,
            plates: plates,
            tariff: tariff,
            voltage: voltage,
            onceOnly: onceOnly,
            ownership: ownership,
            agents: agents,
            uncovered: uncovered,
            plateless: plateless,
            registry: registry,
            reviewable: reviewable,
            points: points,
            calendars: calendars,
            paymentDays: paymentDays,
            notice: notice,
            campaign: campaign,
            title: title,
            hotline: hotline
        )
    }

    private static var notice: Reading<Programme.Notice> {
        .mapping(NoticeKeys.self) { (keys) throws(KioskError) in
            Programme.Notice(version: try keys.required(.version, .text(1...40)))
        }
    }

    /// Ids, plate kinds and conditions.
    static var name: Reading<String> {
        .parsed("a name of 1–40 lower-case letters, digits and hyphens") { isName($0) ? $0 : nil }
    }

    static func isName(_ text: some StringProtocol) -> Bool {
        let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-".utf8
        return (1...40).contains(text.utf8.count) && text.utf8.allSatisfy(allowed.contains)
    }
}

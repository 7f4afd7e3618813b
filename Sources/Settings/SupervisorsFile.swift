package import Claims

/// Reads the supervisors of one kiosk.
package enum SupervisorsFile {
    /// In the order of the file; ids differ. Throws the `config.*` codes; no message ever shows what is kept of a PIN.
    package static func load(_ path: String) throws(KioskError) -> [Supervisor] {
        try read(SettingsDocument.read(path).root)
    }

    static func read(_ root: StrictNode) throws(KioskError) -> [Supervisor] {
        let hash = Reading<String>.parsed("the hash of a PIN, in quotes", secret: true) { text in
            (1...512).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? text : nil
        }
        let supervisor = Reading<Supervisor>.mapping(SupervisorKeys.self) { (keys) throws(KioskError) in
            Supervisor(id: try keys.required(.id, .text(1...40)), pinHash: try keys.required(.pin, hash))
        }
        return try root.mapping(Keys.self).required(
            .supervisors,
            .list(1...64, of: supervisor, uniqueBy: \.id) { "the supervisor \(Place.quoted($0.id))" }
        )
    }
}

extension SupervisorsFile {
    private enum Keys: String, SettingsKey {
        case supervisors
    }

    private enum SupervisorKeys: String, SettingsKey {
        case id, pin
    }
}

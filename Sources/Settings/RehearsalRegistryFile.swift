package import Claims

/// Reads `config/rehearsal/registry.yaml`.
package enum RehearsalRegistryFile {
    /// Throws the `config.*` codes; no message ever shows an owner's number.
    package static func load(_ path: String) throws(KioskError) -> RehearsalRegistry {
        try read(SettingsDocument.read(path).root)
    }

    static func read(_ root: StrictNode) throws(KioskError) -> RehearsalRegistry {
        let file = try root.mapping(Keys.self)
        var entries: [Plate: RehearsalRegistry.Entry] = [:]
        for (row, place) in try file.required(.plates, .list(1...10_000, of: row)) {
            guard entries.updateValue(row.entry, forKey: row.plate) == nil else {
                throw place.fault(
                    .configContradiction,
                    "the plate \(row.plate.text) stands twice",
                    remedy: "Keep one of the two."
                )
            }
        }
        return RehearsalRegistry(entries)
    }
}

extension RehearsalRegistryFile {
    private enum Keys: String, SettingsKey {
        case plates
    }

    private enum RowKeys: String, SettingsKey {
        case plate, kind, registeredOn, owner
    }

    private typealias Row = (plate: Plate, entry: RehearsalRegistry.Entry)

    private static let syntheticRegion = "990001"

    private static var row: Reading<Row> {
        .mapping(RowKeys.self) { (keys) throws(KioskError) in
            let plate = Reading<Plate>.parsed("a plate of 2–32 characters") { Plate($0) }
            let owner = Reading<IdentityNumber>.parsed(
                "the 18-character identity number of a synthetic person (region \(syntheticRegion)), in quotes",
                secret: true
            ) { text in
                text.hasPrefix(syntheticRegion) && text.utf8.count == 18 ? IdentityNumber(text) : nil
            }
            return (
                try keys.required(.plate, plate),
                RehearsalRegistry.Entry(
                    kind: try keys.required(.kind, ProgrammeFile.name),
                    registeredOn: try keys.required(.registeredOn, .date),
                    ownerNumber: try keys.required(.owner, owner)
                )
            )
        }
    }
}

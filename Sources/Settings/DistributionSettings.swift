import Claims

/// What kiosks get from the central. Absolute paths; whatever is replaced there goes out by itself.
package struct DistributionSettings: Equatable, Sendable {
    /// Files of programmes that kiosks use.
    package let programmes: [String]
    /// A folder of holiday notices, one `*.yaml` each.
    package let calendars: String?
    /// The signed snapshot of the vehicle registry.
    package let registry: String?
    /// The signed public keys that claims are sealed to.
    package let sealingKeys: String?

    package init(
        programmes: [String] = [],
        calendars: String? = nil,
        registry: String? = nil,
        sealingKeys: String? = nil
    ) {
        self.programmes = programmes
        self.calendars = calendars
        self.registry = registry
        self.sealingKeys = sealingKeys
    }
}

extension DistributionSettings {
    enum Keys: String, SettingsKey {
        case programmes, calendars, registry, sealingKeys
    }

    init(_ keys: StrictMapping<Keys>) throws(KioskError) {
        let paths = Reading<[String]>.list(1...32, of: .path, uniqueBy: \.self) { "the file \(Place.quoted($0))" }
        try self.init(
            programmes: keys.optional(.programmes, paths) ?? [],
            calendars: keys.optional(.calendars, .path),
            registry: keys.optional(.registry, .path),
            sealingKeys: keys.optional(.sealingKeys, .path)
        )
    }
}

import Claims

/// Where the kiosk finds the registry of plates. Absolute paths.
package struct RegistrySettings: Equatable, Sendable {
    /// Replaced as a whole when a newer one comes.
    package let snapshot: String
    /// Whose signature the snapshot must bear.
    package let publicKey: String

    package init(snapshot: String, publicKey: String) {
        self.snapshot = snapshot
        self.publicKey = publicKey
    }
}

extension RegistrySettings {
    enum Keys: String, SettingsKey {
        case snapshot, publicKey
    }

    init(_ registry: StrictMapping<Keys>) throws(KioskError) {
        try self.init(
            snapshot: registry.required(.snapshot, .path),
            publicKey: registry.required(.publicKey, .path)
        )
    }
}

import Claims

/// Where the kiosk finds the public keys that it seals to. Absolute paths.
package struct SealingSettings: Equatable, Sendable {
    /// The signed file.
    package let keysFile: String
    /// The central's public key, which must have signed it.
    package let centralKeyFile: String

    package init(keysFile: String, centralKeyFile: String) {
        self.keysFile = keysFile
        self.centralKeyFile = centralKeyFile
    }

    /// Where enrolment puts both.
    package init(stateDirectory: String) {
        self.init(
            keysFile: "\(stateDirectory)/trust/sealing-keys",
            centralKeyFile: "\(stateDirectory)/trust/central.pub"
        )
    }
}

extension SealingSettings {
    enum Keys: String, SettingsKey {
        case keys, centralKey
    }

    init(_ sealing: StrictMapping<Keys>) throws(KioskError) {
        try self.init(
            keysFile: sealing.required(.keys, .path),
            centralKeyFile: sealing.required(.centralKey, .path)
        )
    }
}

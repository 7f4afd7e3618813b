package import Claims
package import Devices

/// What only a rehearsal has: its own clock and simulated devices.
package struct RehearsalSettings: Equatable, Sendable {
    /// The time that the kiosk's clock shows when the daemon starts; nil for the machine's own.
    package let clock: Timestamp?
    /// Control sockets of simulated devices, absolute paths of at most 107 bytes.
    package let simulators: [DeviceRole: String]

    package init(clock: Timestamp? = nil, simulators: [DeviceRole: String] = [:]) {
        self.clock = clock
        self.simulators = simulators
    }
}

extension RehearsalSettings {
    enum Keys: String, SettingsKey {
        case clock, simulators
    }

    private enum SimulatorKeys: String, SettingsKey {
        case idCard = "id-card"
        case scanner
        case bankCard = "bank-card"
        case printer

        var role: DeviceRole {
            switch self {
            case .idCard: .idCard
            case .scanner: .scanner
            case .bankCard: .bankCard
            case .printer: .printer
            }
        }
    }

    init(_ rehearsal: StrictMapping<Keys>) throws(KioskError) {
        let sockets = try rehearsal.optional(.simulators, .mapping(SimulatorKeys.self))
        var simulators: [DeviceRole: String] = [:]
        for key in SimulatorKeys.allCases { simulators[key.role] = try sockets?.optional(key, .socketPath) }
        guard Set(simulators.values).count == simulators.count else {
            throw rehearsal.place(of: .simulators).fault(
                .configContradiction,
                "two simulators have the same socket",
                remedy: "Give each simulated device its own socket."
            )
        }
        try self.init(clock: rehearsal.optional(.clock, .time), simulators: simulators)
    }

    static func notInProduction(_ place: Place) -> KioskError {
        place.fault(
            .configContradiction,
            "this key is allowed with `mode: rehearsal` only, the mode here is production",
            remedy: "Delete the key, or set `mode: rehearsal`."
        )
    }
}

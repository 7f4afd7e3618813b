/// What is done with one device, or with one role that has none.
package struct Assignment: Hashable, Sendable {
    package enum State: String, CaseIterable, Codable, Sendable {
        /// Does its role's work. The only state in which a device is opened.
        case active
        /// Takes over when the active device goes.
        case standby
        /// Waits for a person.
        case unassigned
        /// Was bound by its socket and is now in another: waits for a person.
        case moved
        /// Cannot be told from another: waits for a person.
        case conflict
        case unusable
        case foreign
        case unknown
        case ignored
        /// A bound device that is not there.
        case missing
    }

    /// What may be opened, and how. Only a plan makes one, and only for an active assignment.
    package struct Line: Hashable, Sendable {
        package let path: String
        package let role: DeviceRole
        package let settings: DriverSettings

        fileprivate init(path: String, role: DeviceRole, settings: DriverSettings) {
            self.path = path
            self.role = role
            self.settings = settings
        }
    }

    package let state: State
    /// Nil for `missing`, and for a fixed path of which udev knows nothing.
    package let device: DetectedDevice?
    /// The binding that it was given, or that misses it.
    package let binding: DeviceBinding?
    package let why: DeviceWhy
    /// What a technician should see although the state is good.
    package let warning: DeviceWhy?

    package var role: DeviceRole? { binding?.role }

    /// Nil unless active.
    package var line: Line? {
        guard state == .active, let binding, let path = device?.node ?? binding.identity.fixedPath else { return nil }
        return Line(path: path, role: binding.role, settings: binding.settings)
    }

    init(
        _ state: State,
        device: DetectedDevice? = nil,
        binding: DeviceBinding? = nil,
        why: DeviceWhy,
        warning: DeviceWhy? = nil
    ) {
        self.state = state
        self.device = device
        self.binding = binding
        self.why = why
        self.warning = warning
    }
}

extension DeviceIdentity {
    var fixedPath: String? {
        guard case .path(let path) = self else { return nil }
        return path
    }
}

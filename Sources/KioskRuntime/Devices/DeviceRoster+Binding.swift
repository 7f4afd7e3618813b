import Claims
import DeviceDiscovery
import Devices
import Glibc
import WireAPI

extension DeviceRoster {
    /// Gives a device that is plugged in a role, durably.
    ///
    /// Throws `devices.not-present`, `devices.already-bound` when the settings file has the role or the device,
    /// `devices.unfit`, `request.malformed` and `devices.bindings.not-written`.
    func bind(_ request: ControlBind, by user: String, at time: Timestamp) throws(KioskError) -> ControlBinding {
        let role = try Self.role(request.role)
        let found = assignment(of: request.device)
        if let found { try refuseConfigured(role, found) }
        guard let assignment = found, let device = assignment.device else {
            throw KioskError(
                .devicesNotPresent,
                "no device \(request.device) is plugged in",
                remedy: "Plug it in, and name it by its node or its id from kioskctl devices list."
            )
        }
        let classification = Classification(of: device, by: table)
        if case .unusable = classification.kind {
            throw KioskError(.devicesUnfit, classification.why.sentence, remedy: "Set the device to another mode.")
        }
        var usual: DriverSettings?
        if case .matched(_, let settings) = classification.kind, settings.driver.serves(role) { usual = settings }
        let settings = try DriverSettings(request, usually: usual)
        guard settings.driver.works(on: device),
            let binding = DeviceBinding(
                role: role,
                device: device,
                among: discovery.devices,
                settings: settings,
                origin: .technician
            )
        else {
            throw KioskError(
                .devicesUnfit,
                "the driver \(settings.driver.rawValue) cannot do \(role.rawValue) on \(device.node)",
                remedy: "Name a driver that serves the role: \(Self.drivers(for: role))."
            )
        }
        let replaced = entries.filter { $0.bind.role == role.rawValue || $0.identity == binding.identity.description }
        var written = request
        written.driver = settings.driver.rawValue
        let entry = BindingFile.Entry(
            identity: binding.identity.description,
            port: binding.port?.description,
            bind: written,
            boundAt: time.description,
            boundBy: user
        )
        try keep(entries.filter { !replaced.contains($0) } + [entry])
        let others = replaced.filter { $0.identity != entry.identity }.map(\.identity)
        let before = others.isEmpty ? "" : " Before, \(others.joined(separator: ", ")) had it."
        return ControlBinding(
            role: role.rawValue,
            device: entry.identity,
            driver: settings.driver.rawValue,
            explanation: Self.explanation(binding.identity) + before
        )
    }

    /// Takes a technician's binding back. Throws `devices.not-bound`, `devices.already-bound` for what the settings
    /// file or the table of devices bound, `request.malformed` and `devices.bindings.not-written`.
    func unbind(_ request: ControlUnbind) throws(KioskError) -> ControlBinding {
        let role = try request.role.map { (text) throws(KioskError) in try Self.role(text) }
        let named = request.device.flatMap { assignment(of: $0)?.binding?.identity.description } ?? request.device
        guard role != nil || named != nil else {
            throw KioskError(.requestMalformed, "neither a role nor a device is named", remedy: "Name one of them.")
        }
        let meant = entries.filter {
            (role == nil || $0.bind.role == role?.rawValue) && (named == nil || $0.identity == named)
        }
        guard let entry = meant.first else {
            let other = assignments.first {
                $0.binding != nil && (role == nil || $0.role == role)
                    && (named == nil || $0.binding?.identity.description == named)
            }
            throw Self.notATechnicians(other?.binding)
        }
        try keep(entries.filter { !meant.contains($0) })
        return ControlBinding(
            role: entry.bind.role,
            device: entry.identity,
            driver: entry.bind.driver,
            explanation: "It does no work here any more."
        )
    }

    /// The device or the missing binding that a technician means by a role, a node, a link or an identity.
    func assignment(of target: String) -> Assignment? {
        assignments.first { $0.state == .active && $0.role?.rawValue == target }
            ?? assignments.first { isMeant($0, by: target) }
            ?? assignments.first { isSamePath($0, target) }
    }

    private func isMeant(_ assignment: Assignment, by target: String) -> Bool {
        guard let device = assignment.device else {
            return assignment.binding?.identity.description == target
                || assignment.binding?.identity == .path(target)
        }
        return device.node == target || device.links.contains(target)
            || device.identity(among: discovery.devices).description == target
            || assignment.binding?.identity.description == target
    }

    /// Another spelling of the same path, or another link to the same node.
    private func isSamePath(_ assignment: Assignment, _ target: String) -> Bool {
        guard target.hasPrefix("/"), let node = Self.resolved(target) else { return false }
        if let device = assignment.device { return device.node == node }
        guard case .path(let path)? = assignment.binding?.identity else { return false }
        return Self.resolved(path) == node
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// On the disk first, then at work.
    private func keep(_ new: [BindingFile.Entry]) throws(KioskError) {
        try file.save(new)
        entries = new
        plan()
    }

    private func refuseConfigured(_ role: DeviceRole, _ assignment: Assignment) throws(KioskError) {
        let inTheWay =
            assignment.binding.flatMap { $0.origin == .configuration ? $0 : nil }
            ?? configured.first { $0.role == role }
        guard let inTheWay else { return }
        throw KioskError(
            .devicesAlreadyBound,
            "the settings file binds \(inTheWay.identity) to the role \(inTheWay.role.rawValue)",
            remedy: "Take that entry out of devices in kiosk.yaml and restart kioskd, or change it there."
        )
    }

    private static func role(_ text: String) throws(KioskError) -> DeviceRole {
        guard let role = DeviceRole(rawValue: text) else {
            throw KioskError(
                .requestMalformed,
                "there is no role of that name",
                remedy: "Name one of \(DeviceRole.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        return role
    }

    private static func drivers(for role: DeviceRole) -> String {
        DeviceDriver.allCases.filter { $0.serves(role) }.map(\.rawValue).joined(separator: ", ")
    }

    private static func explanation(_ identity: DeviceIdentity) -> String {
        switch identity {
        case .serial: "It is known by its serial number: it may be plugged into any socket."
        case .port: "It has no serial number that tells it from others, so it is known by its socket: leave it there."
        case .model: "Any device of this model does."
        case .path: "It is known by its path."
        }
    }

    private static func notATechnicians(_ binding: DeviceBinding?) -> KioskError {
        switch binding?.origin {
        case .configuration:
            KioskError(
                .devicesAlreadyBound,
                "the settings file binds it",
                remedy: "Take the entry out of devices in kiosk.yaml and restart kioskd."
            )
        case .match:
            KioskError(
                .devicesAlreadyBound,
                "the table of devices gave it its role by itself",
                remedy: "Bind another device to the role; this one then stands by."
            )
        case .technician, nil:
            KioskError(
                .devicesNotBound,
                "nothing of that name is bound",
                remedy: "Look with kioskctl devices list."
            )
        }
    }
}

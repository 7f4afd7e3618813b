import Claims
import DeviceDiscovery
import Devices
import Logging
import Readers
import WireAPI

/// Who does which work: what is plugged in, what is bound, and what follows from both.
actor DeviceRoster {
    struct View: Sendable {
        var assignments: [Assignment] = []
        var discovery: DiscoverySnapshot
    }

    private let configured: [DeviceBinding]
    private let table: MatchTable
    private let file: BindingFile
    private let logger: Logger
    private var entries: [BindingFile.Entry]
    /// Devices that the table gave a role, so that one plugged in later does not push out the one that works.
    private var remembered: [DeviceBinding] = []
    private var discovery = DiscoverySnapshot(devices: [], hasUdev: false)
    private var assignments: [Assignment] = []
    /// What the readers were last told, by id.
    private var told: [String: Told] = [:]
    private let changes: AsyncStream<DeviceChange>.Continuation
    /// For one reader: the source of the readers. A change of the plan is never dropped before 4096 of them.
    nonisolated let deviceChanges: AsyncStream<DeviceChange>
    /// Tells that the view changed.
    nonisolated let signal = ChangeSignal()

    private enum Told: Equatable {
        case present(ReaderBinding)
        case absent(ReaderBinding)
    }

    /// Throws `devices.bindings.unreadable`.
    init(configured: [DeviceBinding], table: MatchTable, file: BindingFile, logger: Logger) throws(KioskError) {
        self.configured = configured
        self.table = table
        self.file = file
        self.logger = logger
        entries = try file.load()
        (deviceChanges, changes) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(4_096))
    }

    var view: View { View(assignments: assignments, discovery: discovery) }

    /// The first plan, before anything was discovered, and each later one.
    func discovered(_ snapshot: DiscoverySnapshot) {
        discovery = snapshot
        plan()
    }

    private var technicians: [DeviceBinding] { entries.compactMap(\.binding) }

    private func plan() {
        let bound = configured + technicians + remembered
        let before = assignments
        assignments = AssignmentPlan.decide(present: discovery.devices, bound: bound, table: table)
        remembered = AssignmentPlan.remembered(assignments, in: bound).filter { $0.origin == .match }
        guard assignments != before else { return signal.notify() }
        log(before)
        tellReaders()
        signal.notify()
    }

    /// Bound devices that are there, and bound devices that are not, as the readers know them. What the settings bind by
    /// its path is watched by its path, with or without udev.
    private func tellReaders() {
        var wanted: [String: Told] = [:]
        for assignment in assignments {
            guard let binding = assignment.binding, !isFixedPath(binding) else { continue }
            let id = binding.identity.description
            if let line = assignment.line {
                wanted[id] = .present(
                    ReaderBinding(id: id, role: line.role, path: line.path, settings: line.settings)
                )
            } else if assignment.state == .missing, wanted[id] == nil {
                wanted[id] = .absent(
                    ReaderBinding(id: id, role: binding.role, path: id, settings: binding.settings)
                )
            }
        }
        for (id, before) in told where wanted[id].map({ Self.isSameWork($0, before) }) != true {
            changes.yield(.released(id: id))
            told[id] = nil
        }
        for (id, now) in wanted where told[id] != now {
            switch now {
            case .present(let binding): changes.yield(.appeared(binding))
            case .absent(let binding): changes.yield(.disappeared(binding))
            }
            told[id] = now
        }
    }

    private func isFixedPath(_ binding: DeviceBinding) -> Bool {
        guard binding.origin == .configuration, case .path = binding.identity else { return false }
        return true
    }

    private static func isSameWork(_ one: Told, _ other: Told) -> Bool {
        one.binding.role == other.binding.role && one.binding.settings == other.binding.settings
    }

    private func log(_ before: [Assignment]) {
        let known = Set(before)
        for assignment in assignments where !known.contains(assignment) && assignment.state != .ignored {
            let needsPerson = [.moved, .conflict, .unusable].contains(assignment.state) || assignment.warning != nil
            logger.log(
                level: needsPerson ? .warning : .notice,
                "device",
                metadata: [
                    "state": "\(assignment.state.rawValue)",
                    "node": "\(assignment.device?.node ?? "-")",
                    "role": "\(assignment.role?.rawValue ?? "-")",
                    "why": "\((assignment.warning ?? assignment.why).code.rawValue)",
                    "explanation": "\((assignment.warning ?? assignment.why).sentence)",
                ]
            )
        }
    }
}

extension DeviceRoster.Told {
    fileprivate var binding: ReaderBinding {
        switch self {
        case .present(let binding), .absent(let binding): binding
        }
    }
}

extension DeviceRoster {
    /// Gives a device that is plugged in a role, durably.
    ///
    /// Throws `devices.not-present`, `devices.already-bound` when the settings file has the role or the device,
    /// `devices.unfit`, `request.malformed` and `devices.bindings.not-written`.
    func bind(_ request: ControlBind, by user: String, at time: Timestamp) throws(KioskError) -> ControlBinding {
        let role = try Self.role(request.role)
        guard let assignment = assignment(of: request.device), let device = assignment.device else {
            throw KioskError(
                .devicesNotPresent,
                "no device \(request.device) is plugged in",
                remedy: "Plug it in, and name it by its node or its id from kioskctl devices list."
            )
        }
        try refuseConfigured(role, assignment)
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
            ?? assignments.first { assignment in
                guard let device = assignment.device else {
                    return assignment.binding?.identity.description == target
                        || assignment.binding?.identity == .path(target)
                }
                return device.node == target || device.links.contains(target)
                    || device.identity(among: discovery.devices).description == target
                    || assignment.binding?.identity.description == target
            }
    }

    /// On the disk first, then at work.
    private func keep(_ new: [BindingFile.Entry]) throws(KioskError) {
        try file.save(new)
        entries = new
        plan()
    }

    private func refuseConfigured(_ role: DeviceRole, _ assignment: Assignment) throws(KioskError) {
        let inTheWay = assignment.binding.flatMap { $0.origin == .configuration ? $0 : nil }
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

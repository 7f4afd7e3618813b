import Claims
import DeviceDiscovery
import Devices
import Readers
import WireAPI

extension ControlDevices {
    /// What the roster and the readers know, as the control socket tells it.
    init(_ view: DeviceRoster.View, isOn: Bool, statuses: [ReaderStatus], table: MatchTable) {
        let known = Dictionary(statuses.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let present = view.assignments.compactMap(\.device)
        self.init(
            devices: view.assignments.compactMap { assignment in
                let status = assignment.state == .active ? assignment.binding.flatMap { known[$0.name] } : nil
                guard let device = assignment.device else { return ControlDevice(byPath: assignment, status) }
                return ControlDevice(
                    device,
                    assignment,
                    Classification(of: device, by: table),
                    id: device.identity(among: present).description,
                    status: status
                )
            }.sorted { $0.node < $1.node },
            missing: view.assignments.compactMap { ControlMissing($0, known) },
            discovery: Discovery(
                isOn: isOn,
                hasUdev: view.discovery.hasUdev,
                overflows: view.discovery.overflows,
                rescans: view.discovery.rescans
            )
        )
    }
}

extension DeviceBinding {
    /// As the readers know it.
    fileprivate var name: String { identity.description }
}

extension ControlDevice {
    /// A device that is bound by its path and of which udev says nothing, such as a pseudo-terminal. Nil while nothing
    /// is there.
    fileprivate init?(byPath assignment: Devices.Assignment, _ status: ReaderStatus?) {
        guard let binding = assignment.binding, let status, status.state != .missing else { return nil }
        self.init(
            id: binding.name,
            node: status.path,
            subsystem: DetectedDevice.Subsystem.tty.rawValue,
            takenFor: Taken(
                kind: .unknown,
                why: assignment.why.code.rawValue,
                explanation: assignment.why.sentence
            ),
            assignment: Assignment(assignment)
        )
        health = Health(status)
    }

    fileprivate init(
        _ device: DetectedDevice,
        _ assignment: Devices.Assignment,
        _ classification: Classification,
        id: String,
        status: ReaderStatus?
    ) {
        self.init(
            id: id,
            node: device.node,
            subsystem: device.subsystem.rawValue,
            takenFor: Taken(classification),
            assignment: Assignment(assignment)
        )
        links = device.links
        bus = device.bus
        vendorId = device.vendorID
        productId = device.productID
        vendor = device.vendor
        model = device.model
        serial = device.serial
        interface = device.interface
        port = device.port
        kernelDriver = device.kernelDriver
        health = status.map { Health($0) }
    }
}

extension ControlDevice.Taken {
    fileprivate init(_ classification: Classification) {
        let kind: Kind
        var driver: String?
        switch classification.kind {
        case .matched(_, let settings):
            kind = .device
            driver = settings.driver.rawValue
        case .keyboard, .printer: kind = .device
        case .bridge: kind = .bridge
        case .unusable: kind = .unusable
        case .foreign: kind = .foreign
        case .unknown: kind = .unknown
        case .ignored: kind = .ignored
        }
        self.init(
            kind: kind,
            name: classification.row?.name,
            driver: driver,
            why: classification.why.code.rawValue,
            explanation: classification.why.sentence,
            source: classification.row?.source
        )
    }
}

extension ControlDevice.Assignment {
    fileprivate init(_ assignment: Assignment) {
        let why = assignment.warning ?? assignment.why
        self.init(
            state: State(assignment.state),
            role: assignment.role?.rawValue,
            driver: assignment.binding?.settings.driver.rawValue,
            boundBy: assignment.binding.map { ControlDevice.BoundBy($0.origin) },
            why: why.code.rawValue,
            explanation: why.sentence
        )
    }
}

extension ControlDevice.Assignment.State {
    fileprivate init(_ state: Assignment.State) {
        self =
            switch state {
            case .active: .active
            case .standby: .standby
            case .unassigned, .missing: .unassigned
            case .ignored: .ignored
            case .moved: .moved
            case .conflict: .conflict
            case .unusable: .unusable
            case .foreign: .foreign
            case .unknown: .unknown
            }
    }
}

extension ControlDevice.BoundBy {
    init(_ origin: DeviceBinding.Origin) {
        self =
            switch origin {
            case .configuration: .configuration
            case .technician: .technician
            case .match: .match
            }
    }
}

extension ControlDevice.Health {
    fileprivate init(_ status: ReaderStatus) {
        self.init(state: status.state.rawValue, problem: (status.problem ?? status.notice).map { ControlProblem($0) })
        bytes = status.bytes
        frames = status.frames
        damaged = status.damaged
        discarded = status.discarded
        reads = status.reads
        reconnects = status.reconnects
        lastGoodRead = status.lastRead?.description
        module = status.module
        baud = status.baud
    }
}

extension ControlMissing {
    /// A bound device that is not there.
    fileprivate init?(_ assignment: Assignment, _ known: [String: ReaderStatus]) {
        guard assignment.device == nil, let binding = assignment.binding else { return nil }
        let status = known[binding.name]
        guard status?.state ?? .missing == .missing else { return nil }
        self.init(
            role: binding.role.rawValue,
            device: binding.name,
            driver: binding.settings.driver.rawValue,
            boundBy: ControlDevice.BoundBy(binding.origin),
            problem: status?.problem.map { ControlProblem($0) }
                ?? ControlProblem(
                    code: KioskError.Code.devicesNotPresent.name,
                    message: assignment.why.sentence,
                    remedy: "Plug it in, or bind another device to the role."
                )
        )
    }
}

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

    let configured: [DeviceBinding]
    let table: MatchTable
    let file: BindingFile
    private let logger: Logger
    var entries: [BindingFile.Entry]
    /// Devices that the table gave a role, so that one plugged in later does not push out the one that works.
    private var remembered: [DeviceBinding] = []
    var discovery = DiscoverySnapshot(devices: [], hasUdev: false)
    var assignments: [Assignment] = []
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

        var binding: ReaderBinding {
            switch self {
            case .present(let binding), .absent(let binding): binding
            }
        }
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

    func plan() {
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
            } else if assignment.state == .missing, wanted[id] == nil, !isServed(binding.role) {
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

    /// Whether some device does the role's work: then one that is missing is no trouble at the counter.
    private func isServed(_ role: DeviceRole) -> Bool { assignments.contains { $0.role == role && $0.line != nil } }

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

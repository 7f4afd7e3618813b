/// Decides who does what, from what is plugged in and what is bound. Depends on nothing else: the same devices give the
/// same plan in whatever order they came.
package struct AssignmentPlan {
    private let present: [DetectedDevice]
    private let classes: [String: Classification]
    private let bound: [DeviceBinding]
    /// By syspath.
    private var taken: Set<String> = []
    /// The devices of a role, the active one first.
    private var claims: [DeviceRole: [Claim]] = [:]
    /// Role for which a device cannot be told from its twin, by syspath.
    private var confused: [String: DeviceRole] = [:]
    private var missing: [(binding: DeviceBinding, isTaken: Bool)] = []
    /// Bound devices whose driver cannot work on that kind of node, by syspath.
    private var unfit: [String: DeviceBinding] = [:]

    private struct Claim {
        let binding: DeviceBinding
        let device: DetectedDevice?
    }

    /// - Parameters:
    ///   - present: a device that stands there twice, by its syspath, counts once.
    ///   - bound: in the order of their age, the oldest first; `remembered` keeps that order. Of two for one role the
    ///     configuration's comes before the technician's, and that before one that the table gave.
    /// - Returns: each device once, then each fixed path of which udev knows nothing and each binding without device.
    package static func decide(
        present: [DetectedDevice],
        bound: [DeviceBinding],
        table: MatchTable
    ) -> [Assignment] {
        var plan = AssignmentPlan(present: present, bound: bound, table: table)
        plan.claimBound()
        plan.claimMatched()
        return plan.assignments()
    }

    /// How many devices that the table gave a role are remembered; the oldest are forgotten first.
    package static let memory = 64

    /// `bound`, and after it the devices that the table gave a role: pass it to the next decision, so that a device
    /// plugged in later does not push out the one that works. A device known by its serial number that is in another
    /// socket now is remembered there, so that a double of it that comes to the old one is not taken for it.
    package static func remembered(_ assignments: [Assignment], in bound: [DeviceBinding]) -> [DeviceBinding] {
        let known = Set(bound.map { NamedRole($0) })
        let new = assignments.filter { $0.state == .active }.compactMap(\.binding)
            .filter { $0.origin == .match && !known.contains(NamedRole($0)) }
        var sockets: [NamedRole: DeviceIdentity] = [:]
        for assignment in assignments where assignment.warning == nil {
            guard let binding = assignment.binding, case .serial = binding.identity,
                let device = assignment.device, device.serialIdentity == binding.identity,
                let port = device.portIdentity
            else { continue }
            sockets[NamedRole(binding)] = port
        }
        let old = bound.map { binding in sockets[NamedRole(binding)].map { binding.at($0) } ?? binding }
        let all = old + new.sorted { $0.identity.description < $1.identity.description }
        let surplus = max(0, all.count { $0.origin == .match } - memory)
        let forgotten = Set(all.filter { $0.origin == .match }.prefix(surplus))
        return all.filter { !forgotten.contains($0) }
    }

    private struct NamedRole: Hashable {
        let role: DeviceRole
        let identity: DeviceIdentity

        init(_ binding: DeviceBinding) {
            role = binding.role
            identity = binding.identity
        }
    }

    private init(present: [DetectedDevice], bound: [DeviceBinding], table: MatchTable) {
        var classes: [String: Classification] = [:]
        var devices: [DetectedDevice] = []
        for device in present where classes[device.syspath] == nil {
            classes[device.syspath] = Classification(of: device, by: table)
            devices.append(device)
        }
        self.classes = classes
        self.present = devices.sorted { $0.sortKey < $1.sortKey }
        // Stable: the order of age holds within an origin.
        self.bound = DeviceBinding.Origin.allCases.flatMap { origin in bound.filter { $0.origin == origin } }
    }
}

extension AssignmentPlan {
    private mutating func claimBound() {
        for binding in bound {
            switch binding.origin {
            case .configuration, .technician: claim(binding, binding)
            case .match:
                // The table of today says how to talk to it, and whether at all.
                let meant = devices(meantBy: binding)
                if meant.isEmpty { missing.append((binding, false)) }
                guard let device = meant.first(where: { !taken.contains($0.syspath) }),
                    case .matched(binding.role, let settings)? = classes[device.syspath]?.kind,
                    let now = DeviceBinding(
                        role: binding.role,
                        identity: binding.identity,
                        port: binding.port,
                        settings: settings,
                        origin: .match
                    )
                else { continue }
                claim(binding, now)
            }
        }
    }

    private mutating func claim(_ written: DeviceBinding, _ binding: DeviceBinding) {
        let meant = devices(meantBy: written)
        let fitting = meant.filter { binding.settings.driver.works(on: $0) }
        for device in meant where !binding.settings.driver.works(on: device) {
            // A model names every node of a device; the others of its nodes are no mistake.
            if case .model = binding.identity { continue }
            unfit[device.syspath] = binding
        }
        let free = fitting.filter { !taken.contains($0.syspath) }
        guard let first = free.first else {
            if case .path = binding.identity, meant.isEmpty {
                claims[binding.role, default: []].append(Claim(binding: binding, device: nil))
            } else {
                missing.append((binding, !fitting.isEmpty))
            }
            return
        }
        let all: [DetectedDevice]
        if case .model = binding.identity { all = free } else { all = [first] }
        for device in all {
            taken.insert(device.syspath)
            claims[binding.role, default: []].append(Claim(binding: binding, device: device))
        }
    }

    /// Mostly one or none. For a serial number that two devices have, the one in the socket that was recorded.
    private mutating func devices(meantBy binding: DeviceBinding) -> [DetectedDevice] {
        switch binding.identity {
        case .path(let path): return present.filter { $0.node == path || $0.links.contains(path) }
        case .port: return present.filter { $0.portIdentity == binding.identity }
        case .model(let vendorID, let productID):
            return present.filter { $0.vendorID == vendorID && $0.productID == productID }
        case .serial:
            let equal = present.filter { $0.serialIdentity == binding.identity }
            guard equal.contains(where: { $0.hasTwin(among: equal) }) else { return equal }
            let recorded = equal.filter { $0.portIdentity != nil && $0.portIdentity == binding.port }
            // One that the table gave its role may be any of the two; one that a person bound may not.
            guard binding.origin != .match else { return recorded }
            for device in equal where !recorded.contains(device) { confused[device.syspath] = binding.role }
            return recorded
        }
    }

    /// Devices that the table knows and nobody bound come after those that are bound.
    private mutating func claimMatched() {
        for device in present where !taken.contains(device.syspath) && unfit[device.syspath] == nil {
            guard case .matched(let role, let settings)? = classes[device.syspath]?.kind,
                movedFrom(device) == nil, !isConfused(device, for: role),
                let binding = DeviceBinding(
                    role: role,
                    device: device,
                    among: present,
                    settings: settings,
                    origin: .match
                )
            else { continue }
            taken.insert(device.syspath)
            claims[role, default: []].append(Claim(binding: binding, device: device))
        }
    }

    /// A twin may stand by for a role that its double has; it may not take over where nobody knows which of the two
    /// was meant.
    private func isConfused(_ device: DetectedDevice, for role: DeviceRole) -> Bool {
        guard let meant = confused[device.syspath] else { return false }
        return meant != role || claims[role]?.contains { $0.device?.serialIdentity == device.serialIdentity } != true
    }

    /// The binding by socket that a device of the same model, without a serial number of its own, has left empty.
    private func movedFrom(_ device: DetectedDevice) -> DeviceBinding? {
        guard device.serialIdentity == nil || device.hasTwin(among: present) else { return nil }
        return missing.first { binding, _ in
            guard binding.origin != .match, case .port(let vendorID, let productID, _) = binding.identity else {
                return false
            }
            return device.vendorID == vendorID && device.productID == productID
                && binding.settings.driver.works(on: device)
        }?.binding
    }
}

extension AssignmentPlan {
    private func assignments() -> [Assignment] {
        var bySyspath: [String: Assignment] = [:]
        var rest: [Assignment] = []
        for role in DeviceRole.allCases {
            for (index, claim) in (claims[role] ?? []).enumerated() {
                let assignment = assignment(claim, isFirst: index == 0)
                if let device = claim.device { bySyspath[device.syspath] = assignment } else { rest.append(assignment) }
            }
        }
        for (binding, isTaken) in missing {
            // A device that the table gave a role is missed only while nobody does its work.
            guard binding.origin != .match || claims[binding.role] == nil else { continue }
            guard !rest.contains(where: { $0.binding?.role == binding.role && binding.origin == .match }) else {
                continue
            }
            rest.append(
                Assignment(.missing, binding: binding, why: isTaken ? .taken(binding) : .notThere(binding))
            )
        }
        return present.map { bySyspath[$0.syspath] ?? unclaimed($0) } + rest
    }

    private func assignment(_ claim: Claim, isFirst: Bool) -> Assignment {
        let warning = claim.device.flatMap { $0.hasTwin(among: present) ? DeviceWhy.twin : nil }
        guard isFirst else {
            return Assignment(
                .standby,
                device: claim.device,
                binding: claim.binding,
                why: .second(claim.binding),
                warning: warning
            )
        }
        let why = claim.device.flatMap { classes[$0.syspath]?.why } ?? .path(claim.binding)
        return Assignment(
            .active,
            device: claim.device,
            binding: claim.binding,
            why: claim.device == nil ? .path(claim.binding) : .bound(claim.binding, matched: why),
            warning: warning
        )
    }

    private func unclaimed(_ device: DetectedDevice) -> Assignment {
        let warning = device.hasTwin(among: present) ? DeviceWhy.twin : nil
        if let binding = unfit[device.syspath] {
            return Assignment(.unassigned, device: device, why: .unfit(binding), warning: warning)
        }
        if let role = confused[device.syspath] {
            return Assignment(.conflict, device: device, why: .conflict(role), warning: warning)
        }
        if let binding = movedFrom(device) {
            return Assignment(.moved, device: device, why: .moved(binding), warning: warning)
        }
        guard let found = classes[device.syspath] else {
            return Assignment(.ignored, device: device, why: DeviceWhy(.ignoredNoLine, "Not looked at."))
        }
        return Assignment(found.kind.state, device: device, why: found.why, warning: warning)
    }
}

extension Classification.Kind {
    /// Of a device that nobody bound. A matched one is always claimed.
    fileprivate var state: Assignment.State {
        switch self {
        case .matched, .bridge, .keyboard, .printer: .unassigned
        case .unusable: .unusable
        case .foreign: .foreign
        case .unknown: .unknown
        case .ignored: .ignored
        }
    }
}

extension DetectedDevice {
    /// Names the device as long as it stays what and where it is: no node, no order of plugging in.
    fileprivate var sortKey: String {
        "\(serialIdentity?.description ?? "~") \(portIdentity?.description ?? "~") \(syspath)"
    }
}

extension DeviceDriver {
    /// Whether the driver can work on that kind of node.
    package func works(on device: DetectedDevice) -> Bool {
        switch self {
        case .sdt, .line, .ssi: device.subsystem == .tty
        case .keyboard: device.subsystem == .input && device.isKeyboard
        case .escpos: device.subsystem == .tty || device.subsystem == .usbmisc && device.node.hasPrefix("/dev/usb/lp")
        }
    }
}

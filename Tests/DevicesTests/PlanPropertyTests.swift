import Devices
import Testing

/// What holds for every set of devices and bindings.
struct PlanPropertyTests {
    private static func device(_ random: inout TestRandom, socket: Int) -> DetectedDevice {
        let serial = [nil, "0001", "NL0001", "NL0002"].randomElement(using: &random) ?? nil
        let model = ["1eab:0c06", "1eab:8306", "1a86:7523", "0c27:232a", "1546:01a8"].randomElement(using: &random)
        let id = model ?? "1eab:0c06"
        return switch Int.random(in: 0..<8, using: &random) {
        case 0: Sample.keyboard("05e0:1200", serial: serial, socket: socket)
        case 1: Sample.printer("04b8:0202", socket: socket)
        case 2: Sample.whole("05e0:1900", socket: socket)
        case 3: Sample.keyboard(serial: serial, socket: socket)
        default: Sample.tty(id, serial: serial, socket: socket)
        }
    }

    private static func binding(_ random: inout TestRandom, _ devices: [DetectedDevice]) -> DeviceBinding? {
        guard let device = devices.randomElement(using: &random) else { return nil }
        let identities = [
            device.serialIdentity, device.portIdentity, .path(device.node),
            .model(vendorID: device.vendorID ?? "0000", productID: device.productID ?? "0000"),
        ]
        guard let identity = identities.compactMap({ $0 }).randomElement(using: &random),
            let role = DeviceRole.allCases.randomElement(using: &random),
            let driver = DeviceDriver.allCases.randomElement(using: &random),
            let origin = DeviceBinding.Origin.allCases.randomElement(using: &random)
        else { return nil }
        return DeviceBinding(
            role: role,
            identity: identity,
            port: Bool.random(using: &random) ? device.portIdentity : nil,
            settings: DriverSettings(driver),
            origin: origin
        )
    }

    @Test(arguments: 0..<40)
    func `any order of plugging in gives the same plan, and only the right devices are opened`(seed: Int) throws {
        let table = try Sample.table()
        var random = TestRandom(seed: UInt64(seed) + 1)
        for _ in 0..<50 {
            let pool = (1...8).map { Self.device(&random, socket: $0) }
            let bound = (0..<Int.random(in: 0...5, using: &random)).compactMap { _ in Self.binding(&random, pool) }
            let present = Array(pool.shuffled(using: &random).prefix(Int.random(in: 0...8, using: &random)))
            let plan = AssignmentPlan.decide(present: present, bound: bound, table: table)
            let other = (present + present.prefix(2)).shuffled(using: &random)
            #expect(AssignmentPlan.decide(present: other, bound: bound, table: table) == plan)
            check(plan, present, bound, table)
        }
    }

    private func check(
        _ plan: [Assignment],
        _ present: [DetectedDevice],
        _ bound: [DeviceBinding],
        _ table: MatchTable
    ) {
        #expect(Set(plan.compactMap { $0.device?.syspath }) == Set(present.map(\.syspath)))
        #expect(plan.count { $0.device != nil } == present.count, "a device stands twice in the plan")
        for role in DeviceRole.allCases {
            #expect(plan.count { $0.state == .active && $0.role == role } <= 1)
            if plan.contains(where: { $0.state == .standby && $0.role == role }) {
                #expect(plan.contains { $0.state == .active && $0.role == role })
            }
        }
        for assignment in plan {
            // Never a byte to what is not ours: only active has a line, and active has a reason.
            #expect((assignment.line != nil) == (assignment.state == .active))
            guard let line = assignment.line, let device = assignment.device, let binding = assignment.binding else {
                continue
            }
            #expect(line.path == device.node && line.settings.driver.works(on: device))
            #expect(line.settings.driver.serves(line.role))
            switch binding.origin {
            case .configuration, .technician: #expect(bound.contains(binding))
            case .match:
                let kind = Classification(of: device, by: table).kind
                #expect(kind == .matched(role: line.role, settings: line.settings))
            }
        }
    }

    @Test(arguments: 0..<20)
    func `with what is remembered, a device that works goes on working whatever else comes and goes`(seed: Int) throws {
        let table = try Sample.table()
        var random = TestRandom(seed: UInt64(seed) + 77)
        let scanners = (1...6).map { Sample.tty("1eab:0c06", serial: "NL000\($0 + 1)", socket: $0) }
        var present: [DetectedDevice] = []
        var bound: [DeviceBinding] = []
        var working: DetectedDevice?
        var oldest: [DetectedDevice] = []
        for _ in 0..<200 {
            let toggled = try #require(scanners.randomElement(using: &random))
            let isLeaving = present.contains(toggled)
            present = isLeaving ? present.filter { $0 != toggled } : present + [toggled]
            let plan = AssignmentPlan.decide(present: present, bound: bound, table: table)
            bound = AssignmentPlan.remembered(plan, in: bound)
            let now = plan.first { $0.state == .active }?.device
            #expect((now == nil) == present.isEmpty)
            if let before = working, present.contains(before), now != before {
                // Only an older one that came back takes its place again.
                let age = try #require(oldest.firstIndex(of: before))
                let back = try #require(now.flatMap { oldest.firstIndex(of: $0) })
                #expect(back < age)
            }
            if let now, !oldest.contains(now) { oldest.append(now) }
            working = now
        }
    }
}

import Devices
import Testing

struct AssignmentPlanTests {
    private func decide(_ present: [DetectedDevice], _ bound: [DeviceBinding] = []) throws -> [Assignment] {
        AssignmentPlan.decide(present: present, bound: bound, table: try Sample.table())
    }

    private func bind(
        _ role: DeviceRole,
        _ identity: String,
        port: DeviceIdentity? = nil,
        _ driver: DeviceDriver,
        _ origin: DeviceBinding.Origin = .technician
    ) throws -> DeviceBinding {
        let identity = try #require(DeviceIdentity(identity))
        return try #require(
            DeviceBinding(
                role: role,
                identity: identity,
                port: port,
                settings: DriverSettings(driver),
                origin: origin
            )
        )
    }

    private let scanner = Sample.tty("1eab:0c06", serial: "NL0001", socket: 1)
    private let second = Sample.tty("1eab:0c06", serial: "NL0002", socket: 2)
    private let bridge = Sample.bridge(socket: 3)

    @Test func `a known scanner works without anybody's help, a second stands by and takes over`() throws {
        let both = try decide([scanner, second])
        #expect(both.map(\.state) == [.active, .standby])
        #expect(both.map(\.why.code) == [.activeMatch, .standbySecond])
        #expect(both[0].line?.path == "/dev/ttyACM1" && both[0].line?.role == .scanner && both[1].line == nil)
        let one = try decide([second])
        #expect(one.map(\.state) == [.active] && one[0].line?.path == "/dev/ttyACM2")
    }

    @Test func `a scanner that works is not pushed out by one that comes later`() throws {
        let alone = try decide([second])
        let remembered = AssignmentPlan.remembered(alone, in: [])
        #expect(remembered.map(\.origin) == [.match])
        let both = try decide([scanner, second], remembered)
        #expect(both.map(\.state) == [.standby, .active])
        #expect(AssignmentPlan.remembered(both, in: remembered) == remembered)
        // The other takes over, and stands by again when the first is back.
        #expect(try decide([scanner], remembered).first?.state == .active)
        #expect(try decide([second, scanner], remembered).map(\.state) == [.standby, .active])
    }

    @Test func `what is remembered is bounded`() throws {
        var bound: [DeviceBinding] = [try bind(.idCard, "path:/dev/ttyS0", .sdt)]
        for number in 10..<200 {
            bound = AssignmentPlan.remembered(
                try decide([Sample.tty("1eab:0c06", serial: "NL0\(number)", socket: 1)]),
                in: bound
            )
        }
        #expect(bound.count == AssignmentPlan.memory + 1)
        #expect(bound.first?.role == .idCard && bound.last?.identity.description.hasSuffix("NL0199") == true)
    }

    @Test func `a remembered scanner that is unplugged is missed only while nobody does its work`() throws {
        let remembered = AssignmentPlan.remembered(try decide([scanner]), in: [])
        let without = try decide([], remembered)
        #expect(without.map(\.state) == [.missing] && without[0].role == .scanner && without[0].line == nil)
        #expect(try decide([second], remembered).map(\.state) == [.active])
    }

    @Test func `a bridge waits until a person binds it, and then works in its socket`() throws {
        #expect(try decide([bridge]).map(\.why.code) == [.unassignedBridge])
        let binding = try #require(
            DeviceBinding(
                role: .idCard,
                device: bridge,
                among: [bridge],
                settings: DriverSettings(.sdt),
                origin: .technician
            )
        )
        #expect(binding.identity == bridge.portIdentity)
        let plan = try decide([bridge], [binding])
        #expect(plan.map(\.state) == [.active] && plan[0].why.code == .activeTechnician)
        #expect(plan[0].line?.settings.driver == .sdt)
    }

    @Test func `a bridge in another socket has moved, and is not touched`() throws {
        let binding = try bind(.idCard, "port:1a86:7523:pci-0000:00:14.0-usb-0:3:1.0", .sdt)
        let plan = try decide([Sample.bridge(socket: 4)], [binding])
        #expect(plan.map(\.state) == [.moved, .missing])
        #expect(plan.map(\.why.code) == [.moved, .missing])
        #expect(plan.allSatisfy { $0.line == nil })
        // Another model, or one that has a number of its own, has not moved.
        #expect(try decide([Sample.bridge("1a86:7522", socket: 4)], [binding]).first?.state == .unknown)
        #expect(try decide([Sample.bridge(serial: "CH0017", socket: 4)], [binding]).first?.state == .unassigned)
        // A second one beside it has not moved either.
        #expect(try decide([bridge, Sample.bridge(socket: 4)], [binding]).map(\.state) == [.active, .unassigned])
    }

    @Test func `a scanner without serial number that a person bound and somebody moved does not change its role`()
        throws
    {
        let binding = try bind(.bankCard, "port:1eab:0c06:pci-0000:00:14.0-usb-0:1:1.0", .line)
        let plan = try decide([Sample.tty("1eab:0c06", socket: 2)], [binding])
        #expect(plan.map(\.state) == [.moved, .missing])
    }

    @Test func `a device with a serial number is itself in every socket`() throws {
        let binding = try bind(.idCard, "serial:1a86:7523:00:CH0017", port: bridge.portIdentity, .sdt)
        for socket in 1...5 {
            let plan = try decide([Sample.bridge(serial: "CH0017", socket: socket)], [binding])
            #expect(plan.map(\.state) == [.active] && plan[0].line?.path == "/dev/ttyUSB\(socket)")
        }
    }

    @Test func `the configuration comes before the technician, and both before the table`() throws {
        let third = Sample.tty("1eab:0c06", serial: "NL0003", socket: 4)
        let present = [scanner, second, third]
        let technician = try bind(.scanner, "serial:1eab:0c06:00:NL0002", .line)
        let written = try bind(.scanner, "serial:1eab:0c06:00:NL0003", .ssi, .configuration)
        let plan = try decide(present, [technician, written])
        #expect(plan.map(\.state) == [.standby, .standby, .active])
        #expect(plan[2].why.code == .activeConfiguration && plan[2].line?.settings.driver == .ssi)
        #expect(try decide(present, [technician]).map(\.state) == [.standby, .active, .standby])
        // When it goes, the technician's takes over, and the configuration's is missed.
        let without = try decide([scanner, second], [technician, written])
        #expect(without.map(\.state) == [.standby, .active, .missing])
        #expect(without[2].binding == written)
    }

    @Test func `a fixed path works with or without a device that udev knows`() throws {
        let binding = try bind(.idCard, "path:/dev/ttyS0", .sdt, .configuration)
        let known = try decide([Sample.port], [binding])
        #expect(known.map(\.state) == [.active] && known[0].why.code == .activeConfiguration)
        let unknown = try decide([], [binding])
        #expect(unknown.map(\.state) == [.active] && unknown[0].why.code == .activePath)
        #expect(known[0].line == unknown[0].line)
        var linked = bridge
        linked.links = ["/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"]
        let byLink = try decide([linked], [bind(.idCard, "path:\(linked.links[0])", .sdt, .configuration)])
        #expect(byLink.map(\.state) == [.active] && byLink[0].line?.path == "/dev/ttyUSB3")
    }

    @Test func `a model names any device of it, the others stand by`() throws {
        let binding = try bind(.idCard, "model:1a86:7523", .sdt, .configuration)
        let plan = try decide([Sample.bridge(socket: 5), bridge, Sample.whole("1a86:7523", socket: 3)], [binding])
        #expect(plan.map(\.state).sorted { $0.rawValue < $1.rawValue } == [.active, .ignored, .standby])
        #expect(plan.first { $0.state == .active }?.line?.path == "/dev/ttyUSB3")
        #expect(try decide([], [binding]).map(\.state) == [.missing])
    }

    @Test func `one device does one work`() throws {
        let first = try bind(.scanner, "serial:1eab:0c06:00:NL0001", .line)
        let again = try bind(.bankCard, "path:/dev/ttyACM1", .line)
        let plan = try decide([scanner], [first, again])
        #expect(plan.map(\.state) == [.active, .missing])
        #expect(plan[0].role == .scanner && plan[1].why.code == .missingTaken)
    }

    @Test func `a driver never works on a node of another kind`() throws {
        let keyboard = Sample.keyboard(serial: "KB0001", socket: 1)
        let wrong = try decide([keyboard], [bind(.scanner, "serial:05f3:0007:00:KB0001", .line)])
        #expect(wrong.map(\.state) == [.unassigned, .missing] && wrong[0].why.code == .unassignedDriver)
        let right = try decide([keyboard], [bind(.scanner, "serial:05f3:0007:00:KB0001", .keyboard)])
        #expect(right.map(\.state) == [.active])
        let printer = Sample.printer(socket: 2)
        let port = try #require(printer.portIdentity).description
        #expect(try decide([printer], [bind(.printer, port, .escpos)]).map(\.state) == [.active])
        #expect(try decide([printer], [bind(.idCard, port, .sdt)]).first?.state == .unassigned)
        #expect(try decide([Sample.whole("05e0:1900", socket: 1)]).map(\.state) == [.unusable])
    }

    @Test func `a binding whose driver cannot serve its role is none`() {
        for role in DeviceRole.allCases {
            for driver in DeviceDriver.allCases {
                let binding = DeviceBinding(
                    role: role,
                    identity: .path("/dev/ttyS0"),
                    settings: DriverSettings(driver),
                    origin: .technician
                )
                #expect((binding != nil) == driver.serves(role))
            }
        }
    }

    @Test func `a device the table knows no longer loses the role it gave`() throws {
        let remembered = AssignmentPlan.remembered(try decide([scanner]), in: [])
        let plan = AssignmentPlan.decide(present: [scanner], bound: remembered, table: .empty)
        #expect(plan.map(\.state) == [.unknown] && plan[0].line == nil)
    }

    @Test func `a remembered scanner that a person gave other work is not missed`() throws {
        let remembered = AssignmentPlan.remembered(try decide([scanner]), in: [])
        let plan = try decide([scanner], remembered + [bind(.bankCard, "serial:1eab:0c06:00:NL0001", .line)])
        #expect(plan.map(\.state) == [.active] && plan[0].role == .bankCard)
    }
}

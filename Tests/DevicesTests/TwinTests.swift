import Devices
import Testing

/// Two devices with the same serial number.
struct TwinTests {
    private let first = Sample.bridge(serial: "0002", socket: 1)
    private let other = Sample.bridge(serial: "0002", socket: 2)

    private func decide(_ present: [DetectedDevice], _ bound: [DeviceBinding]) throws -> [Assignment] {
        AssignmentPlan.decide(present: present, bound: bound, table: try Sample.table())
    }

    private func binding(_ device: DetectedDevice, among present: [DetectedDevice]) throws -> DeviceBinding {
        try #require(
            DeviceBinding(
                role: .idCard,
                device: device,
                among: present,
                settings: DriverSettings(.sdt),
                origin: .technician
            )
        )
    }

    @Test func `the one in the socket where it was bound works, the other is not touched`() throws {
        let binding = try binding(first, among: [first])
        #expect(binding.identity == first.serialIdentity)
        let plan = try decide([first, other], [binding])
        #expect(plan.map(\.state) == [.active, .conflict])
        #expect(plan[1].why.code == .conflictEqualSerials && plan[1].line == nil)
        #expect(plan.allSatisfy { $0.warning?.code == .warningEqualSerials })
        #expect(plan[0].line?.path == "/dev/ttyUSB1")
    }

    @Test func `neither works when neither is where it was bound`() throws {
        let binding = try binding(first, among: [first])
        let plan = try decide([other, Sample.bridge(serial: "0002", socket: 3)], [binding])
        #expect(plan.map(\.state) == [.conflict, .conflict, .missing])
        #expect(plan.allSatisfy { $0.line == nil })
    }

    @Test func `bound while both are there, it is known by its socket`() throws {
        let binding = try binding(other, among: [first, other])
        #expect(binding.identity == other.portIdentity)
        let plan = try decide([first, other], [binding])
        #expect(plan.first { $0.state == .active }?.device == other)
        #expect(plan.count { $0.line != nil } == 1)
        // Alone in another socket it has a number of its own again: not the one that was bound.
        #expect(try decide([first], [binding]).map(\.state) == [.unassigned, .missing])
    }

    @Test func `two scanners alike that the table knows: one works, one stands by, both with a warning`() throws {
        let scanners = [1, 2].map { Sample.tty("1eab:0c06", serial: "NL0001", socket: $0) }
        let remembered = AssignmentPlan.remembered(try decide([scanners[1]], []), in: [])
        for bound in [[], remembered] {
            let plan = try decide(scanners, bound)
            #expect(plan.count { $0.state == .active } == 1 && plan.count { $0.state == .standby } == 1)
            #expect(plan.allSatisfy { $0.warning != nil })
        }
        #expect(try decide(scanners, remembered)[1].state == .active)
        // Both moved: the table knows them both, so no person is asked.
        let moved = [3, 4].map { Sample.tty("1eab:0c06", serial: "NL0001", socket: $0) }
        #expect(try decide(moved, remembered).count { $0.state == .active } == 1)
    }

    @Test func `a device that moved while it was alone is known in its new socket when its double comes`() throws {
        var bound = [try binding(first, among: [first])]
        bound = AssignmentPlan.remembered(try decide([other], bound), in: bound)
        #expect(bound.map(\.port) == [other.portIdentity] && bound[0].identity == other.serialIdentity)
        let plan = try decide([first, other], bound)
        #expect(plan.first { $0.state == .active }?.device == other)
        #expect(plan.first { $0.device == first }?.state == .conflict)
        // While both are there nothing is learnt.
        #expect(AssignmentPlan.remembered(plan, in: bound) == bound)
    }
}

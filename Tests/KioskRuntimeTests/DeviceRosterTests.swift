import Claims
import DeviceDiscovery
import Devices
import Foundation
import InMemoryLogging
import Logging
import Readers
import Testing
import WireAPI

@testable import KioskRuntime

/// Binding by a technician, and what the readers are told.
struct DeviceRosterTests {
    private static func table() throws -> MatchTable {
        let row = MatchRow(
            vendorID: "1eab",
            productID: try #require(ModelPattern("xx06")),
            name: "Newland scanner",
            verdict: .device(role: .scanner, settings: DriverSettings(.line)),
            source: "test",
            certainty: .confirmed
        )
        let anyModel = try #require(ModelPattern("*"))
        let bridges = ["1a86", "0403"].map { vendor in
            MatchRow(
                vendorID: vendor,
                productID: anyModel,
                name: "bridge",
                verdict: .bridge,
                source: "test",
                certainty: .confirmed
            )
        }
        return try MatchTable(([row] + bridges).compactMap { $0 })
    }

    private static func tty(
        _ number: Int,
        _ ids: (String, String) = ("1a86", "7523"),
        serial: String? = nil,
        port: String
    ) -> DetectedDevice {
        var device = DetectedDevice(
            syspath: "/devices/usb/\(port)/tty\(number)",
            subsystem: .tty,
            node: "/dev/ttyUSB\(number)"
        )
        (device.bus, device.vendorID, device.productID) = ("usb", ids.0, ids.1)
        (device.serial, device.port, device.interface) = (serial, port, "00")
        return device
    }

    /// A roster on a file of its own, and its changes in order.
    private final class Rig {
        let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID().uuidString)")
        let roster: DeviceRoster
        private var changes: AsyncStream<DeviceChange>.Iterator

        init(configured: [DeviceBinding] = [], folder: URL? = nil) throws {
            let folder = folder ?? self.folder
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            roster = try DeviceRoster(
                configured: configured,
                table: DeviceRosterTests.table(),
                file: BindingFile(path: folder.appending(path: "bindings.json").path(percentEncoded: false)),
                logger: Logger(label: "test") { _ in InMemoryLogHandler() }
            )
            changes = roster.deviceChanges.makeAsyncIterator()
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func plugged(_ devices: [DetectedDevice]) async {
            await roster.discovered(DiscoverySnapshot(devices: devices, hasUdev: true))
        }

        func next() async -> DeviceChange? { await changes.next() }

        func bind(_ device: String, _ role: String, _ driver: String? = nil) async throws -> ControlBinding {
            var request = ControlBind(device: device, role: role)
            request.driver = driver
            return try await roster.bind(request, by: "tashi", at: Timestamp(milliseconds: 0))
        }
    }

    @Test func `a bridge is told to nobody until it is bound, then under the name of its socket`() async throws {
        let rig = try Rig()
        let bridge = Self.tty(0, port: "pci-usb-0:2:1.0")
        await rig.plugged([bridge])
        #expect(await rig.roster.view.assignments.map(\.state) == [.unassigned])
        let binding = try await rig.bind("/dev/ttyUSB0", "id-card", "sdt")
        #expect(binding.device == "port:1a86:7523:pci-usb-0:2:1.0")
        let expected = ReaderBinding(
            id: "port:1a86:7523:pci-usb-0:2:1.0",
            role: .idCard,
            path: "/dev/ttyUSB0",
            settings: DriverSettings(.sdt)
        )
        #expect(await rig.next() == .appeared(expected))
    }

    @Test func `a binding outlives a restart, and follows a serial number to another node`() async throws {
        let first = try Rig()
        await first.plugged([Self.tty(0, ("0403", "6001"), serial: "FT9X2", port: "p1")])
        _ = try await first.bind("/dev/ttyUSB0", "id-card", "sdt")
        let second = try Rig(folder: first.folder)
        await second.plugged([])
        guard case .disappeared(let missing)? = await second.next() else { Issue.record("not missed"); return }
        #expect(missing.id == "serial:0403:6001:00:FT9X2")
        await second.plugged([Self.tty(7, ("0403", "6001"), serial: "FT9X2", port: "p9")])
        guard case .appeared(let found)? = await second.next() else { Issue.record("not found"); return }
        #expect(found.id == missing.id && found.path == "/dev/ttyUSB7" && found.role == .idCard)
    }

    @Test func `a known scanner works by itself, the second stands by and takes over`() async throws {
        let rig = try Rig()
        let first = Self.tty(0, ("1eab", "0c06"), serial: "NL0001", port: "p1")
        let second = Self.tty(1, ("1eab", "0c06"), serial: "NL0002", port: "p2")
        await rig.plugged([first])
        guard case .appeared(let one)? = await rig.next() else { Issue.record("not found"); return }
        #expect(one.path == "/dev/ttyUSB0" && one.role == .scanner)
        await rig.plugged([first, second])
        #expect(await rig.roster.view.assignments.map(\.state) == [.active, .standby])
        await rig.plugged([second])
        let changes = [await rig.next(), await rig.next()]
        #expect(changes.first == .released(id: one.id))
        guard case .appeared(let two)? = changes.last else { Issue.record("no take-over"); return }
        #expect(two.path == "/dev/ttyUSB1")
    }

    @Test func `what the settings file binds is refused to a technician`() async throws {
        let configured = try #require(
            DeviceBinding(
                role: .scanner,
                identity: .path("/dev/ttyS0"),
                settings: DriverSettings(.line),
                origin: .configuration
            )
        )
        let rig = try Rig(configured: [configured])
        await rig.plugged([Self.tty(0, port: "p1")])
        let error = await #expect(throws: KioskError.self) { try await rig.bind("/dev/ttyUSB0", "scanner", "line") }
        #expect(error?.code == .devicesAlreadyBound)
        let other = await #expect(throws: KioskError.self) {
            try await rig.roster.unbind(ControlUnbind(role: "scanner"))
        }
        #expect(other?.code == .devicesAlreadyBound)
    }

    @Test(arguments: [
        ("/dev/ttyUSB9", "scanner", "line" as String?, KioskError.Code.devicesNotPresent),
        ("/dev/ttyUSB0", "scanner", nil, .devicesUnfit),
        ("/dev/ttyUSB0", "scanner", "sdt", .devicesUnfit),
        ("/dev/ttyUSB0", "scanner", "keyboard", .devicesUnfit),
        ("/dev/ttyUSB0", "camera", "line", .requestMalformed),
        ("/dev/ttyUSB0", "scanner", "laser", .requestMalformed),
    ])
    func `a binding that cannot be meant is refused and changes nothing`(
        device: String,
        role: String,
        driver: String?,
        code: KioskError.Code
    ) async throws {
        let rig = try Rig()
        await rig.plugged([Self.tty(0, port: "p1")])
        let error = await #expect(throws: KioskError.self) { try await rig.bind(device, role, driver) }
        #expect(error?.code == code)
        #expect(await rig.roster.view.assignments.map(\.state) == [.unassigned])
    }

    @Test func `unbinding releases the device, durably`() async throws {
        let rig = try Rig()
        await rig.plugged([Self.tty(0, port: "p1")])
        let bound = try await rig.bind("/dev/ttyUSB0", "scanner", "line")
        _ = await rig.next()
        let unbound = try await rig.roster.unbind(ControlUnbind(role: "scanner"))
        #expect(unbound.device == bound.device)
        #expect(await rig.next() == .released(id: bound.device))
        let again = try Rig(folder: rig.folder)
        await again.plugged([Self.tty(0, port: "p1")])
        #expect(await again.roster.view.assignments.map(\.state) == [.unassigned])
    }

    @Test func `another role or driver for a bound device closes it first`() async throws {
        let rig = try Rig()
        await rig.plugged([Self.tty(0, port: "p1")])
        let first = try await rig.bind("/dev/ttyUSB0", "scanner", "line")
        _ = await rig.next()
        _ = try await rig.bind("/dev/ttyUSB0", "scanner", "ssi")
        #expect(await rig.next() == .released(id: first.device))
        guard case .appeared(let again)? = await rig.next() else { Issue.record("not opened again"); return }
        #expect(again.settings.driver == .ssi)
    }

    @Test func `a file of bindings that cannot be read stops the start and stays as it is`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "bindings.json")
        for text in ["{", "[]", #"{"version":2,"bindings":[]}"#, #"{"version":1,"bindings":[{"identity":"x"}]}"#] {
            try Data(text.utf8).write(to: file)
            let error = #expect(throws: KioskError.self) {
                try BindingFile(path: file.path(percentEncoded: false)).load()
            }
            #expect(error?.code == .devicesBindingsUnreadable)
            #expect(try String(contentsOf: file, encoding: .utf8) == text)
        }
    }
}

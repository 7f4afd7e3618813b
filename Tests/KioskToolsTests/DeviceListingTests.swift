import Claims
import KioskTools
import Testing
import WireAPI

struct DeviceListingTests {
    private func device(
        _ node: String,
        _ state: ControlDevice.Assignment.State,
        kind: ControlDevice.Taken.Kind = .device,
        role: String? = nil
    ) -> ControlDevice {
        ControlDevice(
            id: "id",
            node: node,
            subsystem: "tty",
            takenFor: .init(kind: kind, name: "CH340", driver: nil, why: "table", explanation: "a bare bridge"),
            assignment: .init(state: state, role: role, why: "w", explanation: "the explanation")
        )
    }

    private func text(_ devices: [ControlDevice], missing: [ControlMissing] = [], hasUdev: Bool = true) -> String {
        let all = ControlDevices(
            devices: devices,
            missing: missing,
            discovery: .init(hasUdev: hasUdev, overflows: 0, rescans: 0)
        )
        return DeviceListing(all, on: Terminal(hasColours: false)).text
    }

    @Test func `a device that works takes a line, and asks for nothing`() {
        var scanner = device("/dev/ttyACM0", .active, role: "scanner")
        scanner.assignment.driver = "line"
        scanner.health = .init(state: "ready")
        #expect(
            text([scanner]) == """
                DEVICE        WHAT   ROLE     STATE   HEALTH
                /dev/ttyACM0  CH340  scanner  active  ready
                    driver line, 0 reads
                """
        )
    }

    @Test func `a bare adapter says which command gives it a role`() {
        let text = text([device("/dev/ttyUSB0", .unassigned, kind: .bridge)])
        #expect(text.contains("! Anything can be behind this adapter"))
        #expect(text.contains("→ kioskctl devices bind /dev/ttyUSB0 --role ROLE --driver DRIVER"))
    }

    @Test func `a problem comes with its remedy and with who is in the way`() {
        var reader = device("/dev/ttyS0", .active, role: "id-card")
        reader.health = .init(
            state: "unavailable",
            problem: ControlProblem(code: "reader.open.busy", message: "another program uses it", remedy: "stop it")
        )
        reader.holder = .init(pid: 7, program: "ModemManager")
        let text = text([reader])
        #expect(text.contains("! Another program uses it. It is held by ModemManager (process 7)."))
        #expect(text.contains("→ Stop it."))
    }

    @Test func `what is missing, and a system without udev, are told`() {
        let missing = ControlMissing(
            role: "printer",
            device: "/dev/usb/lp0",
            problem: ControlProblem(code: "reader.open.missing", message: "not there", remedy: "plug it in")
        )
        let text = text([], missing: [missing], hasUdev: false)
        #expect(text.contains("/dev/usb/lp0  not plugged in  printer  missing") && text.contains("→ plug it in"))
        #expect(text.contains("udev does not run"))
        #expect(self.text([]).contains("No device is plugged in"))
    }

    /// Every state has words, none of them traps, and only states that need a person ask for one.
    @Test(arguments: ControlDevice.Assignment.State.allCases)
    func `every state is shown`(state: ControlDevice.Assignment.State) {
        let text = text([device("/dev/ttyUSB0", state)])
        #expect(text.contains(state.rawValue))
        let asks: Set<ControlDevice.Assignment.State> = [.unassigned, .unusable, .conflict, .moved]
        #expect(text.contains("    ! ") == asks.contains(state))
    }

    @Test func `a device's name cannot drive the terminal`() {
        var evil = device("/dev/ttyUSB0", .unassigned)
        evil.takenFor.name = "\u{1B}[2J\u{202E}x"
        evil.serial = "a\nb"
        let text = text([evil])
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}") && !text.contains("a\nb"))
    }

    @Test func `colours come only where they are wanted`() {
        var scanner = device("/dev/ttyACM0", .active, role: "scanner")
        scanner.health = .init(state: "ready")
        let all = ControlDevices(
            devices: [scanner],
            missing: [],
            discovery: .init(hasUdev: true, overflows: 0, rescans: 0)
        )
        #expect(DeviceListing(all, on: Terminal(hasColours: true)).text.contains("\u{1B}[32mready\u{1B}[0m"))
    }
}

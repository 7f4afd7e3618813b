import Claims
import Foundation
import Glibc
import KioskTestSupport
import KioskTools
import Testing
import WireAPI

struct DoctorTests {
    /// What the doctor finds wrong, `code:level`, on a machine that was healthy before `spoil`.
    private func wrong(
        _ kiosk: Doctor.Case? = nil,
        _ spoil: (FakeMachine) throws -> Void
    ) async throws -> [String] {
        try await findings(kiosk, spoil).filter { $0.level != .ok }.map {
            "\($0.code.dropFirst(7)):\($0.level.rawValue)"
        }
    }

    private func findings(_ kiosk: Doctor.Case?, _ spoil: (FakeMachine) throws -> Void) async throws -> [DoctorFinding]
    {
        try await withTemporaryFolder { folder in
            let fake = try FakeMachine(at: folder)
            try spoil(fake)
            let all = Doctor(kiosk ?? Self.kiosk, on: fake.machine).findings()
            for finding in all where finding.level != .ok { #expect(finding.remedy?.isEmpty == false, "\(finding)") }
            // The machine that runs the tests has a disk of its own, as full as it likes to be.
            return all.filter { $0.code != "doctor.disk" }
        }
    }

    private static var kiosk: Doctor.Case {
        var kiosk = Doctor.Case()
        kiosk.devices = [
            DeviceNeed(role: "id-card", driver: "sdt", path: "/dev/ttyS0"),
            DeviceNeed(role: "scanner", driver: "line", path: "/dev/serial/by-path/pci-1"),
        ]
        kiosk.daemon = ControlDevices(
            devices: [],
            missing: [],
            discovery: .init(hasUdev: true, overflows: 0, rescans: 0)
        )
        return kiosk
    }

    @Test func `a healthy kiosk has nothing wrong`() async throws {
        #expect(try await wrong { _ in } == [])
        let report = DoctorReport([DoctorFinding("x", .ok, "well")])
        #expect(report.exitCode == 0 && report.text(on: Terminal(hasColours: false)).hasSuffix("Nothing is wrong."))
    }

    @Test func `programs that take readers away are found, running or installed`() async throws {
        #expect(try await wrong { try $0.process(50, "ModemManager") } == ["modemmanager:problem"])
        let installed = try await wrong {
            try $0.write("/var/lib/dpkg/info/brltty.list", "/.\n/usr/bin/brltty\n")
            // Removed without purge: only settings are left.
            try $0.write("/var/lib/dpkg/info/gpsd:amd64.list", "/etc/default/gpsd\n")
        }
        #expect(installed == ["brltty:warning"])
    }

    @Test func `a login or a console on a bound port is found, on another port not`() async throws {
        #expect(
            try await wrong { try $0.process(60, "agetty", command: "/sbin/agetty -o x ttyS0") } == ["getty:problem"]
        )
        #expect(try await wrong { try $0.write("/proc/cmdline", "quiet console=ttyS0,115200\n") } == ["getty:problem"])
        let wants = "/etc/systemd/system/getty.target.wants/serial-getty@"
        #expect(try await wrong { try $0.link("\(wants)ttyS0.service", to: "/lib/x") } == ["getty:problem"])
        #expect(try await wrong { try $0.link("\(wants)ttyS1.service", to: "/lib/x") } == [])
    }

    @Test func `who has a device open is named, the daemon itself is not`() async throws {
        let found = try await findings(nil) { try $0.process(70, "minicom", open: "/dev/ttyUSB0") }.filter {
            $0.level != .ok
        }
        #expect(found.map(\.code) == ["doctor.holder"])
        #expect(found.first?.seen.contains("minicom (process 70)") == true)
        #expect(
            try await wrong {
                try $0.process(71, "kioskd", open: "/dev/ttyUSB0")
                try $0.write("/proc/71/status", "Groups:\t20 104\n")
            } == []
        )
    }

    @Test func `lock files are found, of the living and of the dead`() async throws {
        #expect(try await wrong { try $0.write("/run/lock/LCK..ttyUSB0", "      4711\n") } == ["uucp-lock:warning"])
        let living = try await wrong {
            try $0.write("/var/lock/LCK..ttyS0", "0000000080\n")
            try $0.process(80, "cu")
        }
        #expect(living == ["uucp-lock:problem"])
    }

    @Test func `the daemon's groups are those it runs with, else those of unit and system`() async throws {
        let without = try await wrong { try $0.write("/etc/systemd/system/kioskd.service", "[Service]\n") }
        #expect(without == ["groups:problem"])
        let member = try await wrong {
            try $0.write("/etc/systemd/system/kioskd.service", "[Service]\n")
            try $0.write("/etc/group", "dialout:x:20:someone,kioskd\n")
        }
        #expect(member == [])
        let running = try await wrong {
            try $0.process(90, "kioskd")
            try $0.write("/proc/90/status", "Name:\tkioskd\nGroups:\t990 104\n")
        }
        #expect(running == ["groups:problem"])
        #expect(try await wrong { try $0.write("/etc/passwd", "root:x:0:0::/:/bin/sh\n") } == ["groups:problem"])
    }

    @Test func `a central that refuses the kiosk is a problem, one that is away a warning`() async throws {
        var kiosk = Self.kiosk
        kiosk.daemon = ControlDevices(
            devices: [],
            missing: [],
            discovery: .init(hasUdev: true, overflows: 0, rescans: 0)
        )
        #expect(try await wrong(kiosk) { _ in } == [])
        kiosk.health = [ControlProblem(KioskError(.trustCertificateRevoked, "revoked", remedy: "enrol anew"))]
        #expect(try await wrong(kiosk) { _ in } == ["central:problem"])
        kiosk.health = [ControlProblem(KioskError(.centralUnreachable, "no route", remedy: "wait"))]
        #expect(try await wrong(kiosk) { _ in } == ["central:warning"])
    }

    @Test func `a counter page that nobody may open is found`() async throws {
        var kiosk = Self.kiosk
        kiosk.counterGroup = "kiosk-counter"
        let groups = "dialout:x:20:kioskd\n"
        #expect(try await wrong(kiosk) { _ in } == ["page-users:warning"])
        let empty = try await wrong(kiosk) { try $0.write("/etc/group", groups + "kiosk-counter:x:991:\n") }
        #expect(empty == ["page-users:warning"])
        #expect(try await wrong(kiosk) { try $0.write("/etc/group", groups + "kiosk-counter:x:991:desk\n") } == [])
        let main = try await wrong(kiosk) {
            try $0.write("/etc/group", groups + "kiosk-counter:x:991:\n")
            try $0.write("/etc/passwd", "kioskd:x:990:990::/:/bin/false\ndesk:x:1000:991::/var/desk:/bin/sh\n")
        }
        #expect(main == [])
    }

    @Test func `udev that does not run, and rules that are missing or old, are found`() async throws {
        #expect(try await wrong { try $0.remove("/run/udev/control") } == ["udev:problem"])
        #expect(
            try await wrong { try $0.remove("/etc/udev/rules.d/60-recycling-kiosk.rules") } == ["udev-rules:problem"]
        )
        #expect(
            try await wrong { try $0.write("/etc/udev/rules.d/60-recycling-kiosk.rules", "old") } == [
                "udev-rules:warning"
            ]
        )
    }

    @Test func `equal serial numbers are found`() async throws {
        let found = try await findings(nil) { try $0.write("/sys/bus/usb/devices/1-2/serial", "A1\n") }
        #expect(found.filter { $0.level == .warning }.map(\.code) == ["doctor.equal-serials"])
        #expect(found.contains { $0.seen.contains("1-1 and 1-2") })
    }

    @Test func `a clock that nobody keeps is found`() async throws {
        #expect(try await wrong { try $0.remove("/run/systemd/timesync/synchronized") } == ["clock:warning"])
        let chrony = try await wrong {
            try $0.remove("/run/systemd/timesync/synchronized")
            try $0.process(95, "chronyd")
        }
        #expect(chrony == [])
    }

    @Test func `a daemon that does not run, and one that does not listen, are told apart`() async throws {
        var kiosk = Self.kiosk
        kiosk.daemon = nil
        let stopped = try await findings(kiosk) { _ in }.filter { $0.level != .ok }
        #expect(stopped.map(\.seen) == ["the daemon does not run"])
        let deaf = try await findings(kiosk) {
            try $0.process(90, "kioskd")
            try $0.write("/proc/90/status", "Groups:\t20\n")
        }
        #expect(deaf.contains { $0.seen.hasPrefix("the daemon runs, but nobody listens") })
        kiosk.daemonProblem = KioskError(.controlDenied, "not you", remedy: "usermod")
        #expect(try await wrong(kiosk) { _ in } == ["daemon:warning"])
    }

    @Test func `a runtime folder that is missing or closed is found`() async throws {
        #expect(try await wrong { try $0.remove("/run/recycling-kiosk") } == ["runtime-folder:problem"])
        #expect(try await wrong { try $0.setMode(0o750, "/run/recycling-kiosk") } == ["runtime-folder:warning"])
    }

    @Test func `what the daemon says of its devices is part of it`() async throws {
        var kiosk = Self.kiosk
        let problem = ControlProblem(code: "reader.silent", message: "silent", remedy: "power")
        kiosk.daemon?.missing = [ControlMissing(role: "scanner", device: "/dev/x", problem: problem)]
        #expect(try await wrong(kiosk) { _ in } == ["device:problem"])
    }

    @Test func `settings that are wrong are told`() async throws {
        var kiosk = Self.kiosk
        kiosk.settingsProblem = KioskError(.configMissing, "no file", remedy: "copy it")
        #expect(try await wrong(kiosk) { _ in } == ["settings:problem"])
    }

    /// A certificate made by openssl, which is not ours.
    @Test(.enabled(if: access("/usr/bin/openssl", X_OK) == 0, "needs openssl"))
    func `a certificate that ends soon, or has ended, is found`() async throws {
        for (days, level) in [(400, DoctorFinding.Level.ok), (5, .warning)] {
            try await withTemporaryFolder { folder in
                let fake = try FakeMachine(at: folder)
                try fake.write("/etc/recycling-kiosk/central-url", "")
                let made = try await RunningProgram.output(
                    of: "/usr/bin/openssl",
                    [
                        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                        "/CN=kiosk",
                        "-days", "\(days)", "-keyout", "\(folder)/key", "-out",
                        "\(folder)/etc/recycling-kiosk/kiosk.pem",
                    ]
                )
                #expect(made.status == 0, "\(made.errors)")
                let found = Doctor(Self.kiosk, on: fake.machine).findings().filter { $0.code == "doctor.certificate" }
                #expect(found.map(\.level) == [level], "\(found)")
            }
        }
    }

    @Test func `a file that is no certificate is passed over`() async throws {
        let odd = "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIB\n-----END CERTIFICATE-----\n"
        for text in ["", "hello", odd, odd.replacing("MIIB", with: "MP//")] {
            #expect(try await wrong { try $0.write("/etc/recycling-kiosk/x.pem", text) } == [])
        }
    }

    @Test func `this machine can be looked at`() {
        let findings = Doctor(Doctor.Case(), on: LocalMachine()).findings()
        #expect(findings.contains { $0.code == "doctor.disk" && $0.level != .ok } || findings.count > 8)
        #expect(findings.allSatisfy { $0.level == .ok || $0.remedy != nil })
    }
}

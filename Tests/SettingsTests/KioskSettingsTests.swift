import Claims
import Devices
import Foundation
import Testing

@testable import Settings

struct KioskSettingsTests {
    @Test func `the shipped kiosk file loads with every key it documents`() throws {
        let settings = try KioskSettings.load(shipped("config/kiosk.yaml"))
        #expect(settings.mode == .production)
        #expect(settings.kioskID.text == "DQ01")
        #expect(settings.pointID == "dongga")
        #expect(settings.stateDirectory == "/var/lib/recycling-kiosk")
        #expect(settings.shareDirectory == KioskSettings.defaultShareDirectory)
        #expect(settings.programmeFile == shipped("config/programmes/doilungdeqen-2025.yaml"))
        #expect(settings.calendarFolder == shipped("config/calendars"))
        #expect(settings.digestKeyFile == "/run/credentials/kioskd.service/digest-key")
        #expect(settings.sealing == SealingSettings(stateDirectory: "/var/lib/recycling-kiosk"))
        #expect(settings.counter == CounterSettings(host: "127.0.0.1", port: 8080, sessionTimeout: .seconds(300)))
        #expect(settings.central == CentralLinkSettings(url: "https://central.example.org"))
        #expect(
            settings.devices == [
                DeviceSettings(role: .idCard, identity: .path("/dev/ttyS0"), settings: DriverSettings(.sdt)),
                DeviceSettings(role: .scanner, identity: .path("/dev/kiosk/scanner"), settings: DriverSettings(.line)),
            ]
        )
        #expect(
            settings.registry
                == RegistrySettings(
                    snapshot: "/var/lib/recycling-kiosk/registry.snapshot",
                    publicKey: shipped("config/registry.pub")
                )
        )
        #expect(settings.supervisorsFile == nil && settings.rehearsal == nil)
        #expect(settings.logLevel == .notice)
    }

    @Test func `the rehearsal block that the shipped file shows in comments loads when uncommented`() throws {
        let text = try String(contentsOfFile: shipped("config/kiosk.yaml"), encoding: .utf8)
        let start = try #require(text.range(of: "# rehearsal:\n"))
        let end = try #require(text.range(of: "\n\n", range: start.upperBound..<text.endIndex))
        let block = text[start.lowerBound..<end.lowerBound].split(separator: "\n").map { $0.dropFirst(2) }
        let folder = try TemporaryFolder()
        let file = try folder.write(plainKiosk + "\n" + block.joined(separator: "\n"))
        let rehearsal = try #require(KioskSettings.load(file).rehearsal)
        #expect(rehearsal.clock == Timestamp("2025-03-10T09:45:00+08:00"))
        #expect(rehearsal.simulators[.idCard] == "/run/kiosk-sim/id-card.sock")
        #expect(rehearsal.simulators[.scanner] == "/run/kiosk-sim/scanner.sock")
    }

    @Test func `what is left out gets its documented default`() throws {
        let folder = try TemporaryFolder()
        let settings = try KioskSettings.load(try folder.write(plainKiosk))
        #expect(settings.shareDirectory == "/usr/share/recycling-kiosk")
        #expect(settings.calendarFolder == "\(folder.path)/calendars")
        #expect(settings.registry == nil && settings.supervisorsFile == nil)
        #expect(settings.sealing.keysFile == "\(folder.path)/state/trust/sealing-keys")
        #expect(settings.sealing.centralKeyFile == "\(folder.path)/state/trust/central.pub")
        #expect(settings.counter.sessionTimeout == .seconds(300))
        #expect(settings.central.requestTimeout == .seconds(15))
        #expect(settings.central.backOff == .init(first: .seconds(1), longest: .seconds(300)))
        #expect(settings.devices.map(\.settings.baud) == [115_200, 9_600])
        #expect(settings.devices.map(\.settings.scanner.stripSTX) == [false, false])
        #expect(settings.logLevel == .notice)
    }

    @Test func `relative paths start at the folder of the file`() throws {
        let folder = try TemporaryFolder()
        let text =
            plainKiosk
            + "\nregistry: {snapshot: ./sub//a, publicKey: b}\nshareDirectory: ../share/\ncalendars: c/\nsupervisors: d\n"
            + "sealing: {keys: e, centralKey: f}\n"
        let settings = try KioskSettings.load(try folder.write(text))
        #expect(settings.stateDirectory == "\(folder.path)/state")
        #expect(settings.programmeFile == "\(folder.path)/programme.yaml")
        #expect(settings.calendarFolder == "\(folder.path)/c")
        #expect(settings.supervisorsFile == "\(folder.path)/d")
        #expect(settings.registry == RegistrySettings(snapshot: "\(folder.path)/sub/a", publicKey: "\(folder.path)/b"))
        #expect(settings.sealing == SealingSettings(keysFile: "\(folder.path)/e", centralKeyFile: "\(folder.path)/f"))
        #expect(settings.shareDirectory == "\(folder.path)/../share")
        #expect(settings.digestKeyFile == "/etc/key")
    }

    @Test func `the shipped kiosk stands at a point of the programme that it names`() throws {
        let settings = try KioskSettings.load(shipped("config/kiosk.yaml"))
        let programme = try ProgrammeFile.load(settings.programmeFile)
        #expect(try settings.point(in: programme).title["zh-CN"] == "东嘎街道回收点（交安驾校南侧）")
    }

    @Test(arguments: [("donga", "Write `point: dongga`"), ("lhasa", "Name one of these")])
    func `a kiosk at a place that the programme does not have is refused`(point: String, remedy: String) throws {
        let folder = try TemporaryFolder()
        let settings = try KioskSettings.load(try folder.write(plainKiosk.replacing("dongga", by: point)))
        let programme = try ProgrammeFile.load(shipped("config/programmes/doilungdeqen-2025.yaml"))
        let error = try #require(fault { () throws(KioskError) in try settings.point(in: programme) })
        #expect(error.code == .configContradiction)
        #expect(error.message.hasSuffix("no point \"\(point)\"; it has dongga, naiqiong, yangda, maxiang"))
        #expect(error.remedy.hasPrefix(remedy))
    }

    @Test func `a file named without a folder counts from the working folder`() {
        let here = FileManager.default.currentDirectoryPath
        #expect(SettingsPath.absolute("x.yaml", besides: "kiosk.yaml") == "\(here)/x.yaml")
        #expect(SettingsPath.absolute("x.yaml", besides: "conf/kiosk.yaml") == "\(here)/conf/x.yaml")
        #expect(SettingsPath.absolute("x.yaml", besides: "/kiosk.yaml") == "/x.yaml")
    }

    @Test(arguments: [
        ("http://127.0.0.1:8090", "http://127.0.0.1:8090"), ("http://localhost/", "http://localhost"),
        ("http://[::1]:80", "http://[::1]:80"), ("http://127.9.8.7", "http://127.9.8.7"),
        ("https://central.example.org/", "https://central.example.org"), ("HTTPS://10.0.0.1:1", "HTTPS://10.0.0.1:1"),
    ])
    func `an address that keeps claims private is taken`(url: String, read: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(plainKiosk.replacing("http://127.0.0.1:8090", by: url))
        #expect(try KioskSettings.load(file).central.url == read)
    }

    @Test(arguments: [
        "http://central.example.org", "http://10.0.0.1:8090", "http://127.0.0.1.example.org", "http://127.0.0.256",
        "HTTP://0.0.0.0", "http://[::2]", "http://127.0.0.01",
    ])
    func `plain http to another machine is refused`(url: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(plainKiosk.replacing("http://127.0.0.1:8090", by: url))
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        #expect(error.code == .configPlaintext)
        #expect(error.message.hasPrefix("\(file):12:8: central.url: "))
    }

    @Test(arguments: [
        "ftp://127.0.0.1", "http://", "https://a b", "https://user@host", "https://host/path", "https://host?x=1",
        "https://host:0", "https://host:70000", "https://host:+1", "'https://host:'", "central.example.org",
        "https://[::1",
        "https://[x]", "'https://host\\n'",
    ])
    func `what is no base address is refused`(url: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(plainKiosk.replacing("http://127.0.0.1:8090", by: url))
        #expect(fault { () throws(KioskError) in try KioskSettings.load(file) }?.code == .configInvalidValue)
    }
}

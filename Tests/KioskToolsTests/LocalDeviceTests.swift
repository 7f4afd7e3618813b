import Claims
import Devices
import Foundation
import Glibc
import KioskTestSupport
import KioskTools
import ReaderProtocols
import Testing
import WireAPI

@Suite(.timeLimit(.minutes(2)))
struct LocalDeviceTests {
    @Test func `a card is read without a daemon, and shown masked`() async throws {
        let reader = try FakeReader()
        let lines = LineCollector()
        let device = try LocalDevice(path: reader.terminal.path, settings: DriverSettings(.sdt))
        try await device.test(within: .seconds(30)) { lines.add($0) }
        let card = try #require(lines.lines.last?.card)
        #expect(card.name == "样*" && card.number == "**************0013" && card.kind == "resident")
        #expect(card.validity == "2030-01-01" && card.readMilliseconds >= 0)
        #expect(lines.lines.filter(\.isLast).count == 1)
        let all = lines.lines.map(JSONText.line).joined()
        #expect(!all.contains(FakeReader.name) && !all.contains(FakeReader.number))
    }

    @Test func `a code is read without a daemon`() async throws {
        let terminal = try PseudoTerminal()
        let lines = LineCollector()
        let device = try LocalDevice(path: terminal.path, settings: DriverSettings(.line))
        try await device.test(within: .seconds(30)) { line in
            lines.add(line)
            if line.progress == "scan a code" { terminal.write(Array("6299990000000000008\r\n".utf8)) }
        }
        let scan = try #require(lines.lines.last?.scan)
        #expect(scan.isMasked && scan.length == 19 && scan.text.hasSuffix("*0008"))
    }

    @Test func `a test in which nothing comes ends with what to do`() async throws {
        let terminal = try PseudoTerminal()
        let lines = LineCollector()
        try await LocalDevice(path: terminal.path, settings: DriverSettings(.line)).test(within: .milliseconds(300)) {
            lines.add($0)
        }
        #expect(lines.lines.last?.problem?.code == "reader.nothing-read")
    }

    @Test func `a file, nothing at all and a line in use are refused at once`() async throws {
        try await withTemporaryFolder { folder in
            try Data().write(to: URL(filePath: "\(folder)/file"))
            let terminal = try PseudoTerminal()
            let other = open(terminal.path, O_RDWR | O_NOCTTY)
            defer { close(other) }
            #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
            for (path, code) in [
                ("\(folder)/file", KioskError.Code.readerNotATerminal), ("\(folder)/none", .readerMissing),
                (terminal.path, .readerBusy),
            ] {
                let device = try LocalDevice(path: path, settings: DriverSettings(.line))
                let error = await #expect(throws: KioskError.self) {
                    try await device.test(within: .seconds(5)) { _ in }
                }
                #expect(error?.code == code)
            }
        }
    }

    @Test func `printers and keyboards are left to the daemon`() {
        for driver in [DeviceDriver.escpos, .keyboard] {
            let error = #expect(throws: KioskError.self) {
                try LocalDevice(path: "/dev/x", settings: DriverSettings(driver))
            }
            #expect(error?.code == .controlRefused)
        }
    }

    /// From a card on a line to a file, and from the file to the same card's stand-in.
    @Test func `what is recorded names nobody and can be replayed`() async throws {
        try await withTemporaryFolder { folder in
            let reader = try FakeReader()
            let device = try LocalDevice(path: reader.terminal.path, settings: DriverSettings(.sdt))
            let recording = Task {
                try await device.record(for: .seconds(60), when: "2025-03-10T09:45:00+08:00", who: "tech") { _ in }
            }
            // What is asked after a read shows that its whole reply has come.
            var isRead = false
            for await command in reader.commands {
                if isRead { break }
                isRead = command == [0x30, 0x01]
            }
            recording.cancel()
            let capture = try await recording.value
            let bytes = capture.chunks.flatMap(\.bytes)
            let secret = FakeReader.name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            #expect(bytes.count > 1_295 && !bytes.indices.contains { bytes[$0...].starts(with: secret) })
            let file = "\(folder)/card.capture"
            try CaptureText.write(capture.text, to: file)
            #expect(throws: KioskError.self) { try CaptureText.write("x", to: file) }

            let lines = LineCollector()
            try await CaptureReplay(try CaptureText.read(file)).run { lines.add($0) }
            let card = try #require(lines.lines.compactMap(\.card).first)
            #expect(card.name == "某*" && card.kind == "resident" && !card.number.hasSuffix("0013"))
        }
    }

    @Test func `a recorded scanner is replayed at a link for other programs`() async throws {
        try await withTemporaryFolder { folder in
            let chunk = CaptureFile.Chunk(time: 0, direction: .fromDevice, bytes: Array("PLATE1\r".utf8))
            let capture = CaptureFile(device: "d", driver: "line", baud: 9_600, when: "w", who: "x", chunks: [chunk])
            let lines = LineCollector()
            try await CaptureReplay(capture).run { lines.add($0) }
            #expect(lines.lines.compactMap(\.scan).map(\.text) == ["PLATE1"])

            let (ready, continuation) = AsyncStream.makeStream(of: String.self)
            let served = Task {
                try await CaptureReplay(capture).serve(at: "\(folder)/scanner") { continuation.yield($0) }
            }
            for await _ in ready { break }
            let again = LineCollector()
            try await LocalDevice(path: "\(folder)/scanner", settings: DriverSettings(.line)).test(within: .seconds(30))
            {
                again.add($0)
            }
            served.cancel()
            _ = await served.result
            #expect(again.lines.last?.scan?.text == "PLATE1")
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/scanner"))
        }
    }
}

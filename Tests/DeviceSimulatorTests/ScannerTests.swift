import Claims
import Testing
import WireAPI

@testable import DeviceSimulator

struct ScannerTests {
    @Test(arguments: [
        (ScannerSetup.Ending.crlf, [0x0D, 0x0A] as [UInt8]), (.cr, [0x0D]), (.lf, [0x0A]),
    ])
    func `a scan arrives with the chosen terminator`(
        _ terminator: ScannerSetup.Ending,
        _ end: [UInt8]
    ) async throws {
        let link = try temporaryFolder() + "/scanner"
        let scanner = SimulatedScanner(link: link, terminator: terminator, pace: .immediate)
        try await scanner.plug()
        let line = try RawTerminal(link)
        try await scanner.perform("scan", SimulatorAction(text: "拉萨A00101"))
        let expected = Array("拉萨A00101".utf8) + end
        #expect(try await line.receive(expected.count).bytes == expected)
        #expect(try await line.receive(1, within: 20).bytes.isEmpty)
        try await scanner.unplug()
    }

    @Test func `what is sent to the scanner is swallowed and does not come back`() async throws {
        let link = try temporaryFolder() + "/scanner"
        let scanner = SimulatedScanner(link: link, terminator: .lf, pace: .immediate)
        try await scanner.plug()
        let line = try RawTerminal(link)
        try line.send(Array("command".utf8))
        try await scanner.perform("scan", SimulatorAction(text: "A"))
        #expect(try await line.receive(9, within: 100).bytes == [0x41, 0x0A])
        try await scanner.unplug()
    }

    @Test(arguments: [nil, "", "A\rB", "A\nB", "A\0B", String(repeating: "1", count: 2954)])
    func `a text that no code holds is refused`(_ text: String?) async throws {
        let scanner = SimulatedScanner(link: try temporaryFolder() + "/scanner", terminator: .cr, pace: .immediate)
        try await scanner.plug()
        await #expect { try await scanner.perform("scan", SimulatorAction(text: text)) } throws: {
            ($0 as? KioskError)?.code == .simulatorRefused
        }
        try await scanner.unplug()
    }

    @Test func `scans that nobody reads are refused in the end, and none is kept without bound`() async throws {
        let scanner = SimulatedScanner(link: try temporaryFolder() + "/scanner", terminator: .cr, pace: .immediate)
        try await scanner.plug()
        let text = SimulatorAction(text: String(repeating: "1", count: 2000))
        await #expect {
            for _ in 0..<200 { try await scanner.perform("scan", text) }
        } throws: {
            ($0 as? KioskError)?.code == .simulatorRefused
        }
        try await scanner.unplug()
    }
}

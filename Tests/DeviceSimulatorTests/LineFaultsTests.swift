import Claims
import KioskTestSupport
import NIOCore
import Testing
import WireAPI

@testable import DeviceSimulator

/// Faults on a real pseudo-terminal.
struct LineFaultsTests {
    private let link: String
    private let reader: SimulatedIDCardReader

    init() async throws {
        link = try temporaryFolder() + "/id-card"
        reader = SimulatedIDCardReader(link: link, pace: .immediate)
        try await reader.plug()
    }

    private func step(_ text: String) async throws { try await reader.run(try ScriptParser.step(text)) }

    @Test func `the next sums are wrong and then right again`() async throws {
        let line = try RawTerminal(link)
        try await step("wrong-sum next 2")
        for _ in 0..<2 {
            let answer = try await line.ask(Published.status, for: 11)
            #expect(answer.dropLast().elementsEqual(Published.done.dropLast()))
            #expect(answer.last != Published.done.last)
        }
        #expect(try await line.ask(Published.status, for: 11) == Published.done)
        try await reader.unplug()
    }

    @Test func `a silent reader says nothing and speaks again`() async throws {
        let line = try RawTerminal(link)
        try await step("silence on")
        try line.send(Published.status)
        #expect(try await line.receive(1, within: 100).bytes.isEmpty)
        try await step("silence off")
        #expect(try await line.ask(Published.status, for: 11) == Published.done)
        try await reader.unplug()
    }

    @Test func `noise comes in the given number and is the same in every run`() async throws {
        let line = try RawTerminal(link)
        try await step("noise 200 bytes")
        let noise = try await line.receive(201, within: 100).bytes
        #expect(noise.count == 200 && Set(noise).count > 50)
        var faults = LineFaults()
        let again = faults.nextNoise(200)
        #expect(noise == again)
        try await reader.unplug()
    }

    @Test func `a dribbling reply is whole in the end, and slow`() async throws {
        let line = try RawTerminal(link)
        try await step("dribble 1 byte every 2ms")
        #expect(try await line.ask(Published.status, for: 11) == Published.done)
        try await step("dribble 1 byte every 1min")
        try line.send(Published.status)
        #expect(try await line.receive(1, within: 100).bytes.isEmpty)
        #expect(LinePace(chunk: 1, every: .milliseconds(3)).duration(of: 1) == .milliseconds(3))
        try await reader.unplug()
    }

    @Test func `the plug comes out at the byte, and the bytes before it are there`() async throws {
        let line = try RawTerminal(link)
        try await step("tap owner-1")
        _ = try await line.ask(Published.find, for: 15)
        _ = try await line.ask(Published.select, for: 19)
        try await step("unplug at byte 700")
        try line.send(Published.read)
        #expect(try await line.receive(1295).bytes.count == 700)
        #expect(try await line.hangsUp())
        // The link goes once the line is closed.
        try await wait(for: "the end of the link") { await !reader.state().plugged }
        try await reader.plug()
        #expect(try await RawTerminal(link).ask(Published.find, for: 15) == Published.found)
        try await reader.unplug()
    }

    @Test func `a reader set to another speed is not understood`() async throws {
        let line = try RawTerminal(link)
        // A new pseudo-terminal is at 38400.
        try await step("speed-mismatch 9600")
        try line.send(Published.status)
        #expect(try await line.receive(11, within: 100).bytes != Published.done)
        try await step("speed-mismatch 38400")
        _ = try await line.receive(64, within: 20)
        #expect(try await line.ask(Published.status, for: 11) == Published.done)
        try await reader.unplug()
    }

    @Test func `a UART at the wrong speed hears other bytes, and fewer or more of them`() {
        let sent = Published.status
        #expect(WrongSpeed.heard(sent, sentAt: 9600, heardAt: 9600) == sent)
        let slow = WrongSpeed.heard(sent, sentAt: 115_200, heardAt: 9600)
        #expect(!slow.isEmpty && slow.count < sent.count)
        let fast = WrongSpeed.heard(sent, sentAt: 9600, heardAt: 115_200)
        #expect(fast.count > sent.count)
        // One bit of 0x00 at half the speed: start bit and first data bits are low for 18 bits of the receiver.
        #expect(WrongSpeed.heard([0x00], sentAt: 4800, heardAt: 9600) == [0x00])
        #expect(WrongSpeed.heard([0xFF], sentAt: 4800, heardAt: 9600) == [0xFE])
        // 3 % off is near enough.
        #expect(WrongSpeed.heard(sent, sentAt: 9600, heardAt: 9888) == sent)
    }

    @Test func `a printer prints and tells that it has no paper`() async throws {
        let printer = SimulatedPrinter(link: link + "-printer", pace: .immediate)
        try await printer.plug()
        let line = try RawTerminal(link + "-printer")
        #expect(try await line.ask([0x10, 0x04, 0x04], for: 1) == [0x12])
        try line.send(bytes("1B 40 1C 26 BB D8 CA D5 C6 BE D6 A4 0A 1D 56 00"))
        try line.send([0x10, 0x04, 0x01])
        #expect(try await line.receive(1).bytes == [0x12])
        #expect(await printer.state().paper == ["回收凭证", "[cut]"])
        try await printer.run(.printer(.paper(.out)))
        #expect(try await line.ask([0x10, 0x04, 0x01], for: 1) == [0x1A])
        await #expect { try await printer.run(.lift) } throws: { ($0 as? KioskError)?.code == .simulatorRefused }
        try await printer.unplug()
        try await reader.unplug()
    }
}

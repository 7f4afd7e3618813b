import Testing
import WireAPI

@testable import DeviceSimulator

/// The simulated ID-card reader on a real pseudo-terminal.
struct IDCardReaderTests {
    private let link: String
    private let reader: SimulatedIDCardReader

    init() async throws {
        link = try temporaryFolder() + "/devices/id-card"
        reader = SimulatedIDCardReader(link: link, pace: .immediate)
        try await reader.plug()
    }

    private func tap(_ person: String) async throws {
        try await reader.perform("tap", SimulatorAction(person: person))
    }

    @Test func `the published requests get the published answers`() async throws {
        let line = try RawTerminal(link)
        #expect(try await line.ask(Published.status, for: 11) == Published.done)
        #expect(try await line.ask(Published.samNumber, for: 27) == Published.samNumberReply)
        #expect(try await line.ask(Published.radioFrame80, for: 11) == Published.done)
        #expect(try await line.ask(Published.findWithWrongChecksum, for: 11) == Published.wrongChecksum)
        #expect(try await line.ask(Published.find, for: 11) == Published.findFailed)
        #expect(try await line.ask(Published.select, for: 11) == Published.selectFailed)
        #expect(try await line.ask(Published.read, for: 11) == Published.readFailed)
        try await tap("owner-1")
        #expect(try await line.ask(Published.find, for: 15) == Published.found)
        #expect(try await line.ask(Published.select, for: 19) == Published.selected)
        try await reader.unplug()
    }

    @Test func `a card is read whole, stays until it is lifted, and is found again after that`() async throws {
        let line = try RawTerminal(link)
        try await tap("owner-3")
        _ = try await line.ask(Published.find, for: 15)
        _ = try await line.ask(Published.select, for: 19)
        let answer = try await line.ask(Published.read, for: 1295)
        #expect(answer.count == 1295)
        #expect(answer.prefix(14).elementsEqual(bytes("AA AA AA 96 69 05 08 00 00 90 01 00 04 00")))
        #expect(answer.dropFirst(5).reduce(0, ^) == 0)
        #expect(answer[14..<270].elementsEqual(try #require(RehearsalCast.person("owner-3")).card.textBlock))
        #expect(answer[270..<1294].elementsEqual(SimulatedCard.photo))

        #expect(try await line.ask(Published.find, for: 11) == Published.findFailed)
        #expect(try await line.ask(Published.appendedAddress, for: 11) == Published.nothingThere)
        try await reader.perform("lift", SimulatorAction())
        #expect(try await line.ask(Published.appendedAddress, for: 11) == Published.readFailed)
        try await tap("owner-3")
        #expect(try await line.ask(Published.find, for: 15) == Published.found)
        try await reader.unplug()
    }

    @Test func `the fields of a card say who the cast says`() async throws {
        let line = try RawTerminal(link)
        try await tap("long-term")
        _ = try await line.ask(Published.find, for: 15)
        _ = try await line.ask(Published.select, for: 19)
        let text = Array(try await line.ask(Published.read, for: 1295)[14..<270])
        func field(_ offset: Int, _ size: Int) -> String {
            let units = stride(from: offset, to: offset + size, by: 2).map {
                UInt16(text[$0]) | UInt16(text[$0 + 1]) << 8
            }
            return String(decoding: units, as: UTF16.self)
        }
        #expect(field(0, 30) == "孙演习" + String(repeating: " ", count: 12))
        #expect(field(30, 2) == "2")
        #expect(field(32, 4) == "04")
        #expect(field(36, 16) == "19550310")
        #expect(field(52, 70).hasPrefix("测试自治区测试县样本乡6组  "))
        #expect(field(122, 36) == "990001195503100045")
        #expect(field(158, 30).hasPrefix("测试县公安局  "))
        #expect(field(188, 16) == "20120404")
        #expect(text[204..<220].elementsEqual(bytes("7F 95 1F 67 20 00 20 00 20 00 20 00 20 00 20 00")))
        #expect(field(220, 36) == String(repeating: " ", count: 18))
        try await reader.unplug()
    }

    @Test func `a request of which the rest does not come is answered with a length error`() async throws {
        let line = try RawTerminal(link)
        try line.send(Array(Published.status.prefix(8)))
        #expect(try await line.receive(11).bytes == Published.wrongLength)
        #expect(try await line.ask(Published.status, for: 11) == Published.done)
        try await reader.unplug()
    }

    @Test func `the line can be closed and opened again and again`() async throws {
        for _ in 0..<20 {
            let line = try RawTerminal(link)
            #expect(try await line.ask(Published.status, for: 11) == Published.done)
        }
        try await reader.unplug()
    }

    @Test func `pulling the plug hangs up and takes the link away, plugging in gives a new line`() async throws {
        let old = try RawTerminal(link)
        #expect(try await old.ask(Published.status, for: 11) == Published.done)
        try await tap("owner-1")
        try await reader.unplug()
        #expect(try await old.hangsUp())
        #expect(!exists(link))
        var state = await reader.state()
        #expect(!state.plugged)
        #expect(state.card == "owner-1")

        try await reader.plug()
        let node = try #require(target(of: link))
        #expect(node.hasPrefix("/dev/pts/"))
        let new = try RawTerminal(link)
        #expect(try await new.ask(Published.find, for: 15) == Published.found)
        #expect(try await old.hangsUp(within: 0))
        state = await reader.state()
        #expect(state.plugged)
        try await reader.unplug()
    }

    @Test func `plugging in twice and unplugging twice changes nothing`() async throws {
        let node = target(of: link)
        try await reader.plug()
        #expect(target(of: link) == node)
        try await reader.unplug()
        try await reader.unplug()
        #expect(!exists(link))
    }

    @Test func `a reply at the speed of a serial line comes in many pieces, and a pulled plug cuts it`() async throws {
        let link = try temporaryFolder() + "/id-card"
        // 0.7 s a card: the threads that read are shared with other tests, and may come late.
        let slow = SimulatedIDCardReader(link: link, pace: LinePace(chunk: 64, speed: 19_200))
        try await slow.plug()
        try await slow.perform("tap", SimulatorAction(person: "owner-1"))
        let line = try RawTerminal(link)
        _ = try await line.ask(Published.find, for: 15)
        _ = try await line.ask(Published.select, for: 19)
        try line.send(Published.read)
        let answer = try await line.receive(1295)
        #expect(answer.bytes.count == 1295)
        #expect(answer.bytes.dropFirst(5).reduce(0, ^) == 0)
        #expect(answer.reads > 3)

        try await slow.perform("tap", SimulatorAction(person: "owner-2"))
        _ = try await line.ask(Published.find, for: 15)
        _ = try await line.ask(Published.select, for: 19)
        try line.send(Published.read)
        #expect(try await line.receive(64).bytes.count == 64)
        try await slow.unplug()
        #expect(try await line.hangsUp())
        #expect(try await line.receive(1295).bytes.count < 1295 - 64)
        try await reader.unplug()
    }

    @Test func `a link replaces one that a killed run left, but never a file`() async throws {
        let folder = try temporaryFolder()
        let other = SimulatedIDCardReader(link: folder + "/id-card", pace: .immediate)
        try makeLink(folder + "/id-card", to: "/dev/pts/no-such-line")
        try await other.plug()
        #expect(target(of: folder + "/id-card")?.hasPrefix("/dev/pts/") == true)
        #expect(try await RawTerminal(folder + "/id-card").ask(Published.status, for: 11) == Published.done)
        try await other.unplug()

        try makeFile(folder + "/plain")
        let refused = SimulatedIDCardReader(link: folder + "/plain", pace: .immediate)
        await #expect(throws: (any Error).self) { try await refused.plug() }
        #expect(exists(folder + "/plain"))
        #expect(await !refused.state().plugged)
        try await reader.unplug()
    }
}

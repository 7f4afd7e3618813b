import Claims
import NIOCore
import NIOEmbedded
import ReaderProtocols
import Testing

@testable import Readers

struct CardReaderSpeedTests {
    @Test func `a silent reader is looked for at every other speed, then at the first again`() throws {
        let rig = try CardReaderRig()
        try rig.stayUnheard()
        #expect(rig.report.current.state == .silent)
        for baud in [57_600, 38_400, 19_200, 9_600] {
            #expect(rig.speeds.set.last == baud)
            // Nothing is sent before the line has settled.
            rig.advance(.milliseconds(199))
            #expect(try rig.sent().isEmpty)
            rig.advance(.milliseconds(1))
            #expect(try rig.sent() == [.status])
            rig.advance(.milliseconds(500))
        }
        #expect(rig.speeds.set.last == 115_200)
        // Then the pause, as if there had been no search.
        rig.advance(.milliseconds(699))
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(1))
        #expect(try rig.sent() == [.status])
        try rig.receive(.success)
        #expect(try rig.sent() == [.moduleNumber])
        #expect(rig.report.current.baud == 115_200)
        #expect(rig.report.current.notice == nil)
        #expect(rig.found.baud == nil)
    }

    @Test func `a reader found at another speed is used at it and told of`() throws {
        let rig = try CardReaderRig()
        try rig.stayUnheard()
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
        rig.advance(.milliseconds(700))
        #expect(try rig.sent() == [.status])
        try rig.receive(.success)
        #expect(try rig.sent() == [.status])
        try rig.receive(.success)
        try rig.receive(.success, .init(repeating: 1, count: 16))
        #expect(try rig.sent() == [.moduleNumber])
        let status = rig.report.current
        #expect(status.state == .ready)
        #expect(status.problem == nil)
        #expect(status.baud == 38_400)
        #expect(status.notice?.code == .readerOtherSpeed)
        #expect(status.notice?.remedy.contains("baud: 38400") == true)
        #expect(rig.found.baud == 38_400)
        #expect(rig.speeds.set == [57_600, 38_400])
        rig.advance(.hours(1))
        #expect(try rig.sent().isEmpty)
    }

    @Test func `what comes while the line settles is dropped, and damage at a wrong speed is no answer`() throws {
        let rig = try CardReaderRig()
        try rig.stayUnheard()
        rig.advance(.milliseconds(100))
        try rig.receive(.success)
        rig.advance(.milliseconds(100))
        #expect(try rig.sent() == [.status])
        try rig.channel.writeInbound(ByteBuffer(bytes: SDTFrame.preamble + [0, 4, 0, 0, 0x90, 0]))
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(500))
        #expect(rig.speeds.set == [57_600, 38_400])
        #expect(rig.report.current.baud == nil)
    }

    @Test func `a card wanted during a search waits for its end, then for nothing`() throws {
        let rig = try CardReaderRig()
        try rig.stayUnheard()
        rig.ask(true)
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
        for _ in 0..<3 {
            rig.advance(.milliseconds(700))
            #expect(try rig.sent() == [.status])
        }
        rig.advance(.milliseconds(500))
        #expect(rig.speeds.set.last == 115_200)
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
    }

    @Test func `a card wanted during a search is asked for as soon as the reader is found`() throws {
        let rig = try CardReaderRig()
        try rig.stayUnheard()
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
        rig.ask(true)
        try rig.receive(.success)
        #expect(try rig.sent() == [.status])
        try rig.receive(.success)
        try rig.receive(.badCommand)
        rig.advance(.milliseconds(60))
        #expect(try rig.sent() == [.moduleNumber, .findCard])
        #expect(rig.report.current.baud == 57_600)
    }

    @Test func `a speed that the line does not take is passed over`() throws {
        let rig = try CardReaderRig()
        rig.speeds.refuse(57_600)
        rig.speeds.refuse(38_400)
        try rig.stayUnheard()
        rig.advance(.zero)
        #expect(rig.speeds.set == [57_600, 38_400, 19_200])
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
    }

    @Test func `a reader that answered once is never searched for again`() throws {
        let rig = try CardReaderRig()
        try rig.start()
        rig.ask(true)
        for _ in 0..<3 {
            #expect(try rig.sent() == [.findCard])
            rig.advance(.milliseconds(1_060))
        }
        #expect(rig.report.current.state == .silent)
        rig.advance(.minutes(10))
        #expect(rig.speeds.set.isEmpty)
    }

    @Test func `a speed found before an unplugging is tried first after it`() throws {
        let found = FoundSpeed()
        found.baud = 9_600
        let rig = try CardReaderRig(found: found)
        try rig.start()
        #expect(rig.report.current.baud == 9_600)
        #expect(rig.report.current.notice?.code == .readerOtherSpeed)
        #expect(rig.speeds.set.isEmpty)
        // Another reader was plugged in there: the configured speed comes next.
        let other = try CardReaderRig(found: found)
        try other.stayUnheard()
        #expect(other.speeds.set == [115_200])
        other.advance(.milliseconds(200))
        try other.receive(.success)
        #expect(found.baud == nil)
        #expect(other.report.current.notice == nil)
    }

    @Test func `a line that closes during a search ends it`() throws {
        let rig = try CardReaderRig()
        try rig.stayUnheard()
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
        try rig.channel.close().wait()
        rig.advance(.minutes(1))
        #expect(rig.speeds.set == [57_600])
    }
}

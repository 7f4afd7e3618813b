import Claims
import Devices
import Glibc
import KioskTestSupport
import Logging
import NIOCore
import ReaderProtocols
import Readers
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ReaderSupervisorTests {
    private func idCard(_ path: String) -> ReaderBinding {
        ReaderBinding(role: .idCard, path: path, settings: DriverSettings(.sdt))
    }

    private func scanner(_ path: String) -> ReaderBinding {
        ReaderBinding(role: .scanner, path: path, settings: DriverSettings(.line))
    }

    @Test func `a tapped card is read once, and only when asked for`() async throws {
        let reader = try FakeCardReader()
        try await RunningReaders.run([idCard(reader.path)]) { readers in
            try await readers.status(.ready)
            reader.tap(TestCards.block())
            // Status and the number of the module.
            #expect(reader.requests.count == 2)
            readers.supervisor.askForCard(true)
            let identity = try await readers.card()
            #expect(identity.number.text == "990001199001010013")
            #expect(identity.name == "样本甲")
            #expect(identity.validity == .longTerm)
            let status = try await readers.status(.ready)
            #expect(status.reads == 1)
            // A second wish finds the same card and waits for it to leave.
            readers.supervisor.askForCard(false)
            readers.supervisor.askForCard(true)
            try await readers.status(.removeCard)
            reader.lift()
            try await readers.status(.asking)
            reader.tap(TestCards.block(number: "990001198512310021"))
            let other = try await readers.card()
            #expect(other.number.text == "990001198512310021")
            #expect(readers.supervisor.statuses.map(\.reads) == [2])
        }
    }

    @Test func `nothing of a card is in the log`() async throws {
        let reader = try FakeCardReader()
        try await RunningReaders.run([idCard(reader.path)]) { readers in
            readers.supervisor.askForCard(true)
            try await readers.status(.asking)
            reader.tap(TestCards.block())
            _ = try await readers.card()
            let log = readers.logText
            #expect(log.contains("reader changed state"))
            for secret in ["样本甲", "990001199001010013", TestCards.addressee, "0013"] { #expect(!log.contains(secret)) }
        }
    }

    @Test func `noise, single bytes and a preamble in the photo change nothing`() async throws {
        var behaviour = FakeCardReader.Behaviour()
        behaviour.noise = [0x00, 0xAA, 0xAA, 0x13]
        behaviour.pieces = 1
        behaviour.photo.replaceSubrange(10..<15, with: SDTFrame.preamble)
        let reader = try FakeCardReader(behaviour)
        try await RunningReaders.run([idCard(reader.path)]) { readers in
            readers.supervisor.askForCard(true)
            reader.tap(TestCards.block())
            let identity = try await readers.card()
            #expect(identity.number.text == "990001199001010013")
        }
    }

    @Test func `a damaged reply with a forged card inside gives the true card`() async throws {
        let forged = Array(
            SDTFrame.reply(
                status: .success,
                data: [1, 0, 1, 0] + TestCards.block(number: "990001198512310021") + .init(repeating: 0, count: 256)
            ).readableBytesView
        )
        var behaviour = FakeCardReader.Behaviour()
        behaviour.photo.replaceSubrange(0..<forged.count, with: forged)
        behaviour.damagedReads = 1
        let reader = try FakeCardReader(behaviour)
        try await RunningReaders.run([idCard(reader.path)]) { readers in
            readers.supervisor.askForCard(true)
            reader.tap(TestCards.block())
            let identity = try await readers.card()
            #expect(identity.number.text == "990001199001010013")
            #expect(readers.supervisor.statuses.first?.damaged == 1)
        }
    }

    @Test func `a reader that keeps silent at first is used as soon as it answers`() async throws {
        var behaviour = FakeCardReader.Behaviour()
        behaviour.ignoredRequests = 1
        let reader = try FakeCardReader(behaviour)
        try await RunningReaders.run([idCard(reader.path)]) { readers in
            try await readers.status(.ready)
            reader.set { $0.ignoredRequests = 3 }
            readers.supervisor.askForCard(true)
            let status = try await readers.status(.silent)
            #expect(status.problem?.code == .readerSilent)
            reader.tap(TestCards.block())
            let identity = try await readers.card()
            #expect(identity.number.text == "990001199001010013")
        }
    }

    @Test func `a failed self-test is a fault with a remedy`() async throws {
        var behaviour = FakeCardReader.Behaviour()
        behaviour.selfTestFails = true
        let reader = try FakeCardReader(behaviour)
        try await RunningReaders.run([idCard(reader.path)]) { readers in
            let status = try await readers.status(.faulty)
            #expect(status.problem?.code == .readerSelfTest)
            reader.set { $0.selfTestFails = false }
            try await readers.status(.ready)
        }
    }

    @Test func `a card lifted in the middle of its data gives a problem, then the next card`() async throws {
        var behaviour = FakeCardReader.Behaviour()
        behaviour.liftedAfter = 200
        let reader = try FakeCardReader(behaviour)
        try await RunningReaders.run([idCard(reader.path)]) { readers in
            readers.supervisor.askForCard(true)
            reader.tap(TestCards.block())
            let problem = try await readers.cardProblem()
            #expect(problem == .readFailed)
            reader.tap(TestCards.block(number: "990001198512310021"))
            let identity = try await readers.card()
            #expect(identity.number.text == "990001198512310021")
        }
    }

    @Test func `a reader unplugged in the middle of a card and plugged in again goes on`() async throws {
        let folder = try LinkFolder()
        var behaviour = FakeCardReader.Behaviour()
        behaviour.liftedAfter = 700
        let first = try FakeCardReader(behaviour)
        let held = open(first.path, O_RDWR | O_NOCTTY | O_CLOEXEC)  // Keeps the terminal's number from other tests.
        defer { withExtendedLifetime(first) { _ = close(held) } }
        try folder.link("id", to: first.path)
        try await RunningReaders.run([idCard("\(folder.path)/id")]) { readers in
            readers.supervisor.askForCard(true)
            first.tap(TestCards.block())
            try await readers.status(.reading)
            first.unplug()
            let status = try await readers.status(.missing)
            #expect(status.problem?.code == .readerGone)
            let second = try FakeCardReader()
            try folder.link("id", to: second.path)
            try await readers.status(.asking)  // The wish outlives the plug.
            second.tap(TestCards.block(number: "990001198512310021"))
            let identity = try await readers.card()
            #expect(identity.number.text == "990001198512310021")
            let nextStatus = try await readers.status(.ready)
            #expect(nextStatus.reconnects == 1)
        }
    }

    @Test func `late news of a device before this one closes nothing`() async throws {
        let terminal = try PseudoTerminal()
        let binding = scanner(terminal.path)
        let source = ToldSource()
        try await RunningReaders.run([binding], source: source) { readers in
            source.tell(.appeared(binding))
            try await readers.status(.ready, of: .scanner)
            source.tell(.disappeared(binding))
            source.tell(.appeared(binding))
            for number in 0..<20 {
                terminal.write(Array("A\(number)\r".utf8))
                let scan = try await readers.scan()
                #expect(scan == "A\(number)")
            }
            #expect(readers.supervisor.statuses.map(\.reconnects) == [0])
        }
    }

    @Test func `a link that is taken away closes the device even without a hang-up`() async throws {
        let folder = try LinkFolder()
        let reader = try FakeCardReader()
        try folder.link("id", to: reader.path)
        try await RunningReaders.run([idCard("\(folder.path)/id")]) { readers in
            try await readers.status(.ready)
            try folder.remove("id")
            let code = try await readers.next(missingCode)
            #expect(code == .readerMissing)
            try folder.link("id", to: reader.path)
            try await readers.status(.ready)
        }
    }

    private func missingCode(_ event: ReaderEvent) -> KioskError.Code? {
        guard case .status(let status) = event, status.state == .missing, status.problem?.code == .readerMissing else {
            return nil
        }
        return .readerMissing
    }

    @Test func `a link moved to another device is followed`() async throws {
        let folder = try LinkFolder()
        let (first, second) = (try PseudoTerminal(), try PseudoTerminal())
        try folder.link("scanner", to: first.path)
        try await RunningReaders.run([scanner("\(folder.path)/scanner")]) { readers in
            try await readers.status(.ready, of: .scanner)
            first.write(Array("A1\r".utf8))
            let scan = try await readers.scan()
            #expect(scan == "A1")
            try folder.link("scanner", to: second.path)
            try await readers.status(.starting, of: .scanner)
            try await readers.status(.ready, of: .scanner)
            second.write(Array("A2\r".utf8))
            let nextScan = try await readers.scan()
            #expect(nextScan == "A2")
        }
    }

    @Test func `a device that appears in a folder that did not exist is found`() async throws {
        let folder = try LinkFolder()
        let reader = try FakeCardReader()
        try await RunningReaders.run([idCard("\(folder.path)/by-id/card")]) { readers in
            let status = try await readers.status(.missing)
            #expect(status.problem?.code == .readerMissing)
            try folder.link("by-id", to: folder.path)
            try folder.link("card", to: reader.path)
            try await readers.status(.ready)
        }
    }

    @Test func `a busy device is told of and used when it is free`() async throws {
        let reader = try FakeCardReader()
        let other = open(reader.path, O_RDWR | O_NOCTTY)
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        try await RunningReaders.run([idCard(reader.path)]) { readers in
            let status = try await readers.status(.unavailable)
            #expect(status.problem?.code == .readerBusy)
            close(other)
            try await readers.status(.ready)
        }
    }

    @Test func `two devices work side by side, and one missing does not hold up the other`() async throws {
        let folder = try LinkFolder()
        let card = try FakeCardReader()
        let scan = try PseudoTerminal()
        try await RunningReaders.run([idCard(card.path), scanner("\(folder.path)/scanner")]) { readers in
            readers.supervisor.askForCard(true)
            card.tap(TestCards.block())
            let identity = try await readers.card()
            #expect(identity.name == "样本甲")
            try folder.link("scanner", to: scan.path)
            try await readers.status(.ready, of: .scanner)
            scan.write(Array("藏A12345\r".utf8))
            let plate = try await readers.scan()
            #expect(plate == "藏A12345")
            scan.write(Array("\n6299990000012343\r\n".utf8))
            let nextScan = try await readers.scan()
            #expect(nextScan == "6299990000012343")
            let roles = readers.supervisor.statuses.map { "\($0.role.rawValue) \($0.reads)" }
            #expect(roles == ["id-card 1", "scanner 2"])
        }
    }
}

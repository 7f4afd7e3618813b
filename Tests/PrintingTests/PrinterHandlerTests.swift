import Claims
import DeviceSimulator
import Devices
import KioskTestSupport
import NIOCore
import NIOPosix
import ReaderProtocols
import Readers
import SerialPort
import Testing

struct PrinterHandlerTests {
    /// An open printer and what it says of itself, in order.
    private final class Rig {
        struct Ended: Error {}

        let line: PrinterLine
        let channel: any Channel
        private var conditions: AsyncStream<PrinterCondition>.Iterator

        init(
            _ path: String,
            answersStatus: Bool = true,
            pollPause: TimeAmount = .hours(1),
            _ change: (inout PrintJob.Limits) -> Void = { _ in }
        ) async throws {
            var limits = PrintJob.Limits()
            // A machine under load must not make a printer silent; nor is there paper to wait for.
            limits.answer = .seconds(20)
            limits.writing = .seconds(60)
            limits.settling = .milliseconds(1)
            change(&limits)
            var settings = PrinterSettings()
            settings.answersStatus = answersStatus
            let (stream, continuation) = AsyncStream.makeStream(of: PrinterCondition.self)
            let (fixedLimits, fixedSettings) = (limits, settings)
            let port = try SerialPort.open(path: path, baud: 9_600)
            channel = try await port.makeChannel(on: MultiThreadedEventLoopGroup.singleton) { channel in
                let handler = PrinterHandler(settings: fixedSettings, limits: fixedLimits, pollPause: pollPause) {
                    continuation.yield($0)
                }
                try channel.pipeline.syncOperations.addHandler(handler)
            }
            line = PrinterLine(channel)
            conditions = stream.makeAsyncIterator()
        }

        func condition() async throws -> PrinterCondition {
            guard let next = await conditions.next() else { throw Ended() }
            return next
        }

        /// Waits for it over others in between, none of which is told twice in a row.
        func become(_ expected: PrinterCondition) async throws {
            var last: PrinterCondition?
            repeat {
                let next = try await condition()
                #expect(next != last)
                last = next
            } while last != expected
        }

        func close() async { try? await channel.close() }
    }

    /// About 12 kB: more than any buffer on the way holds.
    private func paper(lines: Int = 300) throws -> PrintData {
        var encoder = ESCPOSEncoder()
        encoder.initialise()
        for number in 1...lines { try encoder.line("\(number) 回收凭证 " + String(repeating: "x", count: 20)) }
        encoder.cut()
        return encoder.data
    }

    private func lines(_ paper: [PrintedItem]) -> Int {
        paper.count { if case .text = $0 { true } else { false } }
    }

    @Test func `papers come out whole, in order and once`() async throws {
        let printer = try FakePrinter()
        let rig = try await Rig(printer.path)
        #expect(try await rig.condition() == .ready)
        let data = try paper()
        let line = rig.line
        let outcomes = try await withThrowingTaskGroup(of: PrintOutcome.self) { group in
            for _ in 0..<3 { group.addTask { try await line.print(data) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == [.printed, .printed, .printed])
        #expect(lines(printer.paper) == 900)
        #expect(printer.paper.count { $0 == .cut(isPartial: true) } == 3)
        #expect(printer.paper.first == .text("1 回收凭证 xxxxxxxxxxxxxxxxxxxx", PrintedStyle()))
        #expect(printer.paper.last == .cut(isPartial: true))
        await rig.close()
    }

    @Test func `without paper nothing is sent, and after a new roll it prints`() async throws {
        let printer = try FakePrinter { $0.printer.paperState = .out }
        let rig = try await Rig(printer.path)
        #expect(try await rig.condition() == .paperOut)
        #expect(try await rig.line.print(try paper()) == .notPrinted(.paperOut, begun: false))
        // Questions of three bytes and nothing else.
        #expect(printer.received % 3 == 0 && printer.received < 60)
        printer.set { $0.printer.paperState = .nearEnd }
        #expect(printer.paper.isEmpty)
        #expect(try await rig.line.print(try paper()) == .printed)
        #expect(try await rig.condition() == .paperLow)
        #expect(lines(printer.paper) == 300)
        await rig.close()
    }

    @Test func `paper that ends in the middle stops the job, and the rest of it is never sent`() async throws {
        let printer = try FakePrinter { $0.printer.itemsLeft = 40 }
        let rig = try await Rig(printer.path)
        #expect(try await rig.condition() == .ready)
        let outcome = try await rig.line.print(try paper())
        #expect(outcome == .notPrinted(.paperOut, begun: true))
        #expect(outcome.makesNextACopy && outcome.problem("/dev/p")?.code == .printerPaperOut)
        #expect(try await rig.condition() == .paperOut)
        #expect(printer.paper.count == 40)
        // What the printer had taken comes out with the new roll; no cut, no end.
        printer.set { $0.printer.paperState = .ok }
        #expect(printer.paper.count > 40 && lines(printer.paper) < 300)
        #expect(!printer.paper.contains(.cut(isPartial: true)))
        await rig.close()
    }

    @Test func `an open cover in the middle is told as what it is`() async throws {
        let printer = try FakePrinter { $0.fault = (5_000, .coverOpened) }
        let rig = try await Rig(printer.path)
        #expect(try await rig.line.print(try paper()) == .notPrinted(.coverOpen, begun: true))
        await rig.close()
    }

    @Test func `a printer that falls silent in the middle leaves a doubt, and gets nothing next time`() async throws {
        let printer = try FakePrinter { $0.fault = (5_000, .fallsSilent) }
        let rig = try await Rig(printer.path) { $0.answer = .seconds(1) }
        #expect(try await rig.condition() == .ready)
        #expect(try await rig.line.print(try paper()) == .unknown(.fellSilent))
        #expect(try await rig.condition() == .unknown)
        #expect(try await rig.line.print(try paper()) == .notPrinted(.silent, begun: false))
        #expect(lines(printer.paper) < 300)
        await rig.close()
    }

    @Test func `unplugged in the middle the job is in doubt and those behind it were not begun`() async throws {
        let printer = try FakePrinter { $0.fault = (5_000, .unplugged) }
        let rig = try await Rig(printer.path)
        #expect(try await rig.condition() == .ready)
        let data = try paper()
        let line = rig.line
        let outcomes = try await withThrowingTaskGroup(of: PrintOutcome.self) { group in
            for _ in 0..<2 { group.addTask { try await line.print(data) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(.unknown(.interrupted)))
        #expect(outcomes.contains(.notPrinted(.gone, begun: false)))
        #expect(PrintOutcome.unknown(.interrupted).problem("/dev/p")?.code == .printerOutcomeUnknown)
        try await rig.channel.closeFuture.get()
        #expect(try await line.print(data) == .notPrinted(.gone, begun: false))
    }

    @Test func `a printer that never answers is unknown and gets the whole paper`() async throws {
        let printer = try FakePrinter { $0.printer.answers = false }
        let rig = try await Rig(printer.path) { $0.answer = .milliseconds(20) }
        #expect(try await rig.condition() == .unknown)
        #expect(try await rig.line.print(try paper()) == .unknown(.neverAnswers))
        await rig.close()
    }

    @Test func `one that is known to answer nothing is never asked`() async throws {
        let printer = try FakePrinter()
        let rig = try await Rig(printer.path, answersStatus: false, pollPause: .milliseconds(1))
        #expect(try await rig.condition() == .unknown)
        let data = try paper(lines: 10)
        #expect(try await rig.line.print(data) == .unknown(.neverAnswers))
        await rig.close()
        #expect(printer.received <= data.pieces.reduce(0) { $0 + $1.count })
    }

    @Test func `a printer that takes no bytes is given up, and nothing comes out later`() async throws {
        let terminal = try FakePrinter.deaf()
        let rig = try await Rig(terminal.path, answersStatus: false) { $0.writing = .milliseconds(200) }
        #expect(try await rig.line.print(try paper(lines: 3_000)) == .unknown(.stuck))
        try await rig.channel.closeFuture.get()
        #expect(terminal.isOpen)
    }

    @Test func `sixteen papers wait, the next is refused, and an unplug frees them all`() async throws {
        let terminal = try FakePrinter.deaf()
        let rig = try await Rig(terminal.path)
        let data = try paper(lines: 1)
        let line = rig.line
        let counts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<17 {
                group.addTask {
                    do throws(KioskError) {
                        let outcome = try await line.print(data)
                        #expect(outcome == .notPrinted(.gone, begun: false))
                        return true
                    } catch {
                        #expect(error.code == .printerQueueFull)
                        terminal.hangUp()
                        return false
                    }
                }
            }
            return try await group.reduce(into: (0, 0)) { if $1 { $0.0 += 1 } else { $0.1 += 1 } }
        }
        #expect(counts == (16, 1))
    }

    @Test func `an idle printer is looked at again, and what changes is told`() async throws {
        let printer = try FakePrinter()
        let rig = try await Rig(printer.path, pollPause: .milliseconds(20))
        #expect(try await rig.condition() == .ready)
        // A change between two questions of one look may show as something else until the next look.
        printer.set { $0.printer.isCoverOpen = true }
        try await rig.become(.coverOpen)
        printer.set { $0.printer.isCoverOpen = false }
        try await rig.become(.ready)
        printer.set { $0.printer.hasCutterError = true }
        try await rig.become(.error(.cutter))
        printer.set {
            $0.printer.hasCutterError = false
            $0.printer.isHeldOffline = true
        }
        try await rig.become(.offline)
        await rig.close()
    }
}

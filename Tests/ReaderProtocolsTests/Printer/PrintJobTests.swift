import ReaderProtocols
import Testing

struct PrintJobTests {
    private static let answer = Duration.milliseconds(500)

    /// Three pieces.
    private func data() throws -> PrintData {
        var encoder = ESCPOSEncoder()
        for _ in 0..<120 { try encoder.line(String(repeating: "x", count: 40)) }
        #expect(encoder.data.pieces.count == 3)
        return encoder.data
    }

    private func job(
        asked: Bool = true,
        hasAnswered: Bool = false,
        limits: PrintJob.Limits = PrintJob.Limits()
    ) throws -> PrintJob {
        PrintJob(try data(), limits: limits, answersStatus: asked, hasAnswered: hasAnswered)
    }

    private func ask(_ query: PrinterStatus.Query) -> PrintJob.Action { .ask(query, within: Self.answer) }

    private func send(_ piece: Int) -> PrintJob.Action { .send(piece: piece, within: .seconds(10)) }

    /// A job that has sent its first piece.
    private func begun() throws -> PrintJob {
        var job = try job()
        #expect(job.start() == ask(.printer))
        #expect(job.received(0x12) == ask(.paper))
        #expect(job.received(0x12) == send(0))
        return job
    }

    private func lastSent() throws -> PrintJob {
        var job = try begun()
        for piece in 1...2 {
            #expect(job.written() == ask(.printer))
            #expect(job.received(0x12) == send(piece))
        }
        return job
    }

    @Test func `a paper is printed when the printer was well before, between and after`() throws {
        var job = try lastSent()
        // 120 lines of 30 dots at 400 dots a second.
        #expect(job.written() == .wait(.seconds(9)))
        #expect(job.received(0x1A) == .none)
        #expect(job.timedOut() == ask(.printer))
        #expect(job.received(0x12) == ask(.paper))
        #expect(job.received(0x1E) == .finish(.printed))
        #expect(job.condition == .paperLow)
    }

    @Test(
        arguments: [
            ([0x12, 0x72], PrintObstacle.paperOut), ([0x1A, 0x32], .paperOut), ([0x1A, 0x16], .coverOpen),
            ([0x1A, 0x12, 0x12], .offline), ([0x1A, 0x52, 0x1A], .error(.cutter)),
        ] as [([UInt8], PrintObstacle)]
    )
    func `nothing is sent to a printer that cannot print, and the reason is told`(
        answers: [UInt8],
        obstacle: PrintObstacle
    ) throws {
        var job = try job()
        var action = job.start()
        for byte in answers {
            guard case .ask = action else { break }
            action = job.received(byte)
        }
        #expect(action == .finish(.notPrinted(obstacle, begun: false)))
        #expect(job.written() == .none && job.timedOut() == .none && job.closed() == .none)
    }

    @Test func `a printer that goes offline in the middle gets no more, and the next print is a copy`() throws {
        var job = try begun()
        #expect(job.written() == ask(.printer))
        #expect(job.received(0x1A) == ask(.offlineCause))
        let outcome = PrintOutcome.notPrinted(.paperOut, begun: true)
        #expect(job.received(0x32) == .finish(outcome))
        #expect(outcome.makesNextACopy)
    }

    @Test func `paper that ends after the last byte leaves a doubt`() throws {
        var job = try lastSent()
        _ = job.written()
        _ = job.timedOut()
        _ = job.received(0x1A)
        #expect(job.received(0x32) == .finish(.unknown(.stopped(.paperOut))))
    }

    @Test func `a printer that never answers gets everything, and the outcome is unknown`() throws {
        var job = try job()
        #expect(job.start() == ask(.printer))
        #expect(job.timedOut() == ask(.printer))
        #expect(job.timedOut() == ask(.printer))
        #expect(job.timedOut() == send(0))
        #expect(job.written() == send(1))
        #expect(job.written() == send(2))
        #expect(job.written() == .finish(.unknown(.neverAnswers)))
    }

    @Test func `a printer that is known to answer nothing is not asked`() throws {
        var job = try job(asked: false)
        #expect(job.start() == send(0))
        #expect(job.written() == send(1))
        #expect(job.condition == nil)
    }

    @Test func `one that answered before and is silent now gets nothing`() throws {
        var job = try job(hasAnswered: true)
        _ = job.start()
        _ = job.timedOut()
        _ = job.timedOut()
        #expect(job.timedOut() == .finish(.notPrinted(.silent, begun: false)))
    }

    @Test func `one that falls silent in the middle gets no more`() throws {
        var job = try begun()
        #expect(job.written() == ask(.printer))
        #expect(job.timedOut() == ask(.printer))
        #expect(job.timedOut() == ask(.printer))
        #expect(job.timedOut() == .finish(.unknown(.fellSilent)))
        #expect(job.condition == .unknown)
    }

    @Test func `unplugged before the first byte nothing came out, later nobody knows`() throws {
        var waiting = try job()
        #expect(waiting.closed() == .finish(.notPrinted(.gone, begun: false)))
        var asking = try job()
        _ = asking.start()
        #expect(asking.closed() == .finish(.notPrinted(.gone, begun: false)))
        #expect(!PrintOutcome.notPrinted(.gone, begun: false).makesNextACopy)
        for sent in [try begun(), try lastSent()] {
            var sending = sent
            #expect(sending.closed() == .finish(.unknown(.interrupted)))
            var asked = sent
            _ = asked.written()
            #expect(asked.closed() == .finish(.unknown(.interrupted)))
        }
        #expect(PrintOutcome.unknown(.interrupted).makesNextACopy && PrintOutcome.printed.makesNextACopy)
    }

    @Test func `a piece that the system does not take ends the job`() throws {
        var job = try begun()
        #expect(job.timedOut() == .finish(.unknown(.stuck)))
        #expect(job.written() == .none)
    }

    @Test func `a passing fault is waited for, and not for ever`() throws {
        var limits = PrintJob.Limits()
        limits.passingErrors = 2
        var job = try job(limits: limits)
        _ = job.start()
        for _ in 0..<2 {
            _ = job.received(0x1A)
            _ = job.received(0x52)
            #expect(job.received(0x52) == .wait(.seconds(1)))
            #expect(job.timedOut() == ask(.printer))
        }
        _ = job.received(0x1A)
        _ = job.received(0x52)
        #expect(job.received(0x52) == .finish(.notPrinted(.error(.passing), begun: false)))
    }

    @Test func `on a slow line time is given for the bytes to get there`() throws {
        var limits = PrintJob.Limits()
        limits.bytesPerSecond = 960
        var job = try job(limits: limits)
        let bytes = job.data.pieces[0].count
        _ = job.start()
        _ = job.received(0x12)
        let line = Duration.milliseconds(bytes * 1_000 / 960)
        #expect(job.received(0x12) == .send(piece: 0, within: .seconds(10) + line))
        #expect(job.written() == .ask(.printer, within: Self.answer + line))
    }

    @Test func `a paper with nothing on it is printed at once`() {
        var job = PrintJob(ESCPOSEncoder().data, limits: PrintJob.Limits(), answersStatus: true, hasAnswered: false)
        #expect(job.start() == .finish(.printed))
    }
}

import ReaderProtocols
import Testing

struct StatusInquiryTests {
    @Test func `the questions have the bytes of the page`() {
        let bytes = PrinterStatus.Query.allCases.map(\.bytes)
        #expect(bytes == [[0x10, 0x04, 0x01], [0x10, 0x04, 0x02], [0x10, 0x04, 0x03], [0x10, 0x04, 0x04]])
    }

    @Test func `every example of the page is understood`() {
        let cause = { PrinterStatus.Answer.offlineCause(isCoverOpen: $0, isPaperOut: $1, isFaulty: false) }
        let examples: [(UInt8, PrinterStatus.Query, PrinterStatus.Answer)] = [
            (0x12, .printer, .printer(isOffline: false)), (0x1A, .printer, .printer(isOffline: true)),
            (0x16, .offlineCause, cause(true, false)), (0x32, .offlineCause, cause(false, true)),
            (0x52, .offlineCause, .offlineCause(isCoverOpen: false, isPaperOut: false, isFaulty: true)),
            (0x1A, .error, .error(.cutter)), (0x32, .error, .error(.lasting)), (0x52, .error, .error(.passing)),
            (0x12, .error, .error(.other)),
            (0x12, .paper, .paper(isLow: false, isOut: false)), (0x1E, .paper, .paper(isLow: true, isOut: false)),
            (0x72, .paper, .paper(isLow: false, isOut: true)), (0x7E, .paper, .paper(isLow: true, isOut: true)),
        ]
        for (byte, query, answer) in examples { #expect(PrinterStatus.answer(byte, to: query) == answer, "\(byte)") }
    }

    @Test func `only sixteen of 256 bytes can be an answer`() {
        let valid = (UInt8.min...UInt8.max).filter { PrinterStatus.answer($0, to: .printer) != nil }
        #expect(valid.count == 16)
        #expect(valid.allSatisfy { $0 & 0x02 != 0 && $0 & 0x10 != 0 && $0 & 0x01 == 0 && $0 & 0x80 == 0 })
    }

    /// Answers by the queries that they are for; a query without one times out.
    private func condition(_ answers: [PrinterStatus.Query: UInt8], tries: Int = 3) -> PrinterCondition? {
        var inquiry = StatusInquiry(tries: tries)
        var action = inquiry.start()
        for _ in 0..<40 {
            switch action {
            case .ask(let query): action = answers[query].map { inquiry.received($0) } ?? inquiry.timedOut()
            case .keepQuiet: action = inquiry.timedOut()
            case .keepWaiting: return nil
            case .done(let condition): return condition
            }
        }
        return nil
    }

    @Test func `a printer's words lead to one condition`() {
        let cases: [([PrinterStatus.Query: UInt8], PrinterCondition)] = [
            ([.printer: 0x12, .paper: 0x12], .ready), ([.printer: 0x12, .paper: 0x1E], .paperLow),
            ([.printer: 0x12, .paper: 0x72], .paperOut), ([.printer: 0x1A, .offlineCause: 0x16], .coverOpen),
            ([.printer: 0x1A, .offlineCause: 0x32], .paperOut),
            ([.printer: 0x1A, .offlineCause: 0x52, .error: 0x1A], .error(.cutter)),
            ([.printer: 0x1A, .offlineCause: 0x52], .error(.other)),
            ([.printer: 0x1A, .offlineCause: 0x12, .paper: 0x7E], .paperOut),
            ([.printer: 0x1A, .offlineCause: 0x12, .paper: 0x12], .offline), ([.printer: 0x1A], .offline),
            ([.printer: 0x12], .ready), ([:], .unknown), ([.paper: 0x72], .unknown),
        ]
        for (answers, expected) in cases { #expect(condition(answers) == expected, "\(answers)") }
    }

    @Test func `silence is asked three times, then is unknown and not out of paper`() {
        var inquiry = StatusInquiry(tries: 3)
        #expect(inquiry.start() == .ask(.printer))
        #expect(inquiry.timedOut() == .ask(.printer))
        #expect(inquiry.timedOut() == .ask(.printer))
        #expect(inquiry.timedOut() == .done(.unknown))
    }

    @Test func `bytes that are no answer are passed over`() {
        var inquiry = StatusInquiry(tries: 3)
        for byte: UInt8 in [0x00, 0xFF, 0x13, 0x92, 0x10, 0x02] { #expect(inquiry.received(byte) == .keepWaiting) }
        #expect(inquiry.received(0x12) == .ask(.paper))
    }

    @Test func `a late answer to a repeated question is not taken for the next one's`() {
        var inquiry = StatusInquiry(tries: 3)
        #expect(inquiry.timedOut() == .ask(.printer))
        #expect(inquiry.received(0x12) == .keepQuiet)
        #expect(inquiry.received(0x1A) == .keepWaiting)
        #expect(inquiry.timedOut() == .ask(.paper))
        #expect(inquiry.received(0x12) == .done(.ready))
        #expect(inquiry.received(0x7E) == .keepWaiting)
    }
}

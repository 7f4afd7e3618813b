import Claims
import ReaderProtocols

extension FuzzTarget {
    /// A print job under any answers of the printer: each piece goes out once, in order, and the job ends once.
    static let printerJob = FuzzTarget(name: "printer-job", longestInput: 4_096) { bytes in
        var input = FuzzInput(bytes)
        let flags = input.byte()
        let payload = input.bytes(Int(input.byte()))
        guard let data = paper(payload) else { return }
        var limits = PrintJob.Limits()
        limits.bytesPerSecond = flags & 4 == 0 ? nil : 960
        var job = PrintJob(data, limits: limits, answersStatus: flags & 2 == 0, hasAnswered: flags & 1 == 1)
        var sent = 0
        var isFinished = false
        var action = job.start()
        while true {
            switch action {
            case .none: break
            case .ask(_, let time): must(time > .zero && time < .seconds(60) && !isFinished, "a question has its time")
            case .wait(let time): must(time >= .zero && time < .seconds(600) && !isFinished, "a pause ends")
            case .send(let piece, let time):
                must(piece == sent && sent < data.pieces.count, "pieces go out in order, each once")
                must(time > .zero && !isFinished, "a piece has its time")
                sent += 1
            case .finish(let outcome):
                must(!isFinished, "a job ends once")
                isFinished = true
                if case .printed = outcome { must(sent == data.pieces.count, "what is printed was sent") }
            }
            guard !input.isEmpty else { return }
            switch input.byte() % 4 {
            case 0: action = job.received(input.byte())
            case 1: action = job.timedOut()
            case 2: action = job.written()
            default: action = job.closed()
            }
        }
    }

    /// A few lines, a code and an image of these bytes. Nil for text that the printer has no characters for.
    private static func paper(_ payload: [UInt8]) -> PrintData? {
        var encoder = ESCPOSEncoder()
        encoder.initialise()
        let text = String(decoding: payload, as: UTF8.self)
        do throws(KioskError) {
            try encoder.line(text)
            try encoder.code(text, moduleSize: payload.first ?? 6, level: .medium)
        } catch {
            must(!error.remedy.isEmpty, "a refusal says what to do")
        }
        encoder.image(bytesPerRow: 48, rows: payload + [UInt8](repeating: 0x55, count: 48 * 100))
        encoder.cut()
        let data = encoder.data
        must(data.pieces.allSatisfy { !$0.isEmpty }, "no piece is empty")
        must(data.pieces.allSatisfy { $0.count <= 2 * PrintData.usualPiece }, "a piece keeps its limit")
        return data
    }
}

import BenchSupport
import CFraming
import NIOCore
import ReaderProtocols

/// How fast bytes become frames, beside a plain C loop over the same bytes in the same pieces.
enum Framing {
    /// What a read(2) of a busy line brings at the most.
    private static let piece = 4_096

    static func measure(runs: Int, megabytes: Int) -> [Figure] {
        let card: [UInt8] = [1, 0, 4, 0] + Array(repeating: 0x20, count: 256) + Array(repeating: 0x5A, count: 1_024)
        let sdt = stream(
            of: [SDTFrame.reply(status: .noCard), SDTFrame.reply(status: .success, data: card)]
                .flatMap { Array($0.readableBytesView) },
            megabytes
        )
        let lines = stream(
            of: Array("6299991234567890\r藏A·D12345\r\nhttps://example.com/q?c=0123456789\n".utf8),
            megabytes
        )
        return compare("SDT frames", sdt, runs, ours: sdtFrames, plain: framing_sdt)
            + compare("scanner lines", lines, runs, ours: scannerLines, plain: framing_lines)
    }

    /// Turn by turn, so that whatever else the machine does falls on both.
    private static func compare(
        _ name: String,
        _ stream: [[UInt8]],
        _ runs: Int,
        ours: ([ByteBuffer]) -> Int,
        plain: (UnsafeMutablePointer<framing>?, UnsafePointer<UInt8>?, Int) -> Int
    ) -> [Figure] {
        let buffers = stream.map { ByteBuffer(bytes: $0) }
        let bytes = stream.reduce(0) { $0 + $1.count }
        var (swift, c) = (Series(), Series())
        var (ourFrames, plainFrames) = (0, 0)
        for _ in 0..<runs {
            swift.measureWorked { ourFrames = ours(buffers) }
            c.measureWorked {
                var state = framing()
                plainFrames = stream.reduce(0) { $0 + plain(&state, $1, $1.count) }
            }
        }
        precondition(ourFrames == plainFrames, "both count the same frames")
        let (ourSpeed, plainSpeed) = (Double(bytes) * 1e3 / swift.p50, Double(bytes) * 1e3 / c.p50)
        return [
            Figure("\(name)", ourSpeed, "MB/s"), Figure("\(name), plain C loop", plainSpeed, "MB/s"),
            Figure("\(name), C to ours", plainSpeed / ourSpeed, ""),
            Figure("\(name), frames", Double(ourFrames) * 1e9 / swift.p50, "1/s"),
        ]
    }

    /// The content again and again, in pieces that cut frames anywhere.
    private static func stream(of content: [UInt8], _ megabytes: Int) -> [[UInt8]] {
        let count = megabytes * 1_000_000 / content.count
        let bytes = Array(repeatElement(content, count: count).joined())
        return stride(from: 0, to: bytes.count, by: piece).map { Array(bytes[$0..<min($0 + piece, bytes.count)]) }
    }

    private static func sdtFrames(_ pieces: [ByteBuffer]) -> Int {
        count(SDTFrameDecoder(), pieces, limit: SDTFrameDecoder.maximumFrameSize) {
            if case .reply = $0 { true } else { false }
        }
    }

    private static func scannerLines(_ pieces: [ByteBuffer]) -> Int {
        count(LineFramer(), pieces, limit: 2 * LineFramer.maximumFrameSize) {
            if case .frame = $0 { true } else { false }
        }
    }

    private static func count<Decoder: NIOSingleStepByteToMessageDecoder>(
        _ decoder: Decoder,
        _ pieces: [ByteBuffer],
        limit: Int,
        _ isFrame: (Decoder.InboundOut) -> Bool
    ) -> Int {
        let processor = NIOSingleStepByteToMessageProcessor(decoder, maximumBufferSize: limit)
        var frames = 0
        for piece in pieces { try? processor.process(buffer: piece) { if isFrame($0) { frames += 1 } } }
        return frames
    }
}

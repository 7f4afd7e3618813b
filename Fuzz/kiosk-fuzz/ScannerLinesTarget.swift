import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// A scanner's lines: the same whatever the cuts, within their limit, without what ends them.
    static let scannerLines = FuzzTarget(name: "scanner-lines", longestInput: 16_384) { bytes in
        var input = FuzzInput(bytes)
        let stripsSTX = input.byte() & 1 == 1
        let cuts = Cuts(&input)
        let stream = input.all()
        let cut = lines(cuts.pieces(of: stream), stripsSTX)
        let whole = lines([ByteBuffer(bytes: stream)], stripsSTX)
        must(cut == whole, "lines do not depend on how the bytes were cut")
        for case .frame(let frame) in cut {
            must((1...LineFramer.maximumFrameSize).contains(frame.readableBytes), "a line keeps its limits")
            must(!frame.readableBytesView.contains { $0 == 0x0D || $0 == 0x0A }, "a line holds no end")
        }
    }

    private static func lines(_ pieces: [ByteBuffer], _ stripsSTX: Bool) -> [LineFramer.Output] {
        let limit = LineFramer.maximumFrameSize + 1
        guard let outputs = outputs(of: LineFramer(stripsSTX: stripsSTX), limit: limit, pieces) else {
            fatalError("rule broken: a framer never waits for more than its limit")
        }
        return outputs
    }
}

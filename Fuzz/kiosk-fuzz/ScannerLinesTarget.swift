import Devices
import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// A scanner's lines with every kind of end: the same whatever the cuts, within their limit, nothing pending after a
    /// silence.
    static let scannerLines = FuzzTarget(name: "scanner-lines", longestInput: 16_384) { bytes in
        var input = FuzzInput(bytes)
        let settings = ScannerSettings(from: &input)
        let cuts = Cuts(&input)
        let stream = input.all()
        let cut = lines(cuts.pieces(of: stream), settings)
        must(cut == lines([ByteBuffer(bytes: stream)], settings), "lines do not depend on how the bytes were cut")
        var taken = 0
        for case .frame(let frame) in cut {
            must((1...LineFramer.maximumFrameSize).contains(frame.readableBytes), "a line keeps its limits")
            if [.auto, .cr, .lf, .tab].contains(settings.ending) {
                must(!frame.readableBytesView.contains { settings.ends.contains($0) }, "a line holds no end")
            }
            taken += frame.readableBytes
        }
        must(taken <= stream.count, "no byte is in two lines")
        checkSilence(stream, settings)
    }

    private static func lines(_ pieces: [ByteBuffer], _ settings: ScannerSettings) -> [LineFramer.Output] {
        // The owner's limit lies beyond the framer's own, so only the framer ever decides.
        let limit = 2 * LineFramer.maximumFrameSize
        guard let outputs = outputs(of: LineFramer(settings), limit: limit, pieces) else {
            fatalError("rule broken: a framer never waits for more than its limit")
        }
        return outputs
    }

    private static func checkSilence(_ stream: [UInt8], _ settings: ScannerSettings) {
        var framer = LineFramer(settings)
        var buffer = ByteBuffer(bytes: stream)
        var steps = 0
        while framer.decode(buffer: &buffer) != nil {
            steps += 1
            must(steps <= stream.count, "each output takes a byte")
        }
        if case .frame(let frame)? = framer.silence(buffer: &buffer) {
            must(settings.ending == .none, "only where nothing ends a line does a silence")
            must(frame.readableBytes > 0, "a line after a silence is not empty")
        }
        must(buffer.readableBytes == 0 && !framer.isResynchronising, "a silence leaves nothing pending")
    }
}

extension ScannerSettings {
    /// From two bytes of the input.
    init(from input: inout FuzzInput) {
        self.init()
        let (first, second) = (Int(input.byte()), Int(input.byte()))
        ending = Ending.allCases[first % Ending.allCases.count]
        commands = Commands.allCases[first / 16 % Commands.allCases.count]
        encoding = Encoding.allCases[second % Encoding.allCases.count]
        stripSTX = second & 0x10 != 0
        aim = second & 0x20 != 0
        codeIDs = second & 0x40 != 0 ? .honeywell : .none
    }

    fileprivate var ends: Set<UInt8> {
        switch ending {
        case .auto: [0x0D, 0x0A]
        case .cr: [0x0D]
        case .lf, .crlf: [0x0A]
        case .tab: [0x09]
        case .none, .lengthPrefixed: []
        }
    }
}

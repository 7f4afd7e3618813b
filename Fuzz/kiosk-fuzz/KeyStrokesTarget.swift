import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// The records of a keyboard that is a scanner: the same whatever the cuts, within their limit.
    static let keyStrokes = FuzzTarget(name: "keystrokes", longestInput: 16_384) { bytes in
        var input = FuzzInput(bytes)
        let isRaw = input.byte() & 1 == 1
        let cuts = Cuts(&input)
        // Any bytes, or records with small times and codes, which reach further.
        let stream = isRaw ? input.all() : records(&input)
        let cut = outputs(cuts.pieces(of: stream))
        must(cut == outputs([ByteBuffer(bytes: stream)]), "keys do not depend on how the bytes were cut")
        for case .frame(let frame) in cut {
            must((1...LineFramer.maximumFrameSize).contains(frame.readableBytes), "a code keeps its limits")
            must(frame.readableBytesView.allSatisfy { (0x20...0x7E).contains($0) }, "keys are printable ASCII")
        }
    }

    private static func outputs(_ pieces: [ByteBuffer]) -> [KeyStrokes.Output] {
        var keys = KeyStrokes()
        var outputs = pieces.flatMap { keys.received($0) }
        if let last = keys.silence() { outputs.append(last) }
        must(!keys.isPending, "a silence leaves nothing pending")
        return outputs
    }

    /// Three bytes a record: pause in milliseconds, key code, what happened to it.
    private static func records(_ input: inout FuzzInput) -> [UInt8] {
        var buffer = ByteBuffer()
        var time: Int64 = 0
        while !input.isEmpty {
            time += Int64(input.byte()) * 1_000
            let (code, kind) = (UInt16(input.byte()), input.byte())
            let type = kind & 0xC0 == 0xC0 ? InputEvent.synchronisation : InputEvent.key
            InputEvent(microseconds: time, type: type, code: code, value: Int32(kind % 3)).write(to: &buffer)
        }
        return Array(buffer.readableBytesView)
    }
}

import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// The frames of an ID-card reader: the same whatever the cuts, within their limits, and each as it was encoded.
    static let sdtFrames = FuzzTarget(name: "sdt-frames", longestInput: 8_192) { bytes in
        var input = FuzzInput(bytes)
        let cuts = Cuts(&input)
        let stream = input.all()
        let cut = sdtOutputs(cuts.pieces(of: stream))
        must(cut == sdtOutputs([ByteBuffer(bytes: stream)]), "SDT frames do not depend on how the bytes were cut")
        var taken = 0
        for (index, output) in cut.enumerated() {
            switch output {
            case .damaged: must(index == cut.count - 1, "nothing is decoded after damage")
            case .reply(let reply):
                must(SDTFrame.replyLengths.contains(reply.data.readableBytes + 4), "a reply keeps its limits")
                let encoded = SDTFrame.reply(
                    sw1: reply.sw1,
                    sw2: reply.sw2,
                    status: reply.status,
                    data: Array(reply.data.readableBytesView)
                )
                taken += encoded.readableBytes
                // The encoder cuts its data at 4000 bytes.
                if reply.data.readableBytes <= 4_000 {
                    must(sdtOutputs([encoded]) == [.reply(reply)], "a reply survives its encoding")
                }
            }
        }
        must(taken <= stream.count, "no byte is decoded twice")
    }

    /// Nothing is left pending at the end: half a frame gives nothing.
    private static func sdtOutputs(_ pieces: [ByteBuffer]) -> [SDTFrameDecoder.Output] {
        guard let outputs = outputs(of: SDTFrameDecoder(), limit: SDTFrameDecoder.maximumFrameSize, pieces) else {
            fatalError("rule broken: the decoder never waits for more than one frame of the greatest length")
        }
        return outputs
    }
}

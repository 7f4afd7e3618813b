import NIOCore

/// An input, taken from its front.
struct FuzzInput {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: UnsafeRawBufferPointer) { rest = Array(bytes)[...] }

    var isEmpty: Bool { rest.isEmpty }

    /// 0 when nothing is left.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func all() -> [UInt8] { bytes(rest.count) }
}

/// How a stream is cut into reads: three sizes in turn, so that cuts fall anywhere and come back.
struct Cuts {
    private let sizes: [Int]

    /// From three bytes of the input; 0 stands for a size of 1.
    init(_ input: inout FuzzInput) { sizes = (0..<3).map { _ in max(1, Int(input.byte())) } }

    func pieces(of bytes: [UInt8]) -> [ByteBuffer] {
        var pieces: [ByteBuffer] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + sizes[pieces.count % sizes.count])
            pieces.append(ByteBuffer(bytes: bytes[start..<end]))
            start = end
        }
        return pieces
    }
}

/// All that a decoder makes of the pieces. Nil when it asked for more than `limit` bytes at once, which the owner of a
/// line takes for damage.
func outputs<Decoder: NIOSingleStepByteToMessageDecoder>(
    of decoder: Decoder,
    limit: Int,
    _ pieces: [ByteBuffer],
    atEnd: Bool = true
) -> [Decoder.InboundOut]? {
    let processor = NIOSingleStepByteToMessageProcessor(decoder, maximumBufferSize: limit)
    var outputs: [Decoder.InboundOut] = []
    do {
        for piece in pieces { try processor.process(buffer: piece) { outputs.append($0) } }
        if atEnd { try processor.finishProcessing(seenEOF: true) { outputs.append($0) } }
    } catch {
        return nil
    }
    return outputs
}

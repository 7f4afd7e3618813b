package import NIOCore

/// Cuts SSI packets out of a byte stream, however it was split.
///
/// The protocol has no preamble, and what a code says may look like a packet. So a packet that turns out wrong is never
/// searched for another one: the decoder says so once and swallows everything after it. The owner waits until the line
/// has been quiet, calls `silence`, and asks for the packet again.
package struct SSIPacketDecoder: NIOSingleStepByteToMessageDecoder {
    package enum Output: Equatable, Sendable {
        case packet(SSIPacket)
        case trouble(Trouble)
    }

    package enum Trouble: Hashable, Sendable {
        /// The sum is wrong, or the line fell silent inside a packet.
        case damaged
        /// No packet at all, but plain text: the scanner is not in packet mode.
        case text
        /// No packet at all, and no text either.
        case noise
    }

    package typealias InboundOut = Output

    /// The most that can be pending.
    package static let maximumPacketSize = 255 + SSIPacket.sumSize

    private let source: SSIPacket.Source
    /// Everything up to the next silence is dropped.
    package private(set) var isSwallowing = false

    /// `source` is who sends the packets that are taken: the scanner, unless this end plays one.
    package init(from source: SSIPacket.Source = .scanner) { self.source = source }

    package mutating func decode(buffer: inout ByteBuffer) -> Output? {
        guard !isSwallowing else {
            buffer.moveReaderIndex(to: buffer.writerIndex)
            return nil
        }
        let start = buffer.readerIndex
        guard let length = buffer.getInteger(at: start, as: UInt8.self) else { return nil }
        guard Int(length) >= SSIPacket.headerSize else { return swallow(Self.stray(buffer), &buffer) }
        guard let from = buffer.getInteger(at: start + 2, as: UInt8.self) else { return nil }
        guard from == source.rawValue else { return swallow(Self.stray(buffer), &buffer) }
        guard let sum = buffer.getInteger(at: start + Int(length), as: UInt16.self) else { return nil }
        guard sum == SSIPacket.sum(buffer.readableBytesView.prefix(Int(length))) else {
            return swallow(.damaged, &buffer)
        }
        guard let (_, opcode, _, status) = buffer.readMultipleIntegers(as: (UInt8, UInt8, UInt8, UInt8).self),
            let data = buffer.readSlice(length: Int(length) - SSIPacket.headerSize)
        else { return nil }
        buffer.moveReaderIndex(forwardBy: SSIPacket.sumSize)
        return .packet(SSIPacket(SSIPacket.Opcode(rawValue: opcode), from: source, status: status, data: data))
    }

    /// The rest of a stream that ended: half a packet is worth nothing.
    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> Output? {
        if let output = decode(buffer: &buffer) { return output }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return nil
    }

    /// The line has been silent for longer than a scanner pauses inside a packet. Leaves nothing pending.
    package mutating func silence(buffer: inout ByteBuffer) -> Trouble? {
        let wasSwallowing = isSwallowing
        isSwallowing = false
        defer { buffer.moveReaderIndex(to: buffer.writerIndex) }
        guard !wasSwallowing, buffer.readableBytes > 0 else { return nil }
        return buffer.readableBytes < SSIPacket.headerSize ? Self.stray(buffer) : .damaged
    }

    private mutating func swallow(_ trouble: Trouble, _ buffer: inout ByteBuffer) -> Output {
        isSwallowing = true
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return .trouble(trouble)
    }

    private static func stray(_ buffer: ByteBuffer) -> Trouble {
        let isText = buffer.readableBytesView.allSatisfy { byte in
            switch byte {
            case 0x09, 0x0A, 0x0D, 0x1D, 0x20...0x7E, 0x80...: true
            default: false
            }
        }
        return isText ? .text : .noise
    }
}

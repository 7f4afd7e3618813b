import NIOCore

/// Puts a long code together from its segments (opcode 73).
///
/// Segment: its number, counted from 0, then the payload. The payloads together: `F3`, four bytes, the symbology, one
/// byte, the data's length (2 bytes, high first), the data. Single source; see docs/readers/zebra-ssi.md.
struct SSISegments: Sendable {
    enum Taken: Equatable {
        case incomplete
        /// The symbology's code before the data, as in a decode-data packet.
        case whole(ByteBuffer)
        /// The last segment once more.
        case repeated
        /// Out of order, too long, or something else than a code. Nothing is kept.
        case wrong
    }

    private static let headerSize = 9
    private static let symbologyOffset = 5
    private static let lengthOffset = 7

    /// Segments so far, and their payloads.
    private var next: UInt8 = 0
    private var payload = ByteBuffer()
    /// The last segment of the code before.
    private var finished: UInt8?

    var isEmpty: Bool { next == 0 }

    mutating func take(_ packet: SSIPacket) -> Taken {
        var data = packet.data
        guard let number = data.readInteger(as: UInt8.self) else { return wrong() }
        if packet.isRetransmission, next > 0 ? number == next - 1 : number == finished { return .repeated }
        if number == 0 { self = Self() }
        guard number == next, next < .max, data.readableBytes > 0 else { return wrong() }
        next += 1
        payload.writeBuffer(&data)
        guard payload.getInteger(at: 0, as: UInt8.self) == SSIPacket.Opcode.decodeData.rawValue else { return wrong() }
        guard let symbology = payload.getInteger(at: Self.symbologyOffset, as: UInt8.self),
            let length = payload.getInteger(at: Self.lengthOffset, as: UInt16.self)
        else { return .incomplete }
        guard length > 0, Int(length) <= LineFramer.maximumFrameSize else { return wrong() }
        let missing = Self.headerSize + Int(length) - payload.readableBytes
        guard missing <= 0 else { return .incomplete }
        guard missing == 0 else { return wrong() }
        var whole = ByteBuffer(integer: symbology)
        whole.writeBytes(payload.readableBytesView.dropFirst(Self.headerSize))
        self = Self()
        finished = number
        return .whole(whole)
    }

    private mutating func wrong() -> Taken {
        self = Self()
        return .wrong
    }
}

package import NIOCore

/// The frame both directions of the SDT protocol share: preamble, big-endian length, body, XOR.
///
/// The length counts everything after itself, checksum included. The checksum is the XOR of both length bytes and
/// the body. Source: docs/readers/sdt-id-card.md.
package enum SDTFrame {
    package static let preamble: [UInt8] = [0xAA, 0xAA, 0xAA, 0x96, 0x69]
    /// Preamble and length field.
    package static let headerSize = 7
    /// Values of the length field of a reply: three status bytes and the checksum at least. The largest known reply
    /// has 2314; 4096 bounds what a damaged length can make us wait for.
    package static let replyLengths = 4...4_096

    /// A frame from host to reader. `data` is cut at 4000 bytes; no known request has more than ten.
    package static func request(command: UInt8, parameter: UInt8, data: [UInt8] = []) -> ByteBuffer {
        frame(around: [command, parameter] + data.prefix(4_000))
    }

    /// A frame from reader to host, for tests and simulated readers. `data` is cut at 4000 bytes.
    package static func reply(sw1: UInt8 = 0, sw2: UInt8 = 0, status: SDTStatus, data: [UInt8] = []) -> ByteBuffer {
        frame(around: [sw1, sw2, status.rawValue] + data.prefix(4_000))
    }

    private static func frame(around body: [UInt8]) -> ByteBuffer {
        let length = UInt16(truncatingIfNeeded: body.count + 1)
        let checksum = body.reduce(UInt8(truncatingIfNeeded: length >> 8) ^ UInt8(truncatingIfNeeded: length), ^)
        var buffer = ByteBuffer()
        buffer.reserveCapacity(headerSize + body.count + 1)
        buffer.writeBytes(preamble)
        buffer.writeInteger(length)
        buffer.writeBytes(body)
        buffer.writeInteger(checksum)
        return buffer
    }
}

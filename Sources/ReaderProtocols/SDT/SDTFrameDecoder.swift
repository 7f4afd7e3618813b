import Glibc
package import NIOCore

/// Cuts replies out of a byte stream, however it was split.
///
/// Bytes before a preamble are noise and dropped. Inside a frame the length is followed and nothing is searched: the
/// photo on a card may hold a preamble, or a whole frame. For the same reason a frame that turns out wrong is never
/// searched for another one: the decoder says `damaged` once and swallows everything after it. The owner waits until
/// the line has been quiet and then starts over with a new decoder.
package struct SDTFrameDecoder: NIOSingleStepByteToMessageDecoder {
    package enum Output: Equatable, Sendable {
        case reply(SDTReply)
        case damaged(Damage)
    }

    package enum Damage: Hashable, Sendable {
        /// The length field lies outside `SDTFrame.replyLengths`.
        case length
        case checksum
        /// A read reply after so much noise that it may lie inside a larger reply whose head was lost.
        case buried
    }

    package typealias InboundOut = Output

    /// The most that can be pending: one frame of the greatest length.
    package static let maximumFrameSize = SDTFrame.headerSize + SDTFrame.replyLengths.upperBound

    /// The most noise before a read reply. Any part of a larger reply that could hold a whole one is longer.
    package static let longestNoise = 300
    /// The most data of a reply that is none to a read.
    private static let longestShortReply = 280

    private var isDamaged = false
    private var skipped = 0

    package init() {}

    package mutating func decode(buffer: inout ByteBuffer) -> Output? {
        guard !isDamaged else {
            buffer.moveReaderIndex(to: buffer.writerIndex)
            return nil
        }
        skipped = min(skipped + Self.skipNoise(in: &buffer), Self.longestNoise + 1)
        guard
            let length = buffer.getInteger(at: buffer.readerIndex + SDTFrame.preamble.count, as: UInt16.self)
                .map(Int.init)
        else { return nil }
        guard SDTFrame.replyLengths.contains(length) else { return damaged(.length, &buffer) }
        if length > Self.longestShortReply + 4, skipped > Self.longestNoise { return damaged(.buried, &buffer) }
        guard buffer.readableBytes >= SDTFrame.headerSize + length else { return nil }

        let sum = buffer.withUnsafeReadableBytes { bytes in
            Self.sum(UnsafeRawBufferPointer(rebasing: bytes[SDTFrame.preamble.count..<SDTFrame.headerSize + length]))
        }
        guard sum == 0 else { return damaged(.checksum, &buffer) }

        buffer.moveReaderIndex(forwardBy: SDTFrame.headerSize)
        guard
            let (sw1, sw2, sw3) = buffer.readMultipleIntegers(as: (UInt8, UInt8, UInt8).self),
            let data = buffer.readSlice(length: length - 4)
        else { return damaged(.length, &buffer) }
        buffer.moveReaderIndex(forwardBy: 1)
        return .reply(SDTReply(sw1: sw1, sw2: sw2, status: SDTStatus(rawValue: sw3), data: data))
    }

    /// The rest of a stream that ended: half a frame is worth nothing.
    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> Output? {
        if let output = decode(buffer: &buffer) { return output }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return nil
    }

    private mutating func damaged(_ damage: Damage, _ buffer: inout ByteBuffer) -> Output {
        isDamaged = true
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return .damaged(damage)
    }

    /// Drops bytes until the buffer begins with the preamble, or with as much of it as has come. Gives their number.
    private static func skipNoise(in buffer: inout ByteBuffer) -> Int {
        let noise = buffer.withUnsafeReadableBytes(Self.noise)
        buffer.moveReaderIndex(forwardBy: noise)
        return noise
    }

    /// How many bytes come before the preamble, or before as much of it as stands at the end. A line may be flooded:
    /// bytes that cannot begin a preamble are passed over by the C library, and the comparison goes backwards, so that a
    /// run of the first byte costs one look each.
    private static func noise(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        return SDTFrame.preamble.withUnsafeBytes { preamble in
            var start = 0
            while start < bytes.count {
                if bytes[start] != preamble[0] {
                    guard let next = memchr(base + start, CInt(preamble[0]), bytes.count - start) else { break }
                    start = UnsafeRawPointer(next) - base
                }
                var index = min(preamble.count, bytes.count - start) - 1
                while index > 0, bytes[start + index] == preamble[index] { index -= 1 }
                if index == 0 { return start }
                start += 1
            }
            return bytes.count
        }
    }

    /// The XOR of all bytes, eight at a time.
    private static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt8 {
        let words = bytes.count / 8
        var folded: UInt64 = 0
        for word in 0..<words { folded ^= bytes.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self) }
        for byte in bytes[(8 * words)...] { folded ^= UInt64(byte) }
        folded ^= folded >> 32
        folded ^= folded >> 16
        folded ^= folded >> 8
        return UInt8(truncatingIfNeeded: folded)
    }
}

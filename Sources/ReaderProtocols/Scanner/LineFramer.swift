package import NIOCore

/// Cuts a scanner's bytes into frames at CR, LF or CR LF, however the reads fall.
///
/// CR, LF and NUL before a frame are dropped, so the LF of a CR LF that comes in a later read never becomes part of
/// the next frame; empty frames are dropped too. GS and every other control character is data.
package struct LineFramer: NIOSingleStepByteToMessageDecoder {
    package enum Output: Equatable, Sendable {
        case frame(ByteBuffer)
        /// More than `maximumFrameSize` bytes without an end: they are gone, and so is everything up to the next end.
        case oversize
    }

    package typealias InboundOut = Output

    /// A QR code of the largest version holds 2953 bytes.
    package static let maximumFrameSize = 4_096

    /// Whether a leading STX and a trailing ETX are taken off.
    private let stripsSTX: Bool
    /// Pending bytes known to hold no end.
    private var searched = 0
    private var isResynchronising = false

    package init(stripsSTX: Bool = false) { self.stripsSTX = stripsSTX }

    package mutating func decode(buffer: inout ByteBuffer) -> Output? {
        while true {
            if searched == 0, !isResynchronising { Self.skipSeparators(in: &buffer) }
            guard let end = Self.indexOfEnd(in: buffer, after: searched) else {
                return pending(&buffer)
            }
            searched = 0
            var frame = buffer.readSlice(length: end) ?? ByteBuffer()
            buffer.moveReaderIndex(forwardBy: 1)
            if isResynchronising {
                isResynchronising = false
                continue
            }
            guard frame.readableBytes <= Self.maximumFrameSize else { return .oversize }
            if stripsSTX { Self.strip(&frame) }
            if frame.readableBytes > 0 { return .frame(frame) }
        }
    }

    /// The rest of a stream that ended: without its end it may be half a scan.
    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> Output? {
        if let output = decode(buffer: &buffer) { return output }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return nil
    }

    private mutating func pending(_ buffer: inout ByteBuffer) -> Output? {
        guard isResynchronising || buffer.readableBytes > Self.maximumFrameSize else {
            searched = buffer.readableBytes
            return nil
        }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        searched = 0
        guard !isResynchronising else { return nil }
        isResynchronising = true
        return .oversize
    }

    private static func skipSeparators(in buffer: inout ByteBuffer) {
        let count = buffer.readableBytesView.prefix { $0 == 0x0D || $0 == 0x0A || $0 == 0 }.count
        buffer.moveReaderIndex(forwardBy: count)
    }

    /// How many bytes stand before the first CR or LF.
    private static func indexOfEnd(in buffer: ByteBuffer, after searched: Int) -> Int? {
        let view = buffer.readableBytesView
        let index = view.dropFirst(searched).firstIndex { $0 == 0x0D || $0 == 0x0A }
        return index.map { $0 - view.startIndex }
    }

    private static func strip(_ frame: inout ByteBuffer) {
        if frame.readableBytesView.first == 0x02 { frame.moveReaderIndex(forwardBy: 1) }
        if frame.readableBytesView.last == 0x03 { frame.moveWriterIndex(to: frame.writerIndex - 1) }
    }
}

package import Devices
package import NIOCore

/// Cuts a scanner's bytes into frames at the end that its settings name, however the reads fall.
///
/// CR, LF and NUL before a frame are dropped, so the LF of a CR LF that comes in a later read never becomes part of
/// the next frame; empty frames are dropped too. GS and every other control character is data. Every byte is looked at
/// once. Where nothing ends a frame, or an end did not come, the owner calls `silence`.
package struct LineFramer: NIOSingleStepByteToMessageDecoder {
    package enum Output: Equatable, Sendable {
        case frame(ByteBuffer)
        /// What a scanner answered to a command: never a scan.
        case reply(ScannerReply)
        /// More than `maximumFrameSize` bytes without an end: they are gone, and so is everything up to the next end.
        case oversize
        /// Bytes that can begin neither a frame nor a reply: they are gone, and so is everything up to the next end.
        case damaged
        /// The line fell silent inside a frame that has an end of its own: it is gone.
        case fragment
    }

    package typealias InboundOut = Output

    /// A QR code of the largest version holds 2953 bytes.
    package static let maximumFrameSize = 4_096

    private let ending: ScannerSettings.Ending
    private let replies: ScannerReply.Form?
    private let ends: ControlSet
    /// Dropped before a frame, but for STX, which may begin a reply.
    private let separators: ControlSet
    private let stripsSTX: Bool
    /// How far behind the greatest frame an end may stand: a CR may come before it.
    private let room: Int
    /// Pending bytes known to hold no end.
    private var searched = 0
    /// Everything up to the next end, or to the next silence, is dropped.
    package private(set) var isResynchronising = false
    /// The last byte that was dropped so was a CR: a LF right after it is an end of CR LF.
    private var hasDroppedCR = false

    package init(_ settings: ScannerSettings = ScannerSettings()) {
        ending = settings.ending
        replies = ScannerReply.Form(settings.commands)
        stripsSTX = settings.stripSTX && settings.ending != .lengthPrefixed
        let own: ControlSet =
            switch settings.ending {
            case .auto: [.cr, .lf]
            case .cr: [.cr]
            case .lf, .crlf: [.lf]
            case .tab: [.tab]
            case .none, .lengthPrefixed: []
            }
        ends = stripsSTX ? own.union([.etx, .eot]) : own
        separators = ends.union([.cr, .lf, .nul])
        room = Self.maximumFrameSize + (settings.ending == .lf || settings.ending == .crlf ? 1 : 0)
    }

    package mutating func decode(buffer: inout ByteBuffer) -> Output? {
        while buffer.readableBytes > 0 {
            if isResynchronising {
                guard resynchronise(&buffer) else { return nil }
            }
            if searched == 0 {
                Self.skip(separators, in: &buffer)
                switch replies?.take(from: &buffer) ?? .none {
                case .none: break
                case .incomplete: return nil
                case .damaged: return lost(.damaged, &buffer)
                case .reply(let reply): return .reply(reply)
                }
                if stripsSTX, buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) == 0x02 {
                    // One at a time: the next may begin a reply.
                    buffer.moveReaderIndex(forwardBy: 1)
                    continue
                }
            }
            let step = ending == .lengthPrefixed ? counted(&buffer) : ended(&buffer)
            switch step {
            case .frame(let frame) where frame.readableBytes == 0: continue
            case .frame, .reply, .oversize, .damaged, .fragment, nil: return step
            }
        }
        return nil
    }

    /// The rest of a stream that ended: without its end it may be half a scan.
    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> Output? {
        if let output = decode(buffer: &buffer) { return output }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return nil
    }

    /// The line has been silent for as long as the owner waits for an end. Leaves nothing pending.
    package mutating func silence(buffer: inout ByteBuffer) -> Output? {
        let wasResynchronising = isResynchronising
        isResynchronising = false
        hasDroppedCR = false
        searched = 0
        defer { buffer.moveReaderIndex(to: buffer.writerIndex) }
        if !wasResynchronising { Self.skip(separators, in: &buffer) }
        guard !wasResynchronising, buffer.readableBytes > 0 else { return nil }
        guard ending == .none else { return .fragment }
        if case .incomplete? = replies?.take(from: &buffer) { return .fragment }
        if stripsSTX { Self.skip(separators.union([.stx]), in: &buffer) }
        let count = buffer.withUnsafeReadableBytes { bytes in
            (bytes.lastIndex { !separators.contains($0) } ?? -1) + 1
        }
        return count == 0 ? nil : buffer.readSlice(length: count).map { .frame($0) }
    }

    /// The next frame that an end of its own ends; an empty one too.
    private mutating func ended(_ buffer: inout ByteBuffer) -> Output? {
        guard var end = indexOfEnd(in: buffer) else {
            guard buffer.readableBytes > room else {
                searched = buffer.readableBytes
                return nil
            }
            return lost(.oversize, &buffer)
        }
        searched = 0
        let next = buffer.readerIndex + end + 1
        defer { buffer.moveReaderIndex(to: next) }
        let isLF = buffer.getInteger(at: next - 1, as: UInt8.self) == 0x0A
        let hasCR = end > 0 && buffer.getInteger(at: next - 2, as: UInt8.self) == 0x0D
        if isLF, hasCR, ending == .lf || ending == .crlf { end -= 1 }
        guard end <= Self.maximumFrameSize else { return .oversize }
        return buffer.getSlice(at: buffer.readerIndex, length: end).map { .frame($0) }
    }

    /// The next frame that its length ends; an empty one too.
    private mutating func counted(_ buffer: inout ByteBuffer) -> Output? {
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return nil }
        guard first == 0x03 else { return lost(.damaged, &buffer) }
        guard let length = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt8.self),
            buffer.readableBytes >= 2 + Int(length)
        else { return nil }
        buffer.moveReaderIndex(forwardBy: 2)
        return buffer.readSlice(length: Int(length)).map { .frame($0) }
    }

    /// Drops the pending bytes, and with them everything to the next end.
    private mutating func lost(_ output: Output, _ buffer: inout ByteBuffer) -> Output {
        searched = 0
        isResynchronising = true
        // An end among the pending bytes counts.
        _ = resynchronise(&buffer)
        return output
    }

    /// Drops everything up to the next end; false when it has not come.
    private mutating func resynchronise(_ buffer: inout ByteBuffer) -> Bool {
        let end = buffer.withUnsafeReadableBytes { bytes in
            bytes.indices.first { ends.contains(bytes[$0]) && isEnd($0, bytes) }
        }
        guard let end else {
            hasDroppedCR = buffer.readableBytesView.last == 0x0D
            buffer.moveReaderIndex(to: buffer.writerIndex)
            return false
        }
        buffer.moveReaderIndex(forwardBy: end + 1)
        hasDroppedCR = false
        isResynchronising = false
        return true
    }

    /// How many bytes stand before the next end, looking no further than a frame may reach.
    private func indexOfEnd(in buffer: ByteBuffer) -> Int? {
        buffer.withUnsafeReadableBytes { bytes in
            var index = searched
            let limit = min(bytes.count, room + 1)
            while index < limit {
                if ends.contains(bytes[index]), isEnd(index, bytes) { return index }
                index += 1
            }
            return nil
        }
    }

    /// With CR LF a LF alone is data.
    private func isEnd(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        ending != .crlf || bytes[index] != 0x0A || (index > 0 ? bytes[index - 1] == 0x0D : hasDroppedCR)
    }

    private static func skip(_ skipped: ControlSet, in buffer: inout ByteBuffer) {
        let count = buffer.withUnsafeReadableBytes { bytes in
            bytes.firstIndex { !skipped.contains($0) } ?? bytes.count
        }
        buffer.moveReaderIndex(forwardBy: count)
    }
}

/// Some of the 32 control characters, one bit each.
private struct ControlSet: OptionSet {
    let rawValue: UInt32

    static let nul = Self(rawValue: 1 << 0x00)
    static let stx = Self(rawValue: 1 << 0x02)
    static let etx = Self(rawValue: 1 << 0x03)
    static let eot = Self(rawValue: 1 << 0x04)
    static let tab = Self(rawValue: 1 << 0x09)
    static let lf = Self(rawValue: 1 << 0x0A)
    static let cr = Self(rawValue: 1 << 0x0D)

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool { byte < 32 && rawValue &>> UInt32(byte) & 1 != 0 }
}

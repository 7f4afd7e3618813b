/// The bytes of both directions of the SDT protocol: preamble, length, content, XOR.
enum SDTFrame {
    static let preamble: [UInt8] = [0xAA, 0xAA, 0xAA, 0x96, 0x69]

    /// A whole reply. `length` counts SW1–SW3, data and checksum.
    static func reply(_ status: SDTStatus, _ data: [UInt8] = []) -> [UInt8] { reply(status.rawValue, data) }

    /// - Parameter status: SW3, of this list or not.
    static func reply(_ status: UInt8, _ data: [UInt8] = []) -> [UInt8] {
        let length = data.count + 4
        let content = [
            UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length), 0, 0, status,
        ]
        return preamble + content + data + [checksum(content + data)]
    }

    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0, ^) }
}

/// SW3: the SAM's own result. SW1 and SW2 are always zero here.
enum SDTStatus: UInt8 {
    case checksum = 0x10
    case length = 0x11
    case badCommand = 0x21
    case readFailed = 0x41
    case findFailed = 0x80
    case selectFailed = 0x81
    case done = 0x90
    case nothingThere = 0x91
    case found = 0x9F
}

/// Cuts requests out of what the host sends.
///
/// Bytes before a preamble are dropped. At most `capacity` bytes are kept; a host that sends on while an answer is
/// going out loses what does not fit, as on a module with a small receive buffer.
struct SDTRequestParser {
    enum Request: Equatable {
        case command(UInt8, parameter: UInt8, data: [UInt8])
        case wrongChecksum
        case wrongLength
    }

    static let capacity = 256
    /// Largest value of the length field that is taken for a request.
    static let maximumLength = 64

    private var buffer: [UInt8] = []

    /// A frame has begun and is not complete.
    var isPartial: Bool { buffer.starts(with: SDTFrame.preamble) }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            guard buffer.count < Self.capacity else { return }
            buffer.append(byte)
        }
    }

    /// The next request, if one is complete.
    mutating func next() -> Request? {
        dropNoise()
        guard buffer.count >= 7, isPartial else { return nil }
        let length = Int(buffer[5]) << 8 | Int(buffer[6])
        guard (3...Self.maximumLength).contains(length) else {
            buffer.removeFirst(7)
            return .wrongLength
        }
        guard buffer.count >= 7 + length else { return nil }
        let frame = Array(buffer.prefix(7 + length))
        buffer.removeFirst(frame.count)
        guard SDTFrame.checksum(frame.dropFirst(5)) == 0 else { return .wrongChecksum }
        return .command(frame[7], parameter: frame[8], data: Array(frame[9..<(frame.count - 1)]))
    }

    /// Forgets what has come; returns whether a frame had begun.
    mutating func reset() -> Bool {
        defer { buffer = [] }
        return isPartial
    }

    /// Drops bytes until the buffer starts with a preamble or with what may become one.
    private mutating func dropNoise() {
        var start = 0
        while start < buffer.count, !SDTFrame.preamble.starts(with: buffer[start...].prefix(5)) { start += 1 }
        buffer.removeFirst(start)
    }
}

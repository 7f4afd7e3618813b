/// The bytes of Zebra's Simple Serial Interface: length, opcode, source, status, data, sum.
enum SSIFrame {
    /// Bytes before the data.
    static let head = 4

    /// A whole packet of the scanner (source 0).
    ///
    /// - Parameter data: at most 251 bytes; more are cut off.
    static func packet(_ opcode: UInt8, status: UInt8 = 0, _ data: [UInt8] = []) -> [UInt8] {
        let data = data.prefix(255 - head)
        let bytes = [UInt8(head + data.count), opcode, 0x00, status] + data
        let sum = 0x1_0000 - bytes.reduce(0) { $0 + Int($1) }
        return bytes + [UInt8(truncatingIfNeeded: sum >> 8), UInt8(truncatingIfNeeded: sum)]
    }

    static let ack = packet(0xD0)

    /// - Parameter cause: 1 send again, 2 not understood here, 6 denied.
    static func nak(_ cause: UInt8) -> [UInt8] { packet(0xD1, [cause]) }
}

/// Cuts the host's packets out of what comes.
struct SSIParser: Sendable {
    enum Packet: Equatable {
        case command(UInt8, status: UInt8, data: [UInt8])
        case wrongSum
    }

    private var buffer: [UInt8] = []

    var isPartial: Bool { !buffer.isEmpty }

    /// Packets of 6 to 257 bytes; a first byte that cannot be a length is dropped.
    mutating func take(_ bytes: [UInt8]) -> [Packet] {
        var packets: [Packet] = []
        for byte in bytes {
            buffer.append(byte)
            if buffer[0] < SSIFrame.head { buffer.removeFirst() }
            guard let length = buffer.first.map(Int.init), buffer.count == length + 2 else { continue }
            let frame = buffer
            buffer = []
            let sum = frame.dropLast(2).reduce(0) { $0 + Int($1) } + Int(frame[length]) << 8 + Int(frame[length + 1])
            packets.append(
                sum & 0xFFFF == 0
                    ? .command(frame[1], status: frame[3], data: Array(frame[SSIFrame.head..<length])) : .wrongSum
            )
        }
        return packets
    }

    mutating func reset() { buffer = [] }
}

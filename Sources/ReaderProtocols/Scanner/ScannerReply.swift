package import Devices
import NIOCore

/// What a scanner answered to a command. Source: docs/readers/scanner-commands.md.
package enum ScannerReply: Hashable, Sendable {
    case accepted
    /// The command is known, its value is not allowed.
    case badValue
    case unknownCommand
    /// Refused with a code of the vendor's.
    case refused(UInt8)
}

extension ScannerSettings.Commands {
    /// Whether a scanner with this set answers in a form that is told from a scan.
    package var hasKnownReplies: Bool { ScannerReply.Form(self) != nil }
}

extension ScannerReply {
    /// How the replies of a command set look. Only sets whose replies are documented have one.
    enum Form: Sendable {
        /// `02 01 30 30 30 30`, type, tag and value as sent, `06`, `15` or `05`, `3B 03`.
        case newland
        /// `02 00`, type, length, data, CRC-16/XMODEM of type to data.
        case gm65

        init?(_ commands: ScannerSettings.Commands) {
            switch commands {
            case .newland: self = .newland
            case .gm65: self = .gm65
            case .none, .honeywell, .datalogic, .weiguang: return nil
            }
        }
    }

    enum Taken {
        /// The bytes begin no reply.
        case none
        /// They may; the rest has not come.
        case incomplete
        /// They begin like a reply and are none.
        case damaged
        case reply(ScannerReply)
    }
}

extension ScannerReply.Form {
    /// A reply to several commands at once is not longer.
    private static let maximumSize = 512

    /// Takes a reply off the front of what came. No scan begins with its first two bytes.
    func take(from buffer: inout ByteBuffer) -> ScannerReply.Taken {
        let second: UInt8 = self == .newland ? 0x01 : 0x00
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self), first == 0x02 else { return .none }
        guard let next = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt8.self) else { return .incomplete }
        guard next == second else { return .none }
        switch self {
        case .newland: return takeNewland(&buffer)
        case .gm65: return takeGM65(&buffer)
        }
    }

    private func takeNewland(_ buffer: inout ByteBuffer) -> ScannerReply.Taken {
        let bytes = buffer.readableBytesView.prefix(Self.maximumSize)
        let head = Array(bytes.dropFirst(2).prefix(4))
        guard head == [UInt8](repeating: 0x30, count: head.count) else { return .damaged }
        guard
            let end = bytes.indices.first(where: { bytes[$0] == 0x03 && bytes[max($0 - 1, bytes.startIndex)] == 0x3B })
        else { return bytes.count < Self.maximumSize ? .incomplete : .damaged }
        // Head, type, verdict and end at least.
        guard end - bytes.startIndex >= 9 else { return .damaged }
        let verdict = bytes[end - 2]
        buffer.moveReaderIndex(to: end + 1)
        switch verdict {
        case 0x06: return .reply(.accepted)
        case 0x15: return .reply(.badValue)
        case 0x05: return .reply(.unknownCommand)
        default: return .reply(.refused(verdict))
        }
    }

    private func takeGM65(_ buffer: inout ByteBuffer) -> ScannerReply.Taken {
        let start = buffer.readerIndex
        guard let length = buffer.getInteger(at: start + 3, as: UInt8.self) else { return .incomplete }
        let size = 4 + Int(length)
        guard let sum = buffer.getInteger(at: start + size, as: UInt16.self) else { return .incomplete }
        guard let summed = buffer.getBytes(at: start + 2, length: size - 2), sum == Self.crc(summed) else {
            return .damaged
        }
        buffer.moveReaderIndex(forwardBy: size + 2)
        return .reply(summed[0] == 0 ? .accepted : .refused(summed[0]))
    }

    /// CRC-16/XMODEM: polynomial 1021, first value 0.
    static func crc(_ bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(0) { crc, byte in
            (0..<8).reduce(crc ^ UInt16(byte) << 8) { crc, _ in crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
    }
}

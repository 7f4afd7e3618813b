import Foundation
import NIOCore
import ReaderProtocols

/// The published and synthetic vectors of docs/readers/sdt-id-card.md.
enum Vectors {
    static let names = ["prc", "prc2", "hmt", "fi", "fy"]

    /// A recorded text block, from Tests/Captures/sdt.
    static func textBlock(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Captures/sdt/\(name).hex"), encoding: .utf8)
        return bytes(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: " "))
    }

    /// Not a decodable picture.
    static let photo: [UInt8] =
        bytes("57 4C 66 00 7E 00 32 00 00 00") + (0..<1_014).map { UInt8(truncatingIfNeeded: 7 * $0 + 3) }

    static func bytes(_ hex: String) -> [UInt8] {
        hex.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
    }

    static func buffer(_ hex: String) -> ByteBuffer { ByteBuffer(bytes: bytes(hex)) }

    static func readFrame(text: [UInt8], photo: [UInt8] = photo) -> ByteBuffer {
        let lengths = [text.count, photo.count].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return SDTFrame.reply(status: .success, data: lengths + text + photo)
    }

    static func readReply(_ name: String) throws -> SDTReply {
        try reply(readFrame(text: textBlock(name)))
    }

    struct NoReply: Error {}

    static func reply(_ frame: ByteBuffer) throws -> SDTReply {
        var buffer = frame
        var decoder = SDTFrameDecoder()
        guard case .reply(let reply)? = decoder.decode(buffer: &buffer) else { throw NoReply() }
        return reply
    }

    static func reply(_ status: SDTStatus, _ data: [UInt8] = []) -> SDTReply {
        SDTReply(status: status, data: ByteBuffer(bytes: data))
    }
}

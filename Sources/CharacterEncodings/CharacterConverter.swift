import Glibc

/// Bytes of one encoding to text, strictly, by the C library: nil for bytes that the encoding does not have.
///
/// Keeps a converter open, so it is used by one thread at a time. Never gives U+FFFD for bytes it does not know.
package final class CharacterConverter {
    package enum Encoding: String, CaseIterable, Sendable {
        case utf8 = "UTF-8"
        case gb18030 = "GB18030"
        case big5 = "BIG5"
        case latin1 = "ISO-8859-1"
    }

    /// Nil for UTF-8, which needs none.
    private let converter: iconv_t?

    /// Nil when this machine's C library lacks the conversion (Debian has it in libc6 or libc6-gconv-modules-extra).
    package init?(_ encoding: Encoding) {
        switch encoding {
        case .utf8: converter = nil
        case .gb18030, .big5, .latin1:
            guard let made = iconv_open("UTF-8", encoding.rawValue), made != iconv_t(bitPattern: -1) else { return nil }
            converter = made
        }
    }

    deinit { if let converter { iconv_close(converter) } }

    package func text(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard let converter, bytes.contains(where: { $0 >= 0x80 }) else {
            return String(validating: bytes, as: UTF8.self)
        }
        // One byte becomes two at most, two become at most three, four become four.
        let room = bytes.count * 2
        var isWhole = false
        let converted = [UInt8](unsafeUninitializedCapacity: room) { output, count in
            var from = bytes.bindMemory(to: CChar.self).baseAddress.map { UnsafeMutablePointer(mutating: $0) }
            var to = UnsafeMutableRawBufferPointer(output).bindMemory(to: CChar.self).baseAddress
            var (inputLeft, outputLeft) = (bytes.count, room)
            let result = iconv(converter, &from, &inputLeft, &to, &outputLeft)
            isWhole = result == 0 && inputLeft == 0
            count = room - outputLeft
        }
        guard isWhole else {
            // Forgets the character that it broke off in.
            iconv(converter, nil, nil, nil, nil)
            return nil
        }
        return String(validating: converted, as: UTF8.self)
    }
}

import Glibc

/// Bytes of one field to text, strictly: nil for bytes that the encoding does not have.
///
/// Fields can be cut before they are decoded: in GB18030 the later bytes of a character are digits, 40–7E or 80–FE
/// (GB 18030-2005, table 1), never a comma, semicolon, quote, tab or line end.
final class FieldDecoder {
    private let converter: iconv_t?

    /// Nil when this machine's C library lacks the conversion (Debian has it in libc6 or libc6-gconv-modules-extra).
    init?(_ encoding: ExtractEncoding) {
        switch encoding {
        case .utf8: converter = nil
        case .gb18030:
            guard let made = iconv_open("UTF-8", "GB18030"), made != iconv_t(bitPattern: -1) else { return nil }
            converter = made
        }
    }

    deinit { if let converter { iconv_close(converter) } }

    func text(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let converter, bytes.contains(where: { $0 >= 0x80 }) else {
            return String(validating: bytes, as: UTF8.self)
        }
        var input = bytes.map { CChar(bitPattern: $0) }
        // One byte becomes one, two become at most three, four become four.
        var output = [CChar](repeating: 0, count: input.count * 2)
        var (inputLeft, outputLeft) = (input.count, output.count)
        let result = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (input.baseAddress, output.baseAddress)
                return iconv(converter, &from, &inputLeft, &to, &outputLeft)
            }
        }
        guard result != -1, inputLeft == 0 else {
            // Forgets the character that it broke off in.
            iconv(converter, nil, nil, nil, nil)
            return nil
        }
        return String(validating: output.dropLast(outputLeft).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

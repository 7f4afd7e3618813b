import Glibc

/// What the font ROM of a Chinese printer makes of bytes.
enum ChineseText {
    /// GB18030 to text; a byte that is none becomes a replacement character.
    static func text(of bytes: [UInt8]) -> String {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return String(decoding: bytes, as: UTF8.self) }
        guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else {
            return String(repeating: "\u{FFFD}", count: bytes.count)
        }
        defer { iconv_close(converter) }
        var text = ""
        var rest = bytes
        while !rest.isEmpty {
            var output = [CChar](repeating: 0, count: rest.count * 3 + 4)
            var (inputLeft, outputLeft) = (rest.count, output.count)
            let result = rest.withUnsafeMutableBytes { input in
                output.withUnsafeMutableBufferPointer { output in
                    var (from, to) = (input.bindMemory(to: CChar.self).baseAddress, output.baseAddress)
                    return iconv(converter, &from, &inputLeft, &to, &outputLeft)
                }
            }
            text += String(decoding: output.dropLast(outputLeft).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard result == -1, inputLeft > 0 else { break }
            text += "\u{FFFD}"
            rest.removeFirst(rest.count - inputLeft + 1)
            iconv(converter, nil, nil, nil, nil)
        }
        return text
    }
}

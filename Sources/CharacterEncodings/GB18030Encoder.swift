import Glibc

/// Text to the bytes that a Chinese printer takes.
package final class GB18030Encoder {
    private let converter: iconv_t

    /// Nil when this machine's C library lacks the conversion (Debian has it in libc6 or libc6-gconv-modules-extra).
    package init?() {
        guard let made = iconv_open("GB18030", "UTF-8"), made != iconv_t(bitPattern: -1) else { return nil }
        converter = made
    }

    deinit { iconv_close(converter) }

    /// Nil for a text that it does not have.
    package func bytes(_ text: String) -> [UInt8]? {
        var input = text.utf8.map { CChar(bitPattern: $0) }
        // Two bytes of UTF-8 may become four, one becomes one, three and four become four at most.
        var output = [CChar](repeating: 0, count: input.count * 2)
        var (inputLeft, outputLeft) = (input.count, output.count)
        let result = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (input.baseAddress, output.baseAddress)
                return iconv(converter, &from, &inputLeft, &to, &outputLeft)
            }
        }
        guard result != -1, inputLeft == 0 else {
            iconv(converter, nil, nil, nil, nil)
            return nil
        }
        return output.dropLast(outputLeft).map { UInt8(bitPattern: $0) }
    }
}

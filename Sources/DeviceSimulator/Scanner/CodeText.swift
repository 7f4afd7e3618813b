import Claims
import Glibc

/// How the text of a code becomes bytes.
package enum CodeEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case gb18030

    /// The number of its extended channel interpretation.
    var eci: Int {
        switch self {
        case .utf8: 26
        case .gb18030: 32
        }
    }

    /// Throws `rehearsal.simulator-refused` for a text that this encoding does not have.
    func bytes(of text: String) throws(KioskError) -> [UInt8] {
        let input = Array(text.utf8)
        switch self {
        case .utf8: return input
        case .gb18030:
            guard let output = Self.converted(input) else {
                throw KioskError(
                    .simulatorRefused,
                    "A text cannot be written in GB18030 here",
                    remedy: "Use another text, or a scanner that sends UTF-8"
                )
            }
            return output
        }
    }

    private static func converted(_ input: [UInt8]) -> [UInt8]? {
        guard let converter = iconv_open("GB18030", "UTF-8"), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var source = input.map { CChar(bitPattern: $0) }
        // No character grows by more than a factor of four.
        var output = [CChar](repeating: 0, count: 4 * source.count)
        var (inputLeft, outputLeft) = (source.count, output.count)
        let result = source.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (source.baseAddress, output.baseAddress)
                return iconv(converter, &from, &inputLeft, &to, &outputLeft)
            }
        }
        guard result != -1, inputLeft == 0 else { return nil }
        return output.dropLast(outputLeft).map { UInt8(bitPattern: $0) }
    }
}

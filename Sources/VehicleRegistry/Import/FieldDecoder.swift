import CharacterEncodings
import Claims

/// Bytes of one field to text, strictly: nil for bytes that the encoding does not have.
///
/// Fields can be cut before they are decoded: in GB18030 the later bytes of a character are digits, 40–7E or 80–FE
/// (GB 18030-2005, table 1), never a comma, semicolon, quote, tab or line end.
struct FieldDecoder {
    private let converter: CharacterConverter

    /// Nil when this machine's C library lacks the conversion (Debian has it in libc6 or libc6-gconv-modules-extra).
    init?(_ encoding: ExtractEncoding) {
        let converter =
            switch encoding {
            case .utf8: CharacterConverter(.utf8)
            case .gb18030: CharacterConverter(.gb18030)
            }
        guard let converter else { return nil }
        self.converter = converter
    }

    func text(_ bytes: ArraySlice<UInt8>) -> String? { bytes.withUnsafeBytes { converter.text($0) } }
}

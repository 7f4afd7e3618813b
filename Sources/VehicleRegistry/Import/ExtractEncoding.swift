import Claims

/// The two encodings in which extracts come.
package enum ExtractEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// GB 18030, which holds GBK and GB 2312.
    case gb18030
}

extension ExtractEncoding {
    /// What a file is read as, and how many bytes of byte order mark come before its first line.
    ///
    /// A mark decides. Without one, a file that is valid UTF-8 to its last byte is UTF-8, because Chinese text in
    /// GB18030 hardly ever is; everything else is GB18030, and wrong bytes show up as bad lines. Reads the file once.
    ///
    /// Throws `registry.extract-unreadable`, also for UTF-16.
    static func detect(_ file: ReadOnlyFile, forced: Self?) throws(KioskError) -> (encoding: Self, mark: Int) {
        let start = try file.bytes(at: 0, count: 4)
        for sign in [[0xFE, 0xFF], [0xFF, 0xFE]] as [[UInt8]] where start.starts(with: sign) {
            throw KioskError(
                .registryExtractUnreadable,
                "\(file.path) is UTF-16",
                remedy: "Save it as CSV in UTF-8 or GB18030."
            )
        }
        if start.starts(with: [0xEF, 0xBB, 0xBF]), forced != .gb18030 { return (.utf8, 3) }
        if start.starts(with: [0x84, 0x31, 0x95, 0x33]), forced != .utf8 { return (.gb18030, 4) }
        if let forced { return (forced, 0) }
        return (try isUTF8(file) ? .utf8 : .gb18030, 0)
    }

    private static func isUTF8(_ file: ReadOnlyFile) throws(KioskError) -> Bool {
        var offset = 0
        var carried: [UInt8] = []
        while true {
            let piece = try file.bytes(at: offset, count: 1 << 18)
            if piece.isEmpty { return carried.isEmpty }
            offset += piece.count
            let bytes = carried + piece
            // A character may go on in the next piece: its first byte is one of the last three.
            let cut =
                bytes.indices.suffix(3).last { bytes[$0] >= 0xC0 }
                .flatMap { first in bytes.count - first < length(of: bytes[first]) ? first : nil }
                ?? bytes.count
            guard String(validating: bytes[..<cut], as: UTF8.self) != nil else { return false }
            carried = Array(bytes[cut...])
        }
    }

    /// Bytes of the character that begins with this byte.
    private static func length(of first: UInt8) -> Int { first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2 }
}

package import Claims

/// Part of a file, as the header `range` asks for it (RFC 9110 §14).
package struct ByteRange: Equatable {
    package let first: Int64
    package let last: Int64

    package var count: Int64 { last - first + 1 }

    /// Nil for the whole: also where the header asks for several parts, or cannot be understood.
    ///
    /// Throws `file.range` when the file has nothing of what is asked for.
    package static func wanted(_ header: String?, of size: Int64) throws(KioskError) -> ByteRange? {
        guard let header, header.hasPrefix("bytes=") else { return nil }
        let ends = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        let range: ByteRange
        if ends[0].isEmpty {
            guard let count = Int64(ends[1]), count >= 0 else { return nil }
            range = ByteRange(first: max(0, size - count), last: size - 1)
        } else {
            guard let first = Int64(ends[0]), first >= 0 else { return nil }
            guard let last = ends[1].isEmpty ? .max : Int64(ends[1]), last >= first else { return nil }
            range = ByteRange(first: first, last: min(last, size - 1))
        }
        guard range.first < size, range.count > 0 else {
            throw KioskError(
                .fileRange,
                "The file has \(size) bytes, and none of those that are asked for.",
                remedy: "Ask for the file from its beginning."
            )
        }
        return range
    }
}

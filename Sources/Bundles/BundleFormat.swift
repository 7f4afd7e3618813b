import Claims

/// How a bundle file is written, `docs/queue.md`.
///
/// Lines of UTF-8, each ended by a line feed. The first is `magic`. Every other one begins with 16 hexadecimal digits
/// and a space: the start of a running hash over the JSON of all lines up to and with this one, so that the first line
/// that was changed is known. Then, on the second line, the header; on each further line one entry; on the last line
/// `end` and the signature over the running hash, or `end unsigned`.
enum BundleFormat {
    static let magic = "recycling-kiosk bundle 1"
    static let family = "recycling-kiosk bundle "
    static let end = "end "
    static let unsigned = "unsigned"
    static let checkDigits = 16
    /// Bytes: a claim's document has at most 256 KiB, a piece of a photo 256 KiB in base64.
    static let longestLine = 512 * 1_024
    /// Bytes of a header.
    static let longestHeader = 64 * 1_024

    static func notABundle() -> KioskError {
        KioskError(
            .bundleNotOne,
            "this is no bundle of a kiosk or a central",
            remedy:
                "Take the file that kioskctl or kiosk-central wrote, as it is: not packed, not renamed by a mail program."
        )
    }

    static func newer() -> KioskError {
        KioskError(
            .bundleNewer,
            "the bundle was written by a newer version",
            remedy: "Bring this machine's programs to that version first."
        )
    }

    static func otherLineEnds() -> KioskError {
        KioskError(
            .bundleChanged,
            "the line ends of the bundle were changed: it has CR LF where it was written with LF",
            remedy:
                "Nothing was taken. Copy the file as it is: not through an editor, a mail program or a transfer as text."
        )
    }

    static func malformed(_ why: String, line: Int) -> KioskError {
        KioskError(
            .bundleMalformed,
            "line \(line) of the bundle cannot be read: \(why)",
            remedy: "Nothing was taken. Copy the file again; if it stays, export it again."
        )
    }

    static func changed(line: Int) -> KioskError {
        KioskError(
            .bundleChanged,
            "line \(line) of the bundle is not as it was written, or one before it was taken out",
            remedy: "Nothing was taken. Copy the file again; if it stays, export it again on another stick."
        )
    }

    static func truncated(line: Int) -> KioskError {
        KioskError(
            .bundleTruncated,
            "the bundle ends after line \(line), before its end",
            remedy: "Nothing was taken. Copy the file again and take the stick out only when the program says so."
        )
    }

    static func tooLarge(_ limit: Int64) -> KioskError {
        KioskError(
            .bundleTooLarge,
            "the bundle is larger than \(limit) bytes",
            remedy: "Check that it is the right file; carry what waits in several exports."
        )
    }
}

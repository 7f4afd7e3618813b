/// The container of a snapshot, version 2. Numbers are big-endian.
///
/// | bytes | what |
/// | --- | --- |
/// | 8 | `KIOSKREG` |
/// | 4 | length *n* of the header, at most 8 MiB |
/// | *n* | the header: JSON, keys sorted, no white space; see `SnapshotHeader` |
/// | 64 | signature over everything before it, ECDSA P-256 with SHA-256, r then s |
/// | 72 × count | records, ascending by their key; see `SnapshotRecord` |
///
/// The header names the SHA-256 of the records, so the one signature covers the whole file.
///
/// Why no SQLite file: the snapshot travels on sticks and networks, and a kiosk must not parse what it has not
/// verified. Here nothing is read but two lengths until the signature holds; after that every record lies where
/// arithmetic says, a look-up is a handful of pread(2) calls, there is no page tree, schema or statement that a forged
/// file could turn against the reader, no journal beside the file, and nothing to cache in memory.
enum SnapshotFormat {
    /// 2 has the flag of a company as the owner. Files of version 1 have zeros there and are read as before.
    static let version = 2
    static let magic = Array("KIOSKREG".utf8)
    static let lengthSize = 4
    static let signatureSize = 64
    static let maximumHeader = 8 << 20
    static let recordSize = 72
    /// Ten times the vehicles of a large city.
    static let maximumRecords = 10_000_000
    /// Index 0 means none, so one less than two bytes count.
    static let maximumModels = 65_535
    static let maximumKinds = 255
    /// UTF-8 bytes of a model's name.
    static let maximumModelBytes = 96
    /// Records that one pread(2) fetches at the end of a search: just under a page.
    static let recordsAtOnce = 56

    /// What the signature is made over.
    static func signedPart(header: [UInt8]) -> [UInt8] {
        let length = UInt32(header.count)
        return magic + (0..<lengthSize).map { UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * $0)) } + header
    }
}

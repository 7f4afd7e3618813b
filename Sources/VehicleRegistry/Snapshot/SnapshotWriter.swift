import Claims
import Crypto
import Sealing

/// Writes a snapshot from records that are in order.
enum SnapshotWriter {
    /// Puts the whole file in the place of `target`, or leaves that as it is.
    ///
    /// - Parameter header: makes the header from the hash of the records.
    /// - Returns: the file's size in bytes.
    ///
    /// Throws `registry.not-written`, and `internal.fault` if signing fails.
    static func write(
        _ records: RecordTable.Ordered,
        to target: String,
        signedWith key: SigningKey,
        header: (_ bodyHash: String) -> SnapshotHeader
    ) throws(KioskError) -> Int {
        var hash = SHA256()
        for bytes in records { hash.update(data: bytes) }
        let head = SnapshotFormat.signedPart(header: try json(header(hex(hash.finalize()))))
        let signature = try key.sign(head)
        var file = try ReplacementFile(replacing: target)
        try file.write(head)
        try file.write(signature)
        for bytes in records { try file.write(bytes) }
        try file.takeItsPlace()
        return head.count + signature.count + records.count * SnapshotFormat.recordSize
    }

    /// Lower-case.
    static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { $0 < 0x10 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }

    private static func json(_ header: SnapshotHeader) throws(KioskError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try header.json()
        } catch {
            throw KioskError(
                .internalFault,
                "The snapshot's header could not be written.",
                remedy: "Report this with the first line of the extract.",
                cause: error
            )
        }
        guard bytes.count <= SnapshotFormat.maximumHeader else {
            throw KioskError(
                .registryNotWritten,
                "the names of all models take \(bytes.count) bytes, more than \(SnapshotFormat.maximumHeader)",
                remedy: "Leave the model column out of the extract."
            )
        }
        return bytes
    }
}

import Claims
import Crypto
import Sealing

/// A snapshot file whose signature, sizes and bytes were found right.
struct VerifiedFile: Sendable {
    let header: SnapshotHeader
    let file: ReadOnlyFile
    /// Where the first record lies.
    let bodyOffset: Int

    /// Reads the whole file once, in pieces of 256 KiB.
    ///
    /// Throws `registry.unreadable`, `registry.damaged`, `registry.wrong-signature` and `registry.newer-format`.
    init(_ path: String, key: VerificationKey) throws(KioskError) {
        file = try ReadOnlyFile(path, code: .registryUnreadable, remedy: Self.readRemedy)
        let start = try file.bytes(at: 0, count: SnapshotFormat.magic.count + SnapshotFormat.lengthSize)
        guard start.starts(with: SnapshotFormat.magic), start.count == 12 else {
            throw Self.damaged(path, "is no registry snapshot")
        }
        let length = start[8...].reduce(0) { $0 << 8 | Int($1) }
        bodyOffset = start.count + length + SnapshotFormat.signatureSize
        guard length <= SnapshotFormat.maximumHeader, bodyOffset <= file.size else {
            throw Self.damaged(path, "ends within its header")
        }
        let rest = try file.bytes(at: start.count, count: length + SnapshotFormat.signatureSize)
        guard key.isValid(Array(rest.dropFirst(length)), for: start + rest.prefix(length)) else {
            throw KioskError(
                .registryWrongSignature,
                "\(path) is not signed by the key \(key.fingerprint), or was changed after it was signed",
                remedy: "Check which public key is set; take the snapshot from the central again."
            )
        }
        do throws(SnapshotHeader.Problem) {
            header = try SnapshotHeader(json: Array(rest.prefix(length)))
        } catch {
            switch error {
            case .newerFormat(let format):
                throw KioskError(
                    .registryNewerFormat,
                    "\(path) has format \(format), this program reads \(SnapshotFormat.version)",
                    remedy: "Update this program, or import the extract with the older version."
                )
            case .malformed: throw Self.damaged(path, "has a signed header that cannot be read")
            }
        }
        try checkBody()
    }

    private func checkBody() throws(KioskError) {
        let size = header.count * SnapshotFormat.recordSize
        guard file.size == bodyOffset + size else {
            throw Self.damaged(file.path, "has \(file.size) bytes where its header says \(bodyOffset + size)")
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var hash = SHA256()
        var offset = bodyOffset
        while true {
            let count = try file.read(at: offset, into: buffer)
            if count == 0 { break }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
        }
        guard header.bodyHash == SnapshotWriter.hex(hash.finalize()), file.isUnchanged else {
            throw Self.damaged(file.path, "holds other records than those that were signed")
        }
    }

    static func damaged(_ path: String, _ what: String) -> KioskError {
        KioskError(
            .registryDamaged,
            "\(path) \(what)",
            remedy: "Copy the snapshot again, whole, under another name in the same folder, and rename it into place."
        )
    }

    private static let readRemedy =
        "Check the path and who may read it; copy the snapshot again; look at journalctl -k for disk errors."
}

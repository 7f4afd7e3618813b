import Bundles
import Claims
import Glibc
import NIOCore
import NIOPosix
import Outbox
import QueueServer
import Sealing
import WireAPI

extension StoreQueueDesk {
    func backup(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        // Taken down before the copy, so that the copy has it.
        try await store.audit(entry("store.backup", actor))
        let copy = try TemporaryCopy(in: stateDirectory)
        let end = try await store.copy(to: copy.path)
        let content = try await NIOThreadPool.singleton.runIfActive { try copy.measure() }
        let header = BackupHeader(
            kioskId: store.kiosk.text,
            rehearsal: isRehearsal,
            createdAt: now().description,
            bytes: content.bytes,
            sha256: content.sha256,
            lastSequence: end.sequence,
            lastHash: end.hash
        )
        let pieces = CopyPieces(start: try BackupFile.start(header), copy: copy)
        return AsyncThrowingStream { try await pieces.next() }
    }

    func endProgramme(by actor: QueueActor) async throws -> [UInt8] {
        let end = try await store.endProgramme(entry("programme.end", actor))
        try await neighbours.wipePhotos()
        var proof = WipeProof(
            kioskId: store.kiosk.text,
            at: end.at.description,
            first: end.lastSequence == 0 ? 0 : 1,
            last: end.lastSequence,
            hash: end.lastHash,
            claims: end.lastSequence,
            paid: end.paid,
            refused: end.refused,
            withdrawn: end.withdrawn
        )
        if let key = neighbours.trust().signing {
            proof.signature = try MessageSignature(of: .wipe, try CanonicalJSON.encode(proof), by: key).text
        }
        return try CanonicalJSON.encode(proof)
    }
}

/// The store's copy while it is handed out; it goes with this object.
private final class TemporaryCopy: Sendable {
    let path: String

    /// SQLite fills a file that is there and empty, and keeps its mode.
    init(in folder: String) throws(KioskError) {
        path = "\(folder)/copy.part"
        unlink(path)
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        let reason = errno
        guard descriptor >= 0 else {
            throw KioskError(
                reason == ENOSPC ? .storeDiskFull : .storeFailed,
                "the copy \(path) cannot be made: \(String(cString: strerror(reason)))",
                remedy: "Look at the state folder's disk and owner. The store is as it was."
            )
        }
        close(descriptor)
    }

    deinit { unlink(path) }

    func measure() throws -> (bytes: Int64, sha256: String) {
        var hash = ContentHasher()
        var bytes: Int64 = 0
        try BundleFile.read(path) { piece in
            hash.add(piece)
            bytes += Int64(piece.count)
        }
        return (bytes, hash.text)
    }
}

private actor CopyPieces {
    private var start: [UInt8]?
    private let copy: TemporaryCopy
    private var file: BundleFile?

    init(start: [UInt8], copy: TemporaryCopy) {
        self.start = start
        self.copy = copy
    }

    func next() throws -> ByteBuffer? {
        if let first = start {
            start = nil
            file = try BundleFile(copy.path)
            return ByteBuffer(bytes: first)
        }
        return try file?.next().map { ByteBuffer(bytes: $0) }
    }
}

import Bundles
import Claims
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
        let end = try await store.copy(to: copy.draft)
        copy.hide()
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

    func endProgramme(despiteOpen: Bool, by actor: QueueActor) async throws -> [UInt8] {
        // Photos that cannot be deleted now would outlive what says that everything was wiped.
        if let missing = neighbours.photosMissing() { throw missing }
        let detail = despiteOpen ? "despite open claims" : nil
        let end = try await store.endProgramme(despiteOpen: despiteOpen, entry("programme.end", actor, detail: detail))
        try await neighbours.wipePhotos()
        TemporaryCopy.removeLeftovers(in: stateDirectory)
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

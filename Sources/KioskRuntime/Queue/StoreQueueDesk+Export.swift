import Bundles
import Claims
import CrashPoints
import NIOCore
import Outbox
import QueueServer
import WireAPI

extension StoreQueueDesk {
    func exportQueue(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        let trust = neighbours.trust()
        let sequences = try await store.unsentSequences()
        let (photos, missing) = Self.readable(try await neighbours.photos())
        let header = try BundleHeader(
            kind: .claims,
            kiosk: store.kiosk,
            createdAt: now(),
            count: Int64(sequences.count),
            rehearsal: isRehearsal,
            signedBy: trust.signing,
            head: try await head(),
            after: try await store.syncState().cursor
        )
        let gone = missing == 0 ? "" : ", \(missing) not readable"
        let detail = "\(sequences.count) claims, \(photos.count) photos\(gone)"
        try await store.audit(entry("queue.export", actor, detail: detail))
        CrashPoint.bundleBegun.pass()
        let pages = ClaimPages(store: store, sequences: sequences)
        let pieces = PhotoPieces(photos: photos)
        let producer = BundleProducer(BundleWriter(header, signedBy: trust.signing)) {
            if let claims = try await pages.next() { return claims }
            return try await pieces.next()
        }
        return Self.stream(producer)
    }

    func exportChain(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        let trust = neighbours.trust()
        let head = try await head()
        let header = try BundleHeader(
            kind: .chain,
            kiosk: store.kiosk,
            createdAt: now(),
            count: head.sequence,
            rehearsal: isRehearsal,
            signedBy: trust.signing,
            head: head
        )
        try await store.audit(entry("chain.export", actor, detail: "\(head.sequence) claims"))
        let pages = LinkPages(store: store, last: head.sequence)
        return Self.stream(BundleProducer(BundleWriter(header, signedBy: trust.signing)) { try await pages.next() })
    }

    /// Those that can be read, and how many cannot.
    private static func readable(_ photos: [WaitingPhoto]) -> (photos: [WaitingPhoto], missing: Int) {
        let readable = photos.filter { FilePiece.read($0.path, at: 0, 1).map { !$0.bytes.isEmpty } ?? false }
        return (readable, photos.count - readable.count)
    }

    private static func stream(_ producer: BundleProducer) -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { try await producer.next().map { ByteBuffer(bytes: $0) } }
    }

    func head() async throws -> ChainHead {
        let extent = try await store.extent()
        return ChainHead(
            kioskId: store.kiosk.text,
            sequence: extent.lastSequence,
            hash: extent.lastHash,
            at: now().description
        )
    }
}

/// The documents of given claims, some at a time.
private actor ClaimPages {
    private let store: ClaimStore
    private var sequences: ArraySlice<Int64>

    init(store: ClaimStore, sequences: [Int64]) {
        self.store = store
        self.sequences = sequences[...]
    }

    func next() async throws -> [BundleEntry]? {
        guard let first = sequences.first else { return nil }
        let links = try await store.links(from: first, limit: 50)
        let wanted = Set(sequences.prefix(50))
        var entries: [BundleEntry] = []
        for link in links where wanted.contains(link.sequence) {
            guard let document = link.document else { continue }
            entries.append(.claim(document))
        }
        guard let last = links.last?.sequence else { return nil }
        sequences = sequences.drop { $0 <= last }
        return entries
    }
}

/// The whole chain, some links at a time.
private actor LinkPages {
    private let store: ClaimStore
    private let last: Int64
    private var next: Int64 = 1

    init(store: ClaimStore, last: Int64) {
        self.store = store
        self.last = last
    }

    func next() async throws -> [BundleEntry]? {
        guard next <= last else { return nil }
        let links = try await store.links(from: next, limit: 50).prefix { $0.sequence <= last }
        guard let end = links.last?.sequence else { return nil }
        next = end + 1
        return links.flatMap { link in
            let entry = ChainLinkEntry(
                sequence: link.sequence,
                claimId: link.claimID.text,
                previous: link.previousHash,
                hash: link.hash
            )
            return [BundleEntry.link(entry)] + (link.document.map { [.claim($0)] } ?? [])
        }
    }
}

/// Photos from their files, one piece at a time. One that is gone meanwhile was sent, or is missing, and is left out.
private actor PhotoPieces {
    private var photos: ArraySlice<WaitingPhoto>
    private var offset: Int64 = 0

    init(photos: [WaitingPhoto]) { self.photos = photos[...] }

    func next() throws -> [BundleEntry]? {
        while let photo = photos.first {
            if let (bytes, length) = FilePiece.read(photo.path, at: offset, PhotoPiece.longest), !bytes.isEmpty {
                let piece = PhotoPiece(
                    claimId: photo.claimID,
                    sha256: photo.sha256,
                    offset: offset,
                    length: length,
                    bytes: bytes
                )
                offset += Int64(bytes.count)
                return [.photo(piece)]
            }
            photos = photos.dropFirst()
            offset = 0
        }
        return nil
    }
}

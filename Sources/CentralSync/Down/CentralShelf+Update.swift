import Claims
import Dispatch
import NIOHTTP1
import Sealing
import WireAPI

extension CentralShelf {
    /// Bytes of one piece.
    static let piece: Int64 = 256 << 10

    /// Gets what the central has for kiosks now. The files to use when they are others than before; nil when they are
    /// the same.
    ///
    /// Throws the `central.*` codes and what `admit` throws, which looks at the whole files before they are used; the
    /// files that were in use stay so then.
    func update(
        from queries: CentralQueries,
        admit: @escaping Admission
    ) async throws(KioskError) -> SyncManifest? {
        let kept = try await Self.blocking { () throws(KioskError) -> Kept? in self.kept() }
        var headers = HTTPHeaders()
        if let tag = kept?.tag { headers.add(name: "if-none-match", value: tag) }
        let reply = try await queries.send(.GET, "/v1/manifest", headers, limit: Self.longestManifest)
        if reply.status == 304, let kept {
            try await Self.blocking { () throws(KioskError) in sweep(keeping: kept.manifest.items) }
            return nil
        }
        _ = try queries.signed(reply, as: .manifest)
        guard let signature = reply.headers.first(name: MessageSignature.header).flatMap({ MessageSignature($0) })
        else {
            throw CentralQueries.notUnderstood("its list of files is not signed")
        }
        let manifest = try Self.parse(reply.body)
        try await Self.blocking { () throws(KioskError) in
            sweep(keeping: manifest.items + (kept?.manifest.items ?? []))
        }
        for item in manifest.items where try await Self.blocking({ () throws(KioskError) -> Bool in !has(item) }) {
            try await fetch(item, from: queries)
        }
        if manifest != kept?.manifest {
            try await Self.blocking { () throws(KioskError) in
                do throws(KioskError) { try admit(manifest) } catch {
                    sweep(keeping: manifest.items + (kept?.manifest.items ?? []))
                    throw error
                }
            }
        }
        // A header of a hundred characters is a tag; anything longer is not worth keeping.
        let tag = reply.headers.first(name: "etag").flatMap { $0.utf8.count <= 200 ? $0 : nil }
        try await Self.blocking { () throws(KioskError) in
            try keep(manifest, signed: reply.body, signature, tag: tag)
        }
        return manifest == kept?.manifest ? nil : manifest
    }

    private func fetch(_ item: SyncManifest.Item, from queries: CentralQueries) async throws(KioskError) {
        try makeSure(ofRoomFor: item)
        var offset = received(of: item)
        while offset < item.bytes {
            let last = min(offset + Self.piece, item.bytes) - 1
            let reply = try await queries.send(
                .GET,
                "/v1/files/\(item.sha256)",
                ["range": "bytes=\(offset)-\(last)"],
                limit: Int(Self.piece)
            )
            // Without a range, only when the whole file is one piece.
            guard reply.status == 206 || (reply.status == 200 && offset == 0 && last == item.bytes - 1) else {
                throw CentralQueries.refusal(reply)
            }
            guard reply.body.count == last - offset + 1 else {
                throw CentralQueries.notUnderstood("a piece of \(item.name) has another length than was asked for")
            }
            try await Self.blocking { () throws(KioskError) in try append(reply.body, to: item) }
            offset = last + 1
        }
        try await Self.blocking { () throws(KioskError) in try finish(item) }
    }

    private static let queue = DispatchQueue(label: "central-files")

    /// Disks block.
    private static func blocking<Value: Sendable>(
        _ work: @escaping @Sendable () throws(KioskError) -> Value
    ) async throws(KioskError) -> Value {
        let result: Result<Value, KioskError> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result { () throws(KioskError) in try work() }) }
        }
        return try result.get()
    }
}

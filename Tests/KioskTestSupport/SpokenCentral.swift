package import Claims
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
package import Sealing
package import Synchronization
package import WireAPI

/// A central on loopback that says what the test put into it, signed by a key of its own.
package final class SpokenCentral: Sendable {
    package struct State: Sendable {
        package var changes: [ClaimChange] = []
        package var chain = KioskChain(
            highest: 0,
            count: 0,
            missing: [],
            hash: String(repeating: "0", count: 64),
            epoch: "first"
        )
        package var links: [ChainEntry] = []
        /// Whether it says with the links what it was told of the chain's end: an older one did not.
        package var tellsEndWithLinks = true
        package var toldHash = String(repeating: "e", count: 64)
        package var at = "2025-03-10T10:00:00.000+08:00"
        package var pageSize = 500
        package var heads: [ChainHead] = []
        package var headSignatures: [String?] = []
        package var items: [SyncManifest.Item] = []
        package var files: [String: [UInt8]] = [:]
        /// By name: what arrived, and the whole size.
        package var photos: [String: (got: [UInt8], length: Int)] = [:]
        /// Answers to photos before anything is looked at: a status and a body.
        package var refusals: [String: (Int, KioskError.Code)] = [:]
        package var signs = true
        package var log: [String] = []
        /// Called with each line of the log and its number, before the answer; what it gives is the status of a refusal.
        package var meddle: (@Sendable (String, Int) -> Int?)?
    }

    package let key: SigningKey
    package let state = Mutex(State())

    package init(key: SigningKey = SigningKey()) { self.key = key }

    package var log: [String] { state.withLock { $0.log } }

    /// Serves while the body runs.
    package func serve<Value: Sendable>(_ body: @Sendable (_ url: String) async throws -> Value) async throws -> Value {
        let router = Router()
        router.get("/v1/kiosks/{id}/changes") { request, context in
            try self.changes(request, of: try context.parameters.require("id"))
        }
        router.get("/v1/kiosks/{id}/chain") { request, context in
            try self.chain(request, of: try context.parameters.require("id"))
        }
        router.put("/v1/kiosks/{id}/head") { request, _ in try await self.head(request) }
        router.get("/v1/manifest") { request, _ in try self.manifest(request) }
        router.get("/v1/files/{hash}") { request, context in
            try self.file(request, try context.parameters.require("hash"))
        }
        router.get("/v1/photos/{hash}") { request, context in
            try self.photo(request, try context.parameters.require("hash"))
        }
        router.patch("/v1/photos/{hash}") { request, context in
            try await self.piece(request, try context.parameters.require("hash"))
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "central")
        logger.logLevel = .critical
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            for await port in ports { return try await body("http://127.0.0.1:\(port)") }
            throw CancellationError()
        }
    }

    private func note(_ request: Request) throws {
        let range = request.headers[.range].map { " " + $0 } ?? ""
        let line = "\(request.method) \(request.uri.path)\(request.uri.query.map { "?" + $0 } ?? "")\(range)"
        let (meddle, number) = state.withLock { state in
            state.log.append(line)
            return (state.meddle, state.log.count)
        }
        if let status = meddle?(line, number) { throw HTTPError(.init(code: status)) }
    }

    private func signed(_ value: some Encodable, as kind: MessageSignature.Kind) throws -> Response {
        let body = try CanonicalJSON.encode(value)
        let signs = state.withLock { $0.signs }
        let signature = try MessageSignature(of: kind, body, by: signs ? key : SigningKey())
        return Response(
            status: .ok,
            headers: [try name(MessageSignature.header): signature.text],
            body: .init(byteBuffer: ByteBuffer(bytes: body))
        )
    }

    private func name(_ text: String) throws -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { throw HTTPError(.internalServerError) }
        return name
    }

    private func changes(_ request: Request, of kiosk: String) throws -> Response {
        try note(request)
        let wanted = request.uri.queryParameters["after"].flatMap { Int($0) } ?? 0
        let page = state.withLock { state in
            let after = wanted <= state.changes.count ? wanted : 0
            let rest = state.changes.dropFirst(after)
            let page = Array(rest.prefix(state.pageSize))
            return ChangePage(
                kioskId: kiosk,
                changes: page,
                since: after == wanted ? request.uri.queryParameters["after"].map { String($0) } : nil,
                cursor: "\(after + page.count)",
                more: rest.count > page.count,
                at: state.at,
                chain: state.chain
            )
        }
        return try signed(page, as: .changes)
    }

    private func chain(_ request: Request, of kiosk: String) throws -> Response {
        try note(request)
        let after = request.uri.queryParameters["after"].flatMap { Int64($0) } ?? 0
        let page = state.withLock { state in
            let rest = state.links.filter { $0.sequence > after }
            let page = Array(rest.prefix(state.pageSize))
            var answer = ChainPage(kioskId: kiosk, entries: page, more: rest.count > page.count)
            if !answer.more, state.tellsEndWithLinks, let told = state.chain.told {
                answer.told = ChainPage.Told(sequence: told, hash: state.toldHash)
            }
            return answer
        }
        return try signed(page, as: .changes)
    }

    private func head(_ request: Request) async throws -> Response {
        try note(request)
        let bytes = try await request.body.collect(upTo: 10_000)
        let head = try JSONDecoder().decode(ChainHead.self, from: Data(bytes.readableBytesView))
        let signature = request.headers[try name(MessageSignature.header)]
        let chain = state.withLock { state in
            state.heads.append(head)
            state.chain.told = head.sequence
            state.headSignatures.append(signature)
            return state.chain
        }
        return try signed(chain, as: .changes)
    }

    private func manifest(_ request: Request) throws -> Response {
        try note(request)
        let items = state.withLock { $0.items }
        let tag = "\"\(ContentHash.sha256(of: try CanonicalJSON.encode(items)).prefix(16))\""
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified) }
        var response = try signed(SyncManifest(items: items), as: .manifest)
        response.headers[.eTag] = tag
        return response
    }

    private func file(_ request: Request, _ hash: String) throws -> Response {
        try note(request)
        guard let file = state.withLock({ $0.files[hash] }) else { throw HTTPError(.notFound) }
        let bounds = (request.headers[.range] ?? "").split(whereSeparator: { "=-".contains($0) }).compactMap { Int($0) }
        guard bounds.count == 2, bounds[0] <= bounds[1], bounds[1] < file.count else { throw HTTPError(.badRequest) }
        return Response(
            status: .partialContent,
            body: .init(byteBuffer: ByteBuffer(bytes: file[bounds[0]...bounds[1]]))
        )
    }

    private func photo(_ request: Request, _ name: String) throws -> Response {
        try note(request)
        if let refusal = state.withLock({ $0.refusals[name] }) { return try refused(refusal) }
        return try progress(name)
    }

    private func piece(_ request: Request, _ name: String) async throws -> Response {
        let bytes = Array(try await request.body.collect(upTo: 300_000).readableBytesView)
        try note(request)
        if let refusal = state.withLock({ $0.refusals["PATCH" + name] ?? $0.refusals[name] }) {
            return try refused(refusal)
        }
        let offset = request.headers[try self.name("upload-offset")].flatMap { Int($0) }
        let length = request.headers[try self.name("upload-length")].flatMap { Int($0) } ?? 0
        guard request.headers[try self.name("claim-id")] != nil else { throw HTTPError(.badRequest) }
        let fits = state.withLock { state in
            var photo = state.photos[name] ?? ([], length)
            guard offset == photo.got.count else { return false }
            photo.got += bytes
            state.photos[name] = photo
            return true
        }
        return fits ? try progress(name) : try refused((409, KioskError.Code("photo.offset")))
    }

    private func progress(_ name: String) throws -> Response {
        let photo = state.withLock { $0.photos[name] }
        let progress = PhotoProgress(
            received: Int64(photo?.got.count ?? 0),
            complete: photo.map { $0.got.count == $0.length } ?? false
        )
        return try signed(progress, as: .answers)
    }

    private func refused(_ refusal: (Int, KioskError.Code)) throws -> Response {
        let body = ErrorBody(KioskError(refusal.1, "no", remedy: "Look at it."))
        return Response(
            status: .init(code: refusal.0),
            body: .init(byteBuffer: ByteBuffer(bytes: try CanonicalJSON.encode(body)))
        )
    }
}

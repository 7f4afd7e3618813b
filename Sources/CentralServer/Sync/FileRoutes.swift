import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import Sealing
import WireAPI

/// The list of the files that kiosks use, and the files.
struct FileRoutes: Sendable {
    /// Nil when this central offers none: the list is empty.
    let shelf: FileShelf?
    let signer: AnswerSigner

    func manifest(_ request: Request) async throws -> Response {
        let manifest = await shelf?.manifest() ?? SyncManifest(items: [])
        let body = Array(try JSONMessage.encode(manifest).readableBytesView)
        let tag = "\"\(ContentHash.sha256(of: body))\""
        if Self.knows(tag, request) { return Self.unchanged(tag) }
        var response = try signer.json(manifest, as: .manifest)
        response.headers[.eTag] = tag
        return response
    }

    func file(_ sha256: String, _ request: Request) async throws -> Response {
        guard Hash.isOne(sha256), let file = await shelf?.file(sha256) else {
            throw KioskError(
                .fileUnknown,
                "No file with this hash is offered, or not any more.",
                remedy: "Ask for the list of files again: it changed."
            )
        }
        let tag = "\"\(sha256)\""
        if Self.knows(tag, request) { return Self.unchanged(tag) }
        let range = try ByteRange.wanted(request.headers[.range], of: file.bytes)
        var headers: HTTPFields = [
            .contentType: "application/octet-stream", .eTag: tag, .acceptRanges: "bytes", .cacheControl: "no-cache",
        ]
        if let range { headers[.contentRange] = "bytes \(range.first)-\(range.last)/\(file.bytes)" }
        let (first, count) = range.map { ($0.first, $0.count) } ?? (0, file.bytes)
        return Response(
            status: range == nil ? .ok : .partialContent,
            headers: headers,
            body: ResponseBody(contentLength: Int(count)) { writer in
                var sent: Int64 = 0
                while sent < count {
                    let piece = try await file.read(from: first + sent, count: Int(min(count - sent, 1 << 20)))
                    try await writer.write(ByteBuffer(bytes: piece))
                    sent += Int64(piece.count)
                }
                try await writer.finish(nil)
            }
        )
    }

    private static func knows(_ tag: String, _ request: Request) -> Bool {
        request.headers[.ifNoneMatch]?.split(separator: ",").contains { $0.trimmingWhitespace() == tag } ?? false
    }

    private static func unchanged(_ tag: String) -> Response {
        Response(status: .notModified, headers: [.eTag: tag, .cacheControl: "no-cache"])
    }
}

extension Substring {
    fileprivate func trimmingWhitespace() -> Substring {
        drop { $0 == " " }.prefix { $0 != " " }
    }
}

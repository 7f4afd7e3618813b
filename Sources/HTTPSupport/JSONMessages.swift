import Claims
import HTTPTypes
package import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Response {
    /// A JSON body with sorted keys, never cached.
    package static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: try JSONMessage.encode(value))
        )
    }
}

extension Request {
    /// The body as JSON; an empty body counts as `{}`. Throws `request.malformed` or `request.too-large`.
    package func json<Value: Decodable>(_ type: Value.Type, upTo limit: Int = 64 * 1_024) async throws -> Value {
        let body = try await bytes(upTo: limit)
        do {
            return try JSONDecoder().decode(type, from: body.isEmpty ? Data("{}".utf8) : Data(body))
        } catch {
            throw KioskError(
                .requestMalformed,
                "the body is not the JSON object that this request takes",
                remedy: "see the API's description in docs/openapi"
            )
        }
    }

    /// The whole body. Throws `request.too-large` beyond `limit` bytes.
    package func bytes(upTo limit: Int) async throws -> [UInt8] {
        // Said beforehand: nothing of it is read.
        if let said = headers[.contentLength].flatMap({ Int($0) }), said > limit { throw Self.tooLarge(limit) }
        do {
            return Array((try await body.collect(upTo: limit)).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(limit)
        }
    }

    private static func tooLarge(_ limit: Int) -> KioskError {
        KioskError(.requestTooLarge, "the body is larger than \(limit) bytes", remedy: "send a smaller body")
    }
}

package enum JSONMessage {
    /// With sorted keys, so that equal values are equal bytes.
    package static func encode(_ value: some Encodable) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: try encoder.encode(value))
    }
}

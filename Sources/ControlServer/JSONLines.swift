import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// One JSON object a line, sent as it comes about.
enum JSONLines {
    static func response<Value: Encodable & Sendable>(to request: Request, of values: AsyncStream<Value>) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    for await value in values.cancelOnGracefulShutdown() {
                        var line = try JSONMessage.encode(value)
                        line.writeInteger(UInt8(ascii: "\n"))
                        try await writer.write(line)
                    }
                }
                try await writer.finish(nil)
            }
        )
    }
}

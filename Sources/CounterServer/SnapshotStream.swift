import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import WireAPI

/// Snapshots as server-sent events (WHATWG HTML §9.2): `event: snapshot`, the revision as `id`, the JSON as `data`.
enum SnapshotStream {
    static func response(to request: Request, from counter: Counter) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await request.body.consumeWithCancellationOnInboundClose { body in
                    // To its end first: a body that was not read when the answer ends by itself, in a stop that is
                    // under way, stops the whole process.
                    for try await _ in body {}
                    for await snapshot in await counter.snapshots().cancelOnGracefulShutdown() {
                        try await writer.write(event(snapshot))
                    }
                }
                try await writer.finish(nil)
            }
        )
    }

    private static func event(_ snapshot: CounterSnapshot) throws -> ByteBuffer {
        var data = try JSONMessage.encode(snapshot)
        var event = ByteBuffer(string: "event: snapshot\nid: \(snapshot.revision)\ndata: ")
        event.writeBuffer(&data)
        event.writeString("\n\n")
        return event
    }
}

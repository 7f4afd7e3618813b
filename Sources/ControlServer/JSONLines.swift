import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// One JSON object a line, sent as it comes about, and an empty line now and then: writing is how a client that went
/// away is noticed.
///
/// Hummingbird's `consumeWithCancellationOnInboundClose` is not used: when the answer ends by itself at once it can
/// leave its request stream unfinished, which stops the whole process.
enum JSONLines {
    /// How long a client that went away keeps its connection, and the device that it tests.
    static let signOfLife = Duration.seconds(5)

    static func response<Value: Encodable & Sendable>(of values: AsyncStream<Value>) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                let (lines, continuation) = AsyncStream<ByteBuffer>.makeStream(bufferingPolicy: .bufferingNewest(256))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        defer { continuation.finish() }
                        for await value in values.cancelOnGracefulShutdown() {
                            var line = try JSONMessage.encode(value)
                            line.writeInteger(UInt8(ascii: "\n"))
                            continuation.yield(line)
                        }
                    }
                    group.addTask {
                        while !Task.isCancelled {
                            // A sign of life has no event to wait for but time.
                            try await Task.sleep(for: signOfLife)
                            continuation.yield(ByteBuffer(string: "\n"))
                        }
                    }
                    for await line in lines { try await writer.write(line) }
                    group.cancelAll()
                }
                try await writer.finish(nil)
            }
        )
    }
}

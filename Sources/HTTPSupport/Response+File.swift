package import Hummingbird
package import NIOCore

extension Response {
    /// A file that is made while it is sent: a bundle, a copy, an export. An error on the way ends the connection, so that
    /// nobody takes a part for the whole.
    package static func file(_ bytes: AsyncThrowingStream<ByteBuffer, any Error>) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/octet-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                for try await piece in bytes { try await writer.write(piece) }
                try await writer.finish(nil)
            }
        )
    }
}

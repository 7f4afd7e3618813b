package import HTTPSupport
package import HTTPTypes
package import Hummingbird

/// One thing that can be asked over the central's control socket.
package struct AdminRoute: Sendable {
    package typealias Answer = @Sendable (Request, SocketContext) async throws -> Response

    let method: HTTPRequest.Method
    /// As the OpenAPI file writes it.
    let path: String
    let answer: Answer

    package init(_ method: HTTPRequest.Method, _ path: String, _ answer: @escaping Answer) {
        self.method = method
        self.path = path
        self.answer = answer
    }
}

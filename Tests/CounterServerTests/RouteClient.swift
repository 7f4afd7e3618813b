import Claims
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import WireAPI

/// The routes of a bench, without a socket.
func withRoutes<Value: Sendable>(
    _ bench: CounterBench,
    _ body: @escaping @Sendable (RouteClient) async throws -> Value
) async throws -> Value {
    try await Application(responder: bench.router().buildResponder()).test(.router) { client in
        try await body(RouteClient(client: client))
    }
}

struct RouteClient: Sendable {
    let client: any TestClientProtocol

    func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ body: ByteBuffer? = nil,
        type: String = "application/json"
    ) async throws -> TestResponse {
        try await client.execute(uri: uri, method: method, headers: [.contentType: type], body: body)
    }

    /// A request of the session that must be taken.
    @discardableResult
    func take(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String = "{}",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> SessionView {
        let response = try await send(method, "/v1/session/\(path)", ByteBuffer(string: body))
        let text = String(buffer: response.body)
        try #require(response.status == .ok, "\(path): \(text)", sourceLocation: sourceLocation)
        return try JSONDecoder().decode(CounterSnapshot.self, from: Data(text.utf8)).session
    }

    /// The status, and the code of the error unless it is nil. The message begins with `hint` if there is one.
    func expect(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ body: String?,
        _ status: Int,
        _ code: String?,
        hint: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let response = try await send(method, uri, body.map { ByteBuffer(string: $0) })
        #expect(response.status.code == status, "\(String(buffer: response.body))", sourceLocation: sourceLocation)
        guard let code else { return }
        let error = try JSONDecoder().decode(ErrorBody.self, from: Data(response.body.readableBytesView)).error
        #expect(error.code == code, sourceLocation: sourceLocation)
        #expect(error.message.hasPrefix(hint), "\(error.message)", sourceLocation: sourceLocation)
        #expect(!error.remedy.isEmpty, sourceLocation: sourceLocation)
    }
}

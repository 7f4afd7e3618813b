import Claims
import HTTPSupport
import HTTPTypes
package import Hummingbird
package import Logging

/// Lets in only pages that this daemon served: a foreign `Host` (DNS rebinding) or `Origin` (another site's script)
/// is refused, and so is a body that a plain form could send. That somebody tried is logged, nothing of what was sent.
package struct RequestGuard: RouterMiddleware {
    package typealias Context = BasicRequestContext

    /// Host names without port.
    private static let hosts: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    /// None that a form can send.
    private static let contentTypes = ["application/json", "application/octet-stream", "image/jpeg", "image/png"]

    private let refusals: RefusalLog

    package init(logger: Logger) { refusals = RefusalLog(logger: logger) }

    package func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, Self.hosts.contains(Self.host(of: authority)) else {
            throw refusal("the Host header names another machine")
        }
        if request.uri.string.contains("%00") || request.uri.path.contains("//") {
            throw KioskError(.requestNotFound, "there is nothing at this address", remedy: "check the path")
        }
        if let origin = request.headers[.origin], origin != "http://\(authority)" {
            throw refusal("the request comes from a page of another origin")
        }
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name],
            site == "cross-site" || site == "same-site"
        {
            throw refusal("the request comes from a page of another site")
        }
        if request.method != .get, let type = request.headers[.contentType],
            !Self.contentTypes.contains(where: type.lowercased().hasPrefix)
        {
            throw KioskError(
                .requestMalformed,
                "the content type is none of \(Self.contentTypes.joined(separator: ", "))",
                remedy: "send JSON, a photo or a bundle with its content type"
            )
        }
        return try await next(request, context)
    }

    /// The name without its port; empty when what follows is no port.
    private static func host(of authority: String) -> String {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return authority.lowercased() }
        guard UInt16(authority[authority.index(after: colon)...]) != nil else { return "" }
        return authority[..<colon].lowercased()
    }

    private func refusal(_ message: String) -> KioskError {
        refusals.note(
            "request refused",
            from: message,
            ["code": "\(KioskError.Code.requestForeign)", "why": "\(message)"]
        )
        return KioskError(
            .requestForeign,
            message,
            remedy: "open the counter page at the address that kioskd prints, on this machine"
        )
    }
}

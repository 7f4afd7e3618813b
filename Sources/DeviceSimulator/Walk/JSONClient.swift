import AsyncHTTPClient
import Claims
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON over HTTP to one server, each request bounded in time and size.
struct JSONClient: Sendable {
    private static let timeout = TimeAmount.seconds(30)
    private static let maximumAnswer = 1 << 20

    private let client: HTTPClient
    private let base: String
    private let unreachable: KioskError

    /// - Parameters:
    ///   - base: what comes before a request's path, without a slash at its end.
    ///   - unreachable: what is thrown, with the cause added, when the server does not answer.
    init(client: HTTPClient, base: String, unreachable: KioskError) {
        self.client = client
        self.base = base
        self.unreachable = unreachable
    }

    /// The start of URLs that reach a Unix socket: its path, percent-encoded, stands where a host's name would.
    static func base(socket path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        let host = path.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(Character(UnicodeScalar(byte)))
            default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 0xF)])"
            }
        }
        return "http+unix://\(host.joined())"
    }

    func send<Answer: Decodable>(_ method: HTTPMethod, _ path: String, _ body: some Encodable) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        return try await send(request)
    }

    /// The body of an answer that has no end; only the wait for its head is bounded.
    func stream(_ path: String) async throws -> HTTPClientResponse.Body {
        let response = try await reach {
            try await client.execute(HTTPClientRequest(url: base + path), timeout: Self.timeout)
        }
        guard response.status == .ok else {
            throw refusal(response.status, try await response.body.collect(upTo: Self.maximumAnswer))
        }
        return response.body
    }

    /// Runs `body` with every error but ours turned into the one that says who is unreachable.
    func reach<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error where error is CancellationError || error is KioskError {
            throw error
        } catch {
            throw KioskError(unreachable.code, unreachable.message, remedy: unreachable.remedy, cause: error)
        }
    }

    private func send<Answer: Decodable>(_ request: HTTPClientRequest) async throws -> Answer {
        let (status, bytes) = try await reach {
            let response = try await client.execute(request, timeout: Self.timeout)
            return (response.status, try await response.body.collect(upTo: Self.maximumAnswer))
        }
        guard status == .ok else { throw refusal(status, bytes) }
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(bytes.readableBytesView))
        } catch {
            throw notUnderstood("The answer has another form than expected")
        }
    }

    /// What the server said is wrong, as it said it.
    private func refusal(_ status: HTTPResponseStatus, _ body: ByteBuffer) -> KioskError {
        guard let detail = try? JSONDecoder().decode(ErrorBody.self, from: Data(body.readableBytesView)).error else {
            return notUnderstood("The answer is a bare status \(status.code)")
        }
        return KioskError(.init(detail.code), detail.message, remedy: detail.remedy)
    }

    func notUnderstood(_ message: String) -> KioskError {
        KioskError(.walkAnswer, message, remedy: "See that kioskd and kiosk-sim are of the same version")
    }
}

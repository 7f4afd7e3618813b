package import AsyncHTTPClient
import Claims
import NIOCore
import NIOHTTP1
import Sealing

/// Sends claims to the central, once.
struct CentralClient: Sendable {
    let connections: CentralConnections
    private let base: String

    init(_ connections: CentralConnections, base: String) {
        self.connections = connections
        self.base = base.last == "/" ? String(base.dropLast()) : base
    }

    /// `POST {base}/v1/claims`. Has no end of its own but the answer's; ends early when the task is cancelled.
    func post(_ body: HeldBody) async -> CentralReply {
        var request = HTTPClientRequest(url: "\(base)/v1/claims")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-ndjson")
        request.headers.add(name: "accept", value: "application/x-ndjson")
        request.body = .stream(body, length: .known(Int64(body.length)))
        let longest = Self.longestAnswer(to: body.count)
        do {
            let response = try await connections.client.execute(request, timeout: .hours(1))
            guard response.history.count <= 1 else {
                return .failed(RelayDecision.notUnderstood("it sent the claims somewhere else"))
            }
            let answer = try await response.body.collect(upTo: longest)
            return .answered(
                status: Int(response.status.code),
                body: Array(answer.readableBytesView),
                signature: response.headers.first(name: MessageSignature.header)
            )
        } catch is NIOTooManyBytesError {
            return .failed(RelayDecision.notUnderstood("it is longer than \(longest) bytes"))
        } catch {
            return .failed(problem(error))
        }
    }

    /// Bytes; a refusal's line is much longer than an answer's.
    static func longestAnswer(to lines: Int) -> Int { 65_536 + lines * 8_192 }

    private func problem(_ error: any Error) -> ErrorBody.Detail {
        let cause = RelayDecision.words(for: error)
        let timeouts: [HTTPClientError] = [
            .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
            .getConnectionFromPoolTimeout,
        ]
        switch error {
        case let error as HTTPClientError where timeouts.contains(error):
            return RelayDecision.problem(
                .centralTimeout,
                "the central at \(base) did not answer in time (\(cause))",
                remedy: RelayDecision.networkRemedy
            )
        case is HTTPParserError: return RelayDecision.notUnderstood("it is not HTTP (\(cause))")
        default:
            return RelayDecision.problem(
                .centralUnreachable,
                "the central at \(base) cannot be reached (\(cause))",
                remedy: "Check cable, network and the central's address; claims wait safely and go out by themselves."
            )
        }
    }
}

extension OutboxRelay {
    /// How the client that the relay gets must be made: no redirects followed, short connection attempts, HTTP/1.1.
    /// No read time-out: the relay bounds each exchange itself.
    package static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout = .init(connect: .seconds(5))
        // The relay has its own back-off, which the pages show.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Shorter than any server of ours waits, so that no claim is sent on a connection that is just being closed.
        configuration.connectionPool.idleTimeout = .seconds(15)
        return configuration
    }
}

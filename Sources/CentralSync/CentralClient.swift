package import AsyncHTTPClient
import Claims
import NIOCore
import NIOHTTP1
import Outbox

/// Sends a claim to the central, once.
struct CentralClient: Sendable {
    /// Bytes of an answer.
    static let longestAnswer = 65_536

    private let client: HTTPClient
    private let base: String
    private let timeout: Duration
    private let clock: any Clock<Duration>

    /// `timeout` covers everything from connecting to the last byte of the answer.
    init(client: HTTPClient, base: String, timeout: Duration, clock: any Clock<Duration>) {
        self.client = client
        self.base = base.last == "/" ? String(base.dropLast()) : base
        self.timeout = timeout
        self.clock = clock
    }

    /// `PUT {base}/v1/claims/{claimId}`. Ends early when the task is cancelled.
    func put(_ entry: OutboxEntry) async -> CentralReply {
        let timedOut = CentralReply.failed(
            RelayDecision.problem(
                .centralTimeout,
                "the central did not answer within \(timeout)",
                remedy: "Check the network at the kiosk and at the central; the kiosk tries again by itself."
            )
        )
        // The client's own deadline ends with the head of the answer.
        return await withTaskGroup(of: CentralReply.self) { group in
            group.addTask { await exchange(entry) }
            group.addTask {
                try? await clock.sleep(for: timeout)
                return timedOut
            }
            defer { group.cancelAll() }
            return await group.next() ?? timedOut
        }
    }

    private func exchange(_ entry: OutboxEntry) async -> CentralReply {
        var request = HTTPClientRequest(url: "\(base)/v1/claims/\(entry.claimID)")
        request.method = .PUT
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "accept", value: "application/json")
        request.body = .bytes(entry.document)
        do {
            let response = try await client.execute(request, timeout: .hours(1))
            guard response.history.count <= 1 else {
                return .failed(RelayDecision.notUnderstood("it sent the claim somewhere else"))
            }
            let body = try await response.body.collect(upTo: Self.longestAnswer)
            return .answered(status: Int(response.status.code), body: Array(body.readableBytesView))
        } catch {
            return .failed(Self.problem(error, base: base))
        }
    }

    private static func problem(_ error: any Error, base: String) -> ErrorBody.Detail {
        let cause = RelayDecision.clean("\(error)", limit: 200)
        let timeouts: [HTTPClientError] = [
            .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
            .getConnectionFromPoolTimeout,
        ]
        switch error {
        case let error as HTTPClientError where timeouts.contains(error):
            return RelayDecision.problem(
                .centralTimeout,
                "the central at \(base) did not answer in time (\(cause))",
                remedy: "Check the network at the kiosk and at the central; the kiosk tries again by itself."
            )
        case is NIOTooManyBytesError: return RelayDecision.notUnderstood("it is longer than \(longestAnswer) bytes")
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

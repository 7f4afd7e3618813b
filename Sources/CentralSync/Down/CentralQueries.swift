package import AsyncHTTPClient
package import Claims
import NIOCore
package import NIOHTTP1
package import Sealing
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Asks the central, once for each call, and believes only what the pinned key signed.
///
/// Everything throws `central.unreachable`, `central.timeout`, `central.unavailable`, `central.refused`,
/// `central.answer-not-understood` or `central.wrong-signature`.
package struct CentralQueries: Sendable {
    /// Bytes of an answer that is not a piece of a file: a page of 500 changes has some 150 kB.
    static let longestAnswer = 1 << 20

    package struct Reply: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]

        package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8]) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    private let client: HTTPClient
    private let base: String
    private let key: VerificationKey
    private let timeout: Duration
    private let clock: any Clock<Duration>

    /// `central` is the base URL, without `/v1`. `client` stays the caller's and is made with
    /// `OutboxRelay.clientConfiguration`. `timeout` covers everything from connecting to the last byte of an answer.
    package init(
        client: HTTPClient,
        central: String,
        key: VerificationKey,
        timeout: Duration = .seconds(10),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.client = client
        base = central.last == "/" ? String(central.dropLast()) : central
        self.key = key
        self.timeout = timeout
        self.clock = clock
    }

    /// A signed answer to a GET, decoded.
    func get<Value: Decodable>(
        _ path: String,
        _ type: Value.Type,
        signedAs kind: MessageSignature.Kind
    ) async throws(KioskError) -> Value {
        let reply = try await send(.GET, path)
        return try decoded(try signed(reply, as: kind).body)
    }

    /// What the central has of the claims that a kiosk recorded on a day. Throws `central.answer-not-understood` too when
    /// the answer is about another day or kiosk.
    package func dayProof(of kiosk: KioskID, on day: CivilDate) async throws(KioskError) -> DayProof {
        let proof = try await get("/v1/kiosks/\(kiosk)/days/\(day)", DayProof.self, signedAs: .day)
        // A slip lists what is missing.
        guard proof.kioskId == kiosk.text, proof.date == day.description, proof.missing.count <= 100 else {
            throw Self.notUnderstood("it is about another kiosk or day, or longer than it may be")
        }
        return proof
    }

    /// A signed answer to a PUT of a body that this kiosk signed, if it has a key.
    func put<Value: Decodable>(
        _ path: String,
        _ body: [UInt8],
        signature: MessageSignature?,
        answer type: Value.Type,
        signedAs kind: MessageSignature.Kind
    ) async throws(KioskError) -> Value {
        var headers: HTTPHeaders = ["content-type": "application/json"]
        if let signature { headers.add(name: MessageSignature.header, value: signature.text) }
        let reply = try await send(.PUT, path, headers, body)
        return try decoded(try signed(reply, as: kind).body)
    }

    /// Any exchange; no status is an error here.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ headers: HTTPHeaders = [:],
        _ body: [UInt8]? = nil,
        limit: Int = longestAnswer
    ) async throws(KioskError) -> Reply {
        let outcome = await withTaskGroup(of: Result<Reply, KioskError>.self) { group in
            group.addTask { await exchange(method, path, headers, body, limit: limit) }
            group.addTask {
                try? await clock.sleep(for: timeout)
                return .failure(timedOut)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(timedOut)
        }
        return try outcome.get()
    }

    /// Throws unless the answer is a success that the pinned key signed as this kind of message.
    func signed(_ reply: Reply, as kind: MessageSignature.Kind) throws(KioskError) -> Reply {
        guard reply.status == 200 else { throw Self.refusal(reply) }
        guard let text = reply.headers.first(name: MessageSignature.header), let signature = MessageSignature(text),
            signature.isValid(for: kind, reply.body, by: key)
        else { throw wrongSignature }
        return reply
    }

    func isSigned(_ body: [UInt8], as kind: MessageSignature.Kind, _ signature: MessageSignature) -> Bool {
        signature.isValid(for: kind, body, by: key)
    }

    func decoded<Value: Decodable>(_ body: [UInt8]) throws(KioskError) -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(body)) } catch {
            throw Self.notUnderstood("it is signed, but not what was asked for")
        }
    }

    /// What an answer that is no success says.
    static func refusal(_ reply: Reply) -> KioskError {
        let problem = errorBody(reply.body)
        let said = problem.map { " (\($0.code): \($0.message))" } ?? ""
        if (400...499).contains(reply.status), let problem, KioskError.Code(problem.code).refusesKiosk {
            // By its own name: what it says of this kiosk's certificate a person must hear.
            return KioskError(KioskError.Code(problem.code), problem.message, remedy: problem.remedy)
        }
        switch reply.status {
        case 408, 425, 429, 500...599:
            return KioskError(
                .centralUnavailable,
                "the central answered with status \(reply.status)\(said)",
                remedy: "Nothing to do at the kiosk: it asks again by itself. Tell the central's operator if it lasts."
            )
        case 400...499 where problem != nil:
            return KioskError(
                .centralRefused,
                "the central refused with status \(reply.status)\(said)",
                remedy: problem?.remedy ?? "Tell the central's operator."
            )
        default: return notUnderstood("status \(reply.status) is no answer to it")
        }
    }

    /// The error in a body of ours, its texts cut to what a store and a page should hold.
    static func errorBody(_ body: [UInt8]) -> ErrorBody.Detail? {
        guard let error = try? JSONDecoder().decode(ErrorBody.self, from: Data(body)).error, !error.code.isEmpty else {
            return nil
        }
        let code = KioskError.Code(RelayDecision.clean(error.code, limit: 64))
        let message = RelayDecision.clean(error.message, limit: 500)
        return ErrorBody(KioskError(code, message, remedy: RelayDecision.clean(error.remedy, limit: 500))).error
    }

    static func notUnderstood(_ why: String) -> KioskError {
        KioskError(
            .centralAnswer,
            "the central's answer was not understood: \(why)",
            remedy: "Check the central's address in the settings, and that no proxy or log-in page is in between."
        )
    }

    private func exchange(
        _ method: HTTPMethod,
        _ path: String,
        _ headers: HTTPHeaders,
        _ body: [UInt8]?,
        limit: Int
    ) async -> Result<Reply, KioskError> {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers = headers
        if let body { request.body = .bytes(body) }
        do {
            let response = try await client.execute(request, timeout: .hours(1))
            guard response.history.count <= 1 else { return .failure(Self.notUnderstood("it asked to go elsewhere")) }
            let body = try await response.body.collect(upTo: limit)
            let status = Int(response.status.code)
            return .success(Reply(status: status, headers: response.headers, body: Array(body.readableBytesView)))
        } catch is NIOTooManyBytesError {
            return .failure(Self.notUnderstood("it is longer than \(limit) bytes"))
        } catch is HTTPParserError {
            return .failure(Self.notUnderstood("it is not HTTP"))
        } catch {
            return .failure(
                KioskError(
                    .centralUnreachable,
                    "the central at \(base) cannot be reached (\(RelayDecision.words(for: error)))",
                    remedy: "Check cable, network and the central's address; the kiosk asks again by itself."
                )
            )
        }
    }

    private var timedOut: KioskError {
        KioskError(
            .centralTimeout,
            "the central did not answer within \(timeout)",
            remedy: "Check the network at the kiosk and at the central; the kiosk asks again by itself."
        )
    }

    private var wrongSignature: KioskError {
        KioskError(
            .centralSignature,
            "the answer from \(base) is not signed by the central's key \(key.fingerprint)",
            remedy: "Nothing of it was used. Check the central's address; if its signing key changed, enrol again."
        )
    }
}

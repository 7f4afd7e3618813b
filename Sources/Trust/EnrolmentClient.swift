import AsyncHTTPClient
package import Claims
import NIOCore
import NIOHTTP1
package import Sealing
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Asks a central for a kiosk's first certificate.
package struct EnrolmentClient: Sendable {
    private static let longestAnswer = 256 * 1_024

    private let address: CentralAddress
    private let token: EnrolmentToken
    private let now: Timestamp

    package init(address: CentralAddress, token: EnrolmentToken, now: Timestamp) {
        self.address = address
        self.token = token
        self.now = now
    }

    /// The central's authority, found by the fingerprint in the token. Throws as `AuthorityProbe`.
    package func authority() async throws(KioskError) -> AuthorityCertificate {
        try await AuthorityProbe(address: address, now: now).authority(token.authority)
    }

    /// `POST /v1/enrolment` to a server that proves to be of this authority.
    ///
    /// Throws what the central answers (`trust.token-*`, …), `trust.wrong-authority` when the server's own certificate is
    /// not by that authority for this host, `central.unreachable` and `central.answer-not-understood`.
    ///
    /// - Parameter box: what the answer seals the digest key to; made for this one exchange.
    package func enrol(
        _ request: String,
        box: SealingKey,
        trusting authority: AuthorityCertificate
    ) async throws(KioskError) -> EnrolmentAnswer {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try KioskTrust.configuration(trusting: authority)
        )
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout = .init(connect: .seconds(15), read: .seconds(30))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<(Int, [UInt8]), any Error>
        do {
            result = .success(try await send(request, box, by: client))
        } catch {
            result = .failure(error)
        }
        try? await client.shutdown()
        switch result {
        case .success((200, let body)):
            guard let answer = try? JSONDecoder().decode(EnrolmentAnswer.self, from: Data(body)) else {
                throw notUnderstood()
            }
            return answer
        case .success((_, let body)):
            guard let detail = try? JSONDecoder().decode(ErrorBody.self, from: Data(body)).error else {
                throw notUnderstood()
            }
            throw KioskError(KioskError.Code(detail.code), detail.message, remedy: detail.remedy)
        case .failure(let error): throw unreachable(error)
        }
    }

    private func send(_ request: String, _ box: SealingKey, by client: HTTPClient) async throws -> (Int, [UInt8]) {
        let body = EnrolmentRequest(kioskId: token.kiosk.text, secret: token.secret, request: request, box: box.hex)
        var order = HTTPClientRequest(url: "\(address.url)/v1/enrolment")
        order.method = .POST
        order.headers.add(name: "content-type", value: "application/json")
        order.body = .bytes(Array(try JSONEncoder().encode(body)))
        let response = try await client.execute(order, timeout: .seconds(60))
        let answer = try await response.body.collect(upTo: Self.longestAnswer)
        return (Int(response.status.code), Array(answer.readableBytesView))
    }

    private func notUnderstood() -> KioskError {
        KioskError(
            .centralAnswer,
            "what answers at \(address.url) is no kiosk-central of a fitting version",
            remedy: "Check the address; compare the versions of kioskctl and kiosk-central."
        )
    }

    private func unreachable(_ error: any Error) -> KioskError {
        // The library's own words: the certificate's fault is among them.
        let words = "\(error)"
        if words.contains("CERTIFICATE_VERIFY_FAILED") || words.contains("unableToValidateCertificate") {
            return KioskError(
                .trustWrongAuthority,
                "the server's certificate is not by the authority of the token, or not for \(address.host)",
                remedy: "Use the name or address that the central's certificate was made for (kiosk-central ca server)."
            )
        }
        return KioskError(
            .centralUnreachable,
            "the central at \(address.url) broke off before it answered",
            remedy: "Run the same command again: the token stays good for this machine.",
            cause: error
        )
    }
}

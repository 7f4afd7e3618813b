package import AsyncHTTPClient
package import Claims
package import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
package import Trust
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Renews the kiosk's certificate in the last third of its life. The central closes what is open with its next answer, and
/// the next connection shows the new one; so no request is lost.
package struct CertificateRenewal: Service {
    private static let longestAnswer = 65_536
    /// The longest sleep: a wall clock that was set right meanwhile is then noticed.
    private static let longestPause = Duration.seconds(6 * 3_600)
    private static let policy = BackOff.Policy(first: .seconds(60), longest: .seconds(3_600))

    private let trust: KioskTrust?
    private let client: HTTPClient
    private let central: String
    private let now: @Sendable () -> Timestamp
    private let clock: any Clock<Duration>
    private let logger: Logger

    /// `trust` is nil where there is no certificate; then nothing is done. `now` is the machine's wall clock, also in a
    /// rehearsal: certificates are of the real time.
    package init(
        trust: KioskTrust?,
        client: HTTPClient,
        central: String,
        now: @escaping @Sendable () -> Timestamp,
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.trust = trust
        self.client = client
        self.central = central
        self.now = now
        self.clock = clock
        self.logger = logger
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            guard let trust else {
                try? await gracefulShutdown()
                return
            }
            await keepGood(trust)
        }
    }

    private func keepGood(_ trust: KioskTrust) async {
        var backOff = BackOff(Self.policy)
        var told: KioskError.Code?
        while !Task.isCancelled {
            var pause = untilDue(trust)
            if pause <= .zero {
                do {
                    try await renew(trust)
                    backOff.reset()
                    told = nil
                    logger.notice("certificate renewed", metadata: ["until": "\(trust.certificate.ends)"])
                    pause = untilDue(trust)
                    // A clock that is far ahead finds each new one due at once.
                    if pause <= .zero { pause = Self.longestPause }
                } catch {
                    if Task.isCancelled { return }
                    let left = Duration.milliseconds(trust.certificate.ends.milliseconds - now().milliseconds)
                    tell(error, left, &told)
                    pause = backOff.next(random: .random(in: 0..<1))
                    // Of a short life some tries must fit into what is left.
                    if left > .zero { pause = min(pause, left / 4) }
                }
            }
            // Never at once: a clock that jumps must not make this spin.
            try? await clock.sleep(for: max(min(pause, Self.longestPause), .seconds(1)))
        }
    }

    private func untilDue(_ trust: KioskTrust) -> Duration {
        .milliseconds(trust.certificate.renewalDue.milliseconds - now().milliseconds)
    }

    private func renew(_ trust: KioskTrust) async throws(KioskError) {
        let body = RenewalRequest(request: try CertificateRequest.pem(for: trust.certificate.kiosk, key: trust.key))
        let (status, bytes): (UInt, [UInt8])
        do {
            var request = HTTPClientRequest(url: "\(central)/v1/renewal")
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(Array(try JSONEncoder().encode(body)))
            let response = try await client.execute(request, timeout: .seconds(60))
            bytes = Array(try await response.body.collect(upTo: Self.longestAnswer).readableBytesView)
            status = response.status.code
        } catch {
            throw KioskError(
                .centralUnreachable,
                "the central at \(central) cannot be reached",
                remedy: "Check cable, network and the central's address; the kiosk tries again by itself.",
                cause: error
            )
        }
        if status == 200, let answer = try? JSONDecoder().decode(RenewalAnswer.self, from: Data(bytes)) {
            return try trust.take(answer.certificate)
        }
        if let detail = try? JSONDecoder().decode(ErrorBody.self, from: Data(bytes)).error {
            throw KioskError(
                KioskError.Code(RelayDecision.clean(detail.code, limit: 64)),
                RelayDecision.clean(detail.message, limit: 500),
                remedy: RelayDecision.clean(detail.remedy, limit: 500)
            )
        }
        let problem = RelayDecision.notUnderstood("status \(status) is no answer to a renewal")
        throw KioskError(.centralAnswer, problem.message, remedy: problem.remedy)
    }

    /// Once for each reason: it is tried again for weeks.
    private func tell(_ error: KioskError, _ left: Duration, _ told: inout KioskError.Code?) {
        guard error.code != told else { return }
        told = error.code
        logger.warning(
            "the certificate was not renewed; it is tried again",
            metadata: [
                "code": "\(error.code)", "problem": "\(error.message)", "remedy": "\(error.remedy)",
                "daysLeft": "\(left.components.seconds / 86_400)",
            ]
        )
    }
}

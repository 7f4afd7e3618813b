import AsyncHTTPClient
import CentralServer
import ClaimRegister
import Claims
import Foundation
import InMemoryLogging
import Logging
import NIOCore
import NIOHTTP1
import Sealing
import Synchronization
import Testing
import Trust
import WireAPI

/// A kiosk that is revoked, or enrolled anew, while its request is under way.
@Suite(.timeLimit(.minutes(2)))
struct RevokedMeanwhileTests {
    /// Tells of each look at the central's clock from `arm` on: the gate looks when it lets a request in.
    private final class Clock: Sendable {
        private let isArmed = Mutex(false)
        private let looks = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

        @Sendable func now() -> Timestamp {
            if isArmed.withLock({ $0 }) { looks.continuation.yield() }
            return SecureCentral.now()
        }

        func arm() { isArmed.withLock { $0 = true } }

        func nextLook() async { for await _ in looks.stream { return } }
    }

    /// Sends half of the body; the other half when the kiosk was let in, and `meanwhile` is done.
    private func ask(
        _ central: SecureCentral,
        _ clock: Clock,
        _ target: (method: HTTPMethod, path: String, body: [UInt8]),
        as kiosk: EnrolledKiosk,
        meanwhile: @Sendable () async throws -> Void
    ) async throws -> SecureCentral.Answer {
        let (pieces, pipe) = AsyncStream.makeStream(of: ByteBuffer.self)
        let half = target.body.count / 2
        return try await SecureClient.with(kiosk.tls) { client in
            clock.arm()
            var request = HTTPClientRequest(url: "https://127.0.0.1:\(central.port)\(target.path)")
            request.method = target.method
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .stream(pieces, length: .known(Int64(target.body.count)))
            let asked = request
            async let response = client.client.execute(asked, timeout: .seconds(60))
            pipe.yield(ByteBuffer(bytes: target.body[..<half]))
            await clock.nextLook()
            try await meanwhile()
            pipe.yield(ByteBuffer(bytes: target.body[half...]))
            pipe.finish()
            let answer = try await response
            return SecureCentral.Answer(
                status: Int(answer.status.code),
                body: Array(try await answer.body.collect(upTo: 1 << 20).readableBytesView),
                closes: false
            )
        }
    }

    @Test func `a renewal that was begun before a new enrolment gets no certificate`() async throws {
        let clock = Clock()
        try await SecureCentral.run(now: clock.now) { central in
            let thief = try await central.enrolled("DQ01")
            let body = Array(
                try CanonicalJSON.encode(
                    RenewalRequest(request: CertificateRequest.pem(for: thief.certificate.kiosk, key: thief.key))
                )
            )
            let owner = Mutex<EnrolledKiosk?>(nil)
            let answer = try await ask(central, clock, (.POST, "/v1/renewal", body), as: thief) {
                let enrolled = try await central.enrolled("DQ01")
                owner.withLock { $0 = enrolled }
            }
            #expect(answer.status == 403 && answer.errorCode == "trust.certificate-revoked")
            let enrolled = owner.withLock { $0 }
            let newest = try #require(enrolled)
            let id = thief.certificate.kiosk
            let keys = try await central.register.publicKeys(of: id)
            #expect(keys.filter { $0.revokedAt == nil }.map(\.publicKey) == [newest.key.verificationKey.hex])
            #expect(try await central.register.publicKey(of: id) == newest.key.verificationKey.hex)
            #expect(try await central.ask("/v1/kiosks/DQ01", as: newest).status == 200)
            // In the register's own transaction too, whatever was looked at before.
            let error = await #expect(throws: KioskError.self) {
                try await central.register.renew(serial: thief.certificate.serial, at: SecureCentral.now()) {
                    () throws(KioskError) in throw KioskError(.internalFault, "issued", remedy: "")
                }
            }
            #expect(error?.code == .trustCertificateRevoked)
        }
    }

    @Test(arguments: [true, false])
    func `claims that were begun before a revocation are not stored`(isBatch: Bool) async throws {
        let clock = Clock()
        let log = InMemoryLogHandler()
        try await SecureCentral.run(now: clock.now, logger: Logger(label: "test") { _ in log }) { central in
            let kiosk = try await central.enrolled("DQ01")
            var samples = try SampleClaims()
            let claim = try samples.document()
            let body = try SampleKeys.seal(claim)
            let target: (HTTPMethod, String, [UInt8]) =
                isBatch ? (.POST, "/v1/claims", body + [0x0A]) : (.PUT, "/v1/claims/\(claim.claimId)", body)
            let answer = try await ask(central, clock, target, as: kiosk) {
                try await central.office.revoke(kiosk.certificate.kiosk)
            }
            #expect(answer.status == 403 && answer.errorCode == "trust.certificate-revoked")
            #expect(try await central.register.claim(try #require(ClaimID(claim.claimId))) == nil)
        }
        #expect(log.entries.contains { $0.metadata["code"] == "trust.certificate-revoked" })
    }

    @Test func `a kiosk that renews without end gets one certificate in the first third of its life`() async throws {
        let ahead = Mutex(Duration.zero)
        let now: @Sendable () -> Timestamp = { SecureCentral.now().adding(ahead.withLock { $0 }) }
        try await SecureCentral.run(now: now) { central in
            ahead.withLock { $0 = .seconds(-61 * 86_400) }
            let kiosk = try await central.enrolled("DQ01")
            let body = Array(
                try CanonicalJSON.encode(
                    RenewalRequest(request: CertificateRequest.pem(for: kiosk.certificate.kiosk, key: kiosk.key))
                )
            )
            func renewed(_ seconds: Int64) async throws -> String {
                ahead.withLock { $0 = .seconds(seconds) }
                let answer = try await central.ask("/v1/renewal", method: "POST", body: body, as: kiosk)
                let pem = try answer.decoded(RenewalAnswer.self).certificate
                return try #require(KioskCertificate(pem: pem)).serial
            }
            #expect(try await renewed(-60 * 86_400) == kiosk.certificate.serial)
            let second = try await renewed(0)
            #expect(second != kiosk.certificate.serial)
            for seconds: Int64 in [1, 3_600, 20 * 86_400] { #expect(try await renewed(seconds) == second) }
        }
    }
}

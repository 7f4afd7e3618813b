import CentralServer
import ClaimRegister
import Claims
import Foundation
import InMemoryLogging
import Logging
import NIOCore
import NIOPosix
import Sealing
import Synchronization
import Testing
import Trust
import WireAPI

/// Who is not let in, at real TLS connections.
struct StrangerTests {
    @Test func `without a certificate nothing but health and enrolment is answered`() async throws {
        try await SecureCentral.run { central in
            for route in CentralAPI.routes {
                let path = route.path.replacing("{kioskId}", with: "DQ01").replacing(
                    "{claimId}",
                    with: "01957d00-0000-7000-8000-000000000001"
                )
                let answer = try await central.ask(path, method: route.method, body: Array("{}".utf8), as: nil)
                switch route.path {
                case "/v1/health": #expect(answer.status == 200)
                case "/v1/enrolment": #expect(answer.status == 400)
                default: #expect(answer.status == 401 && answer.errorCode == "trust.no-certificate", "\(route)")
                }
                #expect(answer.closes)
            }
            #expect(try await central.ask("/nothing", as: nil).status == 401)
        }
    }

    @Test func `an enrolled kiosk sees and sends its own things only, and the log says who tried`() async throws {
        let log = InMemoryLogHandler()
        try await SecureCentral.run(logger: Logger(label: "test") { _ in log }) { central in
            let first = try await central.enrolled("DQ01")
            let second = try await central.enrolled("DQ02")
            #expect(try await central.ask("/v1/kiosks/DQ01", as: first).status == 200)
            let foreign = try await central.ask("/v1/kiosks/DQ01", as: second)
            #expect(foreign.status == 403 && foreign.errorCode == "kiosk.not-yours")
            var samples = try SampleClaims()
            let claim = try samples.document()
            let path = "/v1/claims/\(claim.claimId)"
            let body = try SampleKeys.seal(claim)
            #expect(claim.claimNumber.hasPrefix("DQ01"))
            #expect(try await central.ask(path, method: "PUT", body: body, as: second).errorCode == "kiosk.not-yours")
            #expect(try await central.ask(path, method: "PUT", body: body, as: first).status == 200)
            #expect(try await central.ask(path, as: first).status == 200)
            #expect(try await central.ask(path, as: second).errorCode == "kiosk.not-yours")
            #expect(try await central.ask("/v1/claims", as: first).decoded(ClaimPage.self).claims.count == 1)
            #expect(try await central.ask("/v1/claims", as: second).decoded(ClaimPage.self).claims.isEmpty)
            #expect(try await central.ask("/v1/claims?kiosk=DQ01", as: second).status == 403)
            let batch = try await central.ask("/v1/claims", method: "POST", body: body + [0x0A], as: second)
            #expect(batch.status == 200 && String(decoding: batch.body, as: UTF8.self).contains("kiosk.not-yours"))
        }
        let lines = log.entries.filter { $0.level >= .warning }
        #expect(lines.map { $0.metadata["code"] } == ["kiosk.not-yours"])
        #expect(lines.map { $0.metadata["kiosk"] } == ["DQ02"])
    }

    @Test func `a batch of another kiosk's claims is in the log`() async throws {
        let log = InMemoryLogHandler()
        try await SecureCentral.run(logger: Logger(label: "test") { _ in log }) { central in
            let kiosk = try await central.enrolled("DQ02")
            var samples = try SampleClaims()
            let body = try SampleKeys.seal(samples.document()) + [0x0A]
            for _ in 0..<2 {
                #expect(try await central.ask("/v1/claims", method: "POST", body: body, as: kiosk).status == 200)
            }
        }
        #expect(log.entries.filter { $0.level >= .warning }.map { $0.metadata["code"] } == ["kiosk.not-yours"])
    }

    @Test func `a self-made certificate and one of another authority end at the handshake, logged once`() async throws {
        let log = InMemoryLogHandler()
        try await SecureCentral.run(logger: Logger(label: "test") { _ in log }) { central in
            let key = SigningKey()
            let pem = try CertificateRequest.pem(for: try #require(KioskID("DQ01")), key: key)
            let other = try CertificateAuthority(newAt: SecureCentral.now())
            let made = try other.certificate(for: try CertificateRequest(pem: pem), at: SecureCentral.now())
            let stranger = try EnrolledKiosk(
                key: key,
                certificate: try made.pem(),
                authority: central.authority.certificate
            )
            for _ in 0..<3 {
                await #expect(throws: (any Error).self) { try await central.ask("/v1/kiosks/DQ01", as: stranger) }
            }
            // The authority's own certificate is none of a kiosk's.
            _ = try await central.enrolled("DQ01")
        }
        let lines = log.entries.filter { $0.level >= .warning }
        #expect(lines.map { "\($0.message)" } == ["TLS connection refused"])
    }

    @Test func `a peer that hangs up in the middle of the handshake is not refused, one that speaks no TLS is`()
        async throws
    {
        let log = InMemoryLogHandler()
        try await SecureCentral.run(logger: Logger(label: "test") { _ in log }) { central in
            // The start of a record of 512 bytes, as a health check or a cut line leaves it.
            try await Self.sayAndHangUp([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC], to: central.port)
            #expect(log.entries.filter { $0.level >= .warning }.isEmpty)
            try await Self.sayAndHangUp(Array("GET / HTTP/1.1\r\nhost: a\r\n\r\n".utf8), to: central.port)
        }
        let lines = log.entries.filter { $0.level >= .warning }
        #expect(lines.map { "\($0.message)" } == ["TLS connection refused"])
    }

    /// Returns when the central has hung up too.
    private static func sayAndHangUp(_ bytes: [UInt8], to port: Int) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            outbound.finish()
            for try await _ in inbound {}
        }
    }

    @Test func `a certificate that the authority signed but never registered is refused`() async throws {
        try await SecureCentral.run { central in
            let key = SigningKey()
            let pem = try CertificateRequest.pem(for: try #require(KioskID("DQ01")), key: key)
            let made = try central.authority.certificate(for: try CertificateRequest(pem: pem), at: SecureCentral.now())
            let kiosk = try EnrolledKiosk(
                key: key,
                certificate: try made.pem(),
                authority: central.authority.certificate
            )
            let answer = try await central.ask("/v1/kiosks/DQ01", as: kiosk)
            #expect(answer.status == 403 && answer.errorCode == "trust.certificate-unknown")
        }
    }

    @Test func `an expired certificate is refused in words, on an open connection too`() async throws {
        let ahead = Mutex(Duration.zero)
        let log = InMemoryLogHandler()
        let now: @Sendable () -> Timestamp = { SecureCentral.now().adding(ahead.withLock { $0 }) }
        try await SecureCentral.run(now: now, logger: Logger(label: "test") { _ in log }) { central in
            let kiosk = try await central.enrolled("DQ01")
            try await SecureClient.with(kiosk.tls) { client in
                #expect(try await client.ask(central.port, "/v1/kiosks/DQ01").status == 200)
                ahead.withLock { $0 = .seconds(91 * 86_400) }
                for _ in 0..<3 {
                    let late = try await client.ask(central.port, "/v1/kiosks/DQ01")
                    #expect(late.status == 403 && late.errorCode == "trust.certificate-expired" && late.closes)
                }
            }
        }
        #expect(
            log.entries.filter { $0.level >= .warning }.map { $0.metadata["code"] } == ["trust.certificate-expired"]
        )
    }

    @Test func `a revoked kiosk is refused at its next request, and its connection closed`() async throws {
        try await SecureCentral.run { central in
            let kiosk = try await central.enrolled("DQ01")
            let other = try await central.enrolled("DQ02")
            try await SecureClient.with(kiosk.tls) { client in
                #expect(try await client.ask(central.port, "/v1/kiosks/DQ01").status == 200)
                try await central.office.revoke(try #require(KioskID("DQ01")))
                let answer = try await client.ask(central.port, "/v1/kiosks/DQ01")
                #expect(answer.status == 403 && answer.errorCode == "trust.certificate-revoked" && answer.closes)
                #expect(try await client.ask(central.port, "/v1/kiosks/DQ01").status == 403)
            }
            #expect(try await central.ask("/v1/kiosks/DQ02", as: other).status == 200)
            let again = try await central.enrolled("DQ01")
            #expect(try await central.ask("/v1/kiosks/DQ01", as: again).status == 200)
            #expect(try await central.ask("/v1/kiosks/DQ01", as: kiosk).errorCode == "trust.certificate-revoked")
        }
    }
}

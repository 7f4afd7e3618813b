import CentralServer
import ClaimRegister
import Claims
import Foundation
import Sealing
import Synchronization
import Testing
import Trust
import WireAPI

/// Enrolment and renewal over real TLS connections.
struct EnrolmentTests {
    private let kiosk = KioskID("DQ01")

    /// What the answer's box holds, if this key opens it.
    private func digestKey(in answer: EnrolmentAnswer, of kiosk: KioskID, with key: OpeningKey) -> String? {
        SealedBox(key: key.sealingKey.fingerprint, base64: answer.digestKey)?
            .open(.digestKey, with: key, context: kiosk.text)
            .flatMap { String(validating: $0, as: UTF8.self) }
    }

    @Test func `a token gives certificate, authority, central's key, sealing keys and the digest key`() async throws {
        let id = try #require(kiosk)
        try await SecureCentral.run { central in
            let (token, _) = try await central.office.token(for: id, hours: 24)
            let key = SigningKey()
            let box = OpeningKey()
            let answer = try await central.enrol(token, key, box: box.sealingKey)
            #expect(answer.kioskId == "DQ01" && answer.sealingKeys == "keys\n")
            #expect(answer.centralKey == SecureCentral.centralKey.verificationKey.hex)
            #expect(answer.authority == central.authority.certificate.pem)
            #expect(digestKey(in: answer, of: id, with: box) == SampleClaims.digestKeyText)
            #expect(digestKey(in: answer, of: id, with: OpeningKey()) == nil)
            #expect(digestKey(in: answer, of: try #require(KioskID("DQ02")), with: box) == nil)
            #expect(!answer.digestKey.contains(SampleClaims.digestKeyText))
            let certificate = try #require(KioskCertificate(pem: answer.certificate))
            #expect(certificate.kiosk == id && certificate.verificationKey == key.verificationKey)
            let days = (certificate.ends.milliseconds - SecureCentral.now().milliseconds + 60_000) / 86_400_000
            #expect(days == 90)
            #expect(await central.authority.certificate.issued(certificate.certificate))
        }
    }

    @Test func `a lost answer is given again, until the certificate was used`() async throws {
        let id = try #require(kiosk)
        try await SecureCentral.run { central in
            let (token, _) = try await central.office.token(for: id, hours: 24)
            let key = SigningKey()
            let first = try await central.enrol(token, key)
            let box = OpeningKey()
            let second = try await central.enrol(token, key, box: box.sealingKey)
            #expect(first.certificate == second.certificate)
            #expect(digestKey(in: second, of: id, with: box) == SampleClaims.digestKeyText)
            let enrolled = try EnrolledKiosk(
                key: key,
                certificate: first.certificate,
                authority: central.authority.certificate
            )
            #expect(try await central.ask("/v1/kiosks/DQ01", as: enrolled).status == 200)
            try await expect(.trustTokenUsed) { _ = try await central.enrol(token, key) }
        }
    }

    @Test func `a token that somebody else replays is refused, and the kiosk's own stays`() async throws {
        let id = try #require(kiosk)
        try await SecureCentral.run { central in
            let (token, _) = try await central.office.token(for: id, hours: 24)
            let key = SigningKey()
            let answer = try await central.enrol(token, key)
            try await expect(.trustTokenUsed) { _ = try await central.enrol(token, SigningKey()) }
            #expect(try await central.enrol(token, key).certificate == answer.certificate)
        }
    }

    @Test func `unknown, expired, revoked and other kiosks' tokens are told apart`() async throws {
        let id = try #require(kiosk)
        let other = try #require(KioskID("DQ02"))
        let ahead = Mutex(Duration.zero)
        let now: @Sendable () -> Timestamp = { SecureCentral.now().adding(ahead.withLock { $0 }) }
        try await SecureCentral.run(now: now) { central in
            let fingerprint = central.authority.certificate.fingerprint
            let made = EnrolmentToken(for: id, authority: fingerprint)
            try await expect(.trustTokenUnknown) { _ = try await central.enrol(made, SigningKey()) }
            let (first, _) = try await central.office.token(for: id, hours: 1)
            let forOther = try EnrolmentToken("\(other).\(first.secret).\(fingerprint)")
            try await expect(.trustTokenUnknown) { _ = try await central.enrol(forOther, SigningKey()) }
            ahead.withLock { $0 = .seconds(3_601) }
            try await expect(.trustTokenExpired) { _ = try await central.enrol(first, SigningKey()) }
            let (second, _) = try await central.office.token(for: id, hours: 1)
            try await central.office.revoke(id)
            try await expect(.trustTokenUnknown) { _ = try await central.enrol(second, SigningKey()) }
            try await expect(.kioskUnknown) { try await central.office.revoke(other) }
        }
    }

    @Test func `a server without the token's authority gets no request`() async throws {
        let id = try #require(kiosk)
        try await SecureCentral.run { central in
            let (token, _) = try await central.office.token(for: id, hours: 24)
            let wrong = try EnrolmentToken("\(id).\(token.secret).\(String(repeating: "0", count: 32))")
            try await expect(.trustWrongAuthority) { _ = try await central.enrol(wrong, SigningKey()) }
            // The secret was never sent: it is still good.
            _ = try await central.enrol(token, SigningKey())
        }
    }

    @Test func `a wrong clock at the kiosk, a server that is not there and a wrong host are told`() async throws {
        let id = try #require(kiosk)
        try await SecureCentral.run { central in
            let (token, _) = try await central.office.token(for: id, hours: 24)
            let address = try CentralAddress("https://127.0.0.1:\(central.port)")
            for time in [Timestamp(milliseconds: 0), SecureCentral.now().adding(.seconds(800 * 86_400))] {
                let client = EnrolmentClient(address: address, token: token, now: time)
                try await expect(.trustClock) { _ = try await client.authority() }
            }
            let nowhere = EnrolmentClient(
                address: try CentralAddress("https://127.0.0.1:1"),
                token: token,
                now: SecureCentral.now()
            )
            try await expect(.centralUnreachable) { _ = try await nowhere.authority() }
            // The certificate is for localhost and 127.0.0.1.
            let elsewhere = EnrolmentClient(
                address: try CentralAddress("https://127.0.0.2:\(central.port)"),
                token: token,
                now: SecureCentral.now()
            )
            try await expect(.centralUnreachable) { _ = try await elsewhere.authority() }
        }
    }

    @Test func `a certificate is renewed for the same key only, and the old one stays good`() async throws {
        let ahead = Mutex(Duration.zero)
        let now: @Sendable () -> Timestamp = { SecureCentral.now().adding(ahead.withLock { $0 }) }
        try await SecureCentral.run(now: now) { central in
            // In the last third of its life now.
            ahead.withLock { $0 = .seconds(-61 * 86_400) }
            let old = try await central.enrolled("DQ01")
            ahead.withLock { $0 = .zero }
            let kiosk = old.certificate.kiosk
            let body = try CanonicalJSON.encode(
                RenewalRequest(request: CertificateRequest.pem(for: kiosk, key: old.key))
            )
            let answer = try await central.ask("/v1/renewal", method: "POST", body: Array(body), as: old)
            let renewed = try EnrolledKiosk(
                key: old.key,
                certificate: try answer.decoded(RenewalAnswer.self).certificate,
                authority: central.authority.certificate
            )
            #expect(renewed.certificate.serial != old.certificate.serial)
            #expect(try await central.ask("/v1/kiosks/DQ01", as: renewed).status == 200)
            #expect(try await central.ask("/v1/kiosks/DQ01", as: old).status == 200)
            let foreign = try CanonicalJSON.encode(
                RenewalRequest(request: CertificateRequest.pem(for: kiosk, key: SigningKey()))
            )
            let refused = try await central.ask("/v1/renewal", method: "POST", body: Array(foreign), as: old)
            #expect(refused.errorCode == "kiosk.not-yours")
            let garbage = Array(#"{"request":"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END"}"#.utf8)
            let malformed = try await central.ask("/v1/renewal", method: "POST", body: garbage, as: old)
            #expect(malformed.status == 422 && malformed.errorCode == "trust.request-invalid")
        }
    }

    @Test func `neither the token nor the digest key is in the register's file`() async throws {
        let id = try #require(kiosk)
        try await SecureCentral.run { central in
            let (token, _) = try await central.office.token(for: id, hours: 24)
            _ = try await central.enrol(token, SigningKey())
            for name in ["register.sqlite", "register.sqlite-wal"] {
                let bytes = try Data(contentsOf: URL(filePath: "\(central.folder)/\(name)"))
                for secret in [token.secret, SampleClaims.digestKeyText] {
                    #expect(bytes.range(of: Data(secret.utf8)) == nil)
                }
            }
        }
    }

    private func expect(_ code: KioskError.Code, _ work: () async throws -> Void) async throws {
        let error = await #expect(throws: KioskError.self) { try await work() }
        #expect(error?.code == code, "\(String(describing: error))")
        #expect(error?.remedy.isEmpty == false)
    }
}

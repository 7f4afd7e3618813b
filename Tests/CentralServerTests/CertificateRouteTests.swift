import CentralServer
import ClaimRegister
import Claims
import Foundation
import Synchronization
import Testing
import WireAPI

struct CertificateRouteTests {
    /// Keeps what was to be signed.
    private final class Signer: Sendable {
        private let orders = Mutex<[CertificateIssuer.Order]>([])

        var all: [CertificateIssuer.Order] { orders.withLock { $0 } }

        var issuer: CertificateIssuer {
            CertificateIssuer(company: "测试再生资源有限公司", validDays: 730) { order throws(KioskError) in
                self.orders.withLock { $0.append(order) }
                return "signed \(order.number)"
            }
        }
    }

    @Test func `an accepted claim has a certificate, the same each time`() async throws {
        let signer = Signer()
        try await TestCentral.run(certificates: signer.issuer) { central in
            var samples = try SampleClaims()
            let claim = try samples.document(12)
            _ = try await central.put(claim)
            let answer = try await central.get("/v1/claims/\(claim.claimId)/certificate")
            #expect(answer.status == 200)
            let expected = CertificateAnswer(
                number: "SC-\(claim.claimNumber)",
                token: "signed SC-\(claim.claimNumber)",
                receivedOn: "2025-03-10",
                issuedOn: "2025-03-10",
                expiresOn: "2027-03-10",
                company: "测试再生资源有限公司"
            )
            #expect(try answer.decoded(CertificateAnswer.self) == expected)
            #expect(try await central.get("/v1/claims/\(claim.claimId)/certificate").body == answer.body)
            let orders = signer.all
            #expect(orders.count == 2 && orders[0] == orders[1])
            #expect(orders[0].claim.text == claim.claimNumber)
            #expect(orders[0].owner.text == claim.applicant.idNumber)
            #expect(orders[0].plate?.text == "藏A12345")
            #expect(orders[0].pointID == "dongga")
            #expect(orders[0].isRehearsal)
        }
    }

    @Test func `what stands in clear beside what is sealed is not certified`() async throws {
        let signer = Signer()
        try await TestCentral.run(certificates: signer.issuer) { central in
            var samples = try SampleClaims()
            let claim = try samples.document(12)
            let bytes = try SampleKeys.withDecoys(claim, idNumber: try SampleClaims.person(77), plate: "藏A77777")
            let answer = try await central.put(bytes, to: claim.claimId)
            #expect(try answer.decoded(ClaimAnswer.self).status == .accepted)
            #expect(try await central.get("/v1/claims/\(claim.claimId)/certificate").status == 200)
            let order = try #require(signer.all.first)
            #expect(order.owner.text == claim.applicant.idNumber)
            #expect(order.plate?.text == claim.vehicle.plate)
        }
    }

    @Test func `a claim of content version 2 has its certificate`() async throws {
        let signer = Signer()
        try await TestCentral.run(certificates: signer.issuer) { central in
            var samples = try SampleClaims()
            var claim = try samples.document(12)
            claim.contentVersion = OpenClaim.contentVersion
            claim.clock = nil
            claim.payee?.maskedCard = nil
            claim.keys.card = nil
            #expect(try await central.put(CanonicalJSON.encode(claim), to: claim.claimId).status == 200)
            #expect(try await central.get("/v1/claims/\(claim.claimId)/certificate").status == 200)
            #expect(signer.all.map(\.owner.text) == [claim.applicant.idNumber])
        }
    }

    @Test(arguments: [
        ("2025-03-05T10:00:00+08:00", "2025-03-05"), ("2025-03-12T10:00:00+08:00", "2025-03-10"),
    ])
    func `nothing is issued before it was received, whatever a kiosk's clock says`(
        _ recordedAt: String,
        _ receivedOn: String
    ) async throws {
        let signer = Signer()
        try await TestCentral.run(certificates: signer.issuer) { central in
            var samples = try SampleClaims()
            let claim = try samples.document(plate: nil, at: try #require(Timestamp(recordedAt)))
            _ = try await central.put(claim)
            let answer = try await central.get("/v1/claims/\(claim.claimId)/certificate")
            let body = try answer.decoded(CertificateAnswer.self)
            #expect(body.receivedOn == receivedOn)
            #expect(body.issuedOn == "2025-03-10")
            #expect(signer.all.map(\.plate) == [nil])
        }
    }

    @Test func `without a key there is no certificate, and the answer says so`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let claim = try samples.document()
            _ = try await central.put(claim)
            let answer = try await central.get("/v1/claims/\(claim.claimId)/certificate")
            #expect(answer.status == 404)
            #expect(answer.errorCode == "certificate.not-signed-here")
        }
    }

    @Test func `a claim that nobody knows, that is in review or a duplicate has none`() async throws {
        let signer = Signer()
        try await TestCentral.run(certificates: signer.issuer) { central in
            let unknown = try await central.get("/v1/claims/018f2b6c-0000-7000-8000-000000000000/certificate")
            #expect(unknown.status == 404)
            #expect(unknown.errorCode == "claim.unknown")
            var samples = try SampleClaims()
            let held = try samples.document(1) { $0.registration = .unknown }
            let duplicate = try samples.document(2)
            for claim in [held, duplicate] {
                #expect(try await central.put(claim).status == 200)
                let answer = try await central.get("/v1/claims/\(claim.claimId)/certificate")
                #expect(answer.status == 409)
                #expect(answer.errorCode == "claim.no-certificate-yet")
            }
        }
        #expect(signer.all.isEmpty)
    }

    @Test(arguments: [(Conclusion.refused, 409), (.withdrawn, 409), (.paid, 200)])
    func `how a claim ended decides whether it keeps its certificate`(
        _ conclusion: Conclusion,
        _ status: Int
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "central-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
        let signer = Signer()
        try await TestCentral.run(register: register, certificates: signer.issuer) { central in
            var samples = try SampleClaims()
            let claim = try samples.document()
            _ = try await central.put(claim)
            let id = try #require(ClaimID(claim.claimId))
            try await register.conclude(id, as: conclusion, at: TestCentral.receivedAt)
            #expect(try await central.get("/v1/claims/\(claim.claimId)/certificate").status == status)
        }
        try await register.close()
    }
}

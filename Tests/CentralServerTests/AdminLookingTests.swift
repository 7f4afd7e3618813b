import CentralServer
import ClaimRegister
import Claims
import ControlSocket
import Foundation
import Logging
import NIOHTTP1
import Sealing
import Testing
import Trust
import WireAPI

/// What the central's people look at over the control socket.
struct AdminLookingTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A central with claims 1–4 of DQ01 and 1 of DQ02; DQ01-000002 was sent back, DQ01-000003 refused.
    private static func withClaims(
        _ body: @escaping @Sendable (TestAdmin, OpenClaim) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "looking-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
        try await TestCentral.run(register: register) { central in
            var samples = try SampleClaims()
            var claims: [OpenClaim] = []
            for number in 1...4 {
                claims.append(try samples.document(Int64(number), person: number, plate: "藏A\(10_000 + number)"))
            }
            claims.append(try samples.document(1, kiosk: "DQ02", person: 9, plate: "藏A99999"))
            for claim in claims { #expect(try await central.put(claim).status == 200) }
            let ids = try claims.map { try #require(ClaimID($0.claimId)) }
            let now = TestCentral.receivedAt
            try await register.sendBack(ids[1], reason: .bankCard, note: "no such card", at: now)
            try await register.conclude(ids[2], as: .refused, at: now)
            let routes = ClaimAdmin(register: register, now: { now }, logger: quiet).routes
            let second = claims[1]
            try await TestAdmin.run(routes) { admin in try await body(admin, second) }
        }
        try await register.close()
    }

    @Test func `claims are listed by kiosk and by standing, page by page`() async throws {
        try await Self.withClaims { admin, _ in
            func list(_ query: String) async throws -> (numbers: [String], next: String?) {
                let page = try await admin.client.get("/v1/claims?\(query)", as: ClaimPage.self)
                return (page.claims.map { String($0.claimNumber.prefix(11)) }, page.next)
            }
            #expect(try await list("").numbers.count == 5)
            #expect(try await list("kiosk=DQ02").numbers == ["DQ02-000001"])
            #expect(try await list("status=returned").numbers == ["DQ01-000002"])
            #expect(try await list("status=refused&kiosk=DQ02").numbers.isEmpty)
            let open = try await list("status=accepted&limit=1")
            #expect(open.numbers == ["DQ01-000001"])
            let next = try #require(open.next)
            #expect(try await list("status=accepted&after=\(next)").numbers == ["DQ01-000004", "DQ02-000001"])
            #expect(try await list("status=accepted&after=\(next)").next == nil)
            let error = await #expect(throws: KioskError.self) { _ = try await list("status=lost") }
            #expect(error?.code == .requestMalformed)
        }
    }

    @Test func `a claim is shown with how it stands, and names nobody`() async throws {
        try await Self.withClaims { admin, claim in
            for name in [claim.claimNumber, claim.claimId] {
                let text = try await admin.client.text(.GET, "/v1/claims/\(name)")
                let plate = try #require(claim.vehicle.plate)
                for secret in [claim.applicant.name, claim.applicant.idNumber, plate, "6299990000012343"] {
                    #expect(!text.contains("\"\(secret)\""), "\(secret)")
                }
                let sheet = try await admin.client.get("/v1/claims/\(name)", as: ClaimSheet.self)
                #expect(sheet.claim.status == .returned && sheet.reason?.code == "correct-bank-card")
                #expect(sheet.returnNote == "no such card" && sheet.hash.utf8.count == 64)
                #expect(sheet.content?.applicant.maskedName == claim.applicant.maskedName)
                #expect(sheet.content?.maskedCard == "************2343")
            }
            let error = await #expect(throws: KioskError.self) {
                _ = try await admin.client.get("/v1/claims/DQ01-000009-X", as: ClaimSheet.self)
            }
            #expect(error?.code == .claimUnknown)
        }
    }

    @Test func `a claim that came in clear is shown by its own masks, whatever stands beside them`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "looking-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
        try await TestCentral.run(register: register) { central in
            var samples = try SampleClaims()
            var claim = try samples.document(12)
            // All that a document of version 3 has, with other masks; what version 2 has is checked and kept.
            var other = try samples.document(13, person: 77, plate: "藏A77777")
            other.claimId = claim.claimId
            let decoys = try JSONSerialization.jsonObject(with: Data(SampleKeys.seal(other))) as? [String: Any]
            claim.contentVersion = OpenClaim.contentVersion
            let clear = try JSONSerialization.jsonObject(with: Data(CanonicalJSON.encode(claim))) as? [String: Any]
            let mixed = Self.merged(try #require(clear), over: try #require(decoys))
            let bytes = try CanonicalJSON.canonicalise(Array(JSONSerialization.data(withJSONObject: mixed)))
            let answer = try await central.put(bytes, to: claim.claimId)
            #expect(answer.status == 200, "\(answer.errorMessage)")
            let routes = ClaimAdmin(register: register, now: { TestCentral.receivedAt }, logger: Self.quiet).routes
            let (number, mask) = (claim.claimNumber, claim.applicant.maskedNumber)
            let decoy = other.vehicle.maskedPlate
            try await TestAdmin.run(routes) { admin in
                let sheet = try await admin.client.get("/v1/claims/\(number)", as: ClaimSheet.self)
                #expect(sheet.content?.applicant.maskedNumber == mask)
                #expect(sheet.content?.maskedPlate != decoy)
            }
        }
        try await register.close()
    }

    private static func merged(_ value: [String: Any], over other: [String: Any]) -> [String: Any] {
        other.merging(value) { former, own in
            guard let former = former as? [String: Any], let own = own as? [String: Any] else { return own }
            return merged(own, over: former)
        }
    }

    @Test func `a kiosk's account says what is missing up to a number, its hash there, and how claims ended`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "account-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
        try await TestCentral.run(register: register) { central in
            var samples = try SampleClaims()
            for number in [1, 2, 4] {
                let claim = try samples.document(Int64(number), person: number, plate: "藏A\(10_000 + number)")
                #expect(try await central.put(claim).status == 200)
                let id = try #require(ClaimID(claim.claimId))
                try await register.conclude(id, as: number == 4 ? .withdrawn : .paid, at: TestCentral.receivedAt)
            }
            try await TestAdmin.run(KioskAdmin(register: register).routes) { admin in
                func account(_ end: Int64, of kiosk: String = "DQ01") async throws -> KioskAccount {
                    try await admin.client.get("/v1/kiosks/\(kiosk)/account?upTo=\(end)", as: KioskAccount.self)
                }
                let kiosk = try #require(KioskID("DQ01"))
                let links = try await register.links(of: kiosk, after: 0, limit: 10).links
                let two = try await account(2)
                #expect(two.missing == [] && two.highest == 4 && two.paid == 2 && two.withdrawn == 0)
                #expect(two.hash == links[1].hash)
                let five = try await account(5)
                #expect(five.missing == [3, 5] && five.hash == nil && five.paid == 2 && five.withdrawn == 1)
                let none = try await account(0, of: "DQ09")
                #expect(none.highest == 0 && none.missing == [] && none.hash == String(repeating: "0", count: 64))
                #expect(try await account(1 << 60, of: "DQ09").missing.count == KioskAccount.listed)
                for query in ["", "?upTo=-1", "?upTo=x"] {
                    let error = await #expect(throws: KioskError.self) {
                        _ = try await admin.client.get("/v1/kiosks/DQ01/account\(query)", as: KioskAccount.self)
                    }
                    #expect(error?.code == .requestMalformed)
                }
            }
        }
        try await register.close()
    }

    @Test func `a kiosk's keys are given, also of one that was revoked`() async throws {
        try await SecureCentral.run { central in
            try await TestAdmin.run(KioskAdmin(register: central.register).routes) { admin in
                let keys = [SigningKey(), SigningKey()]
                for key in keys {
                    let kiosk = try #require(KioskID("DQ01"))
                    let token = try await central.office.token(for: kiosk, hours: 1).0
                    _ = try await central.enrol(token, key)
                }
                let listed = try await admin.client.get("/v1/kiosks/DQ01/keys", as: KioskKeys.self)
                #expect(Set(listed.keys.map(\.publicKey)) == Set(keys.map(\.verificationKey.hex)))
                let counted = listed.keys.filter { $0.revokedAt == nil }.map(\.publicKey)
                #expect(counted == [keys[1].verificationKey.hex])
                try await central.office.revoke(try #require(KioskID("DQ01")))
                let after = try await admin.client.get("/v1/kiosks/DQ01/keys", as: KioskKeys.self)
                #expect(after.keys.count == 2 && after.keys.allSatisfy { $0.revokedAt != nil })
                for name in ["DQ09", "dq"] {
                    let error = await #expect(throws: KioskError.self) {
                        _ = try await admin.client.get("/v1/kiosks/\(name)/keys", as: KioskKeys.self)
                    }
                    #expect(error?.code == .kioskUnknown)
                }
            }
        }
    }
}

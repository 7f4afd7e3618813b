import Claims
import Foundation
import HTTPTypes
import Testing
import WireAPI

struct ClaimRoutesTests {
    @Test func `a claim is accepted and can be asked for`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let claim = try samples.document()
            let answer = try await central.put(claim)
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/json")
            let expected = ClaimAnswer(
                claimId: claim.claimId,
                claimNumber: claim.claimNumber,
                status: .accepted,
                receivedAt: "2025-03-10T10:05:00.000+08:00",
                reason: nil
            )
            #expect(try answer.decoded(ClaimAnswer.self) == expected)
            #expect(try await central.get("/v1/claims/\(claim.claimId)").body == answer.body)
        }
    }

    @Test func `the same claim again gets the same bytes, whatever the order of its keys`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let claim = try samples.document()
            let first = try await central.put(claim)
            #expect(try await central.put(claim).body == first.body)
            let turned = try turnedAround(try SampleKeys.seal(claim))
            #expect(turned != (try SampleKeys.seal(claim)))
            let again = try await central.put(turned, to: claim.claimId)
            #expect(again.status == 200)
            #expect(again.body == first.body)
            #expect(try await central.get("/v1/claims").decoded(ClaimPage.self).claims.count == 1)
        }
    }

    @Test func `other content under the same id is refused and changes nothing`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            var claim = try samples.document()
            let first = try await central.put(claim)
            claim.point = "naiqiong"
            let answer = try await central.put(claim)
            #expect(answer.status == 409)
            #expect(answer.errorCode == "claim.content-differs")
            #expect(try await central.get("/v1/claims/\(claim.claimId)").body == first.body)
        }
    }

    @Test func `a field that nobody knows here is kept and counts as content`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let claim = try samples.document()
            let text = String(decoding: try SampleKeys.seal(claim), as: UTF8.self)
            let longer = Array((text.dropLast() + #","zzz":{"b":1,"a":[true]}}"#).utf8)
            #expect(try await central.put(longer, to: claim.claimId).status == 200)
            #expect(try await central.put(longer, to: claim.claimId).status == 200)
            #expect(try await central.put(claim).errorCode == "claim.content-differs")
        }
    }

    @Test func `another claim with a taken number is refused`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            _ = try await central.put(try samples.document(1))
            let answer = try await central.put(try samples.document(1, person: 2, plate: "藏A22222"))
            #expect(answer.status == 409)
            #expect(answer.errorCode == "claim.number-taken")
        }
    }

    @Test func `a second claim of a person is stored as duplicate of the first`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let first = try samples.document(1)
            _ = try await central.put(first)
            let second = try samples.document(2, kiosk: "DQ02", plate: "藏A99999")
            let answer = try await central.put(second)
            #expect(answer.status == 200)
            let body = try answer.decoded(ClaimAnswer.self)
            #expect(body.status == .duplicate)
            let reason = ClaimAnswer.Reason(code: "person-already-claimed", otherClaim: first.claimNumber)
            #expect(body.reason == reason)
            #expect(try await central.put(second).body == answer.body)
        }
    }

    @Test func `a second claim for a vehicle is stored as duplicate of the first`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let first = try samples.document(1)
            _ = try await central.put(first)
            let body = try await central.put(try samples.document(2, person: 2)).decoded(ClaimAnswer.self)
            #expect(body.status == .duplicate)
            #expect(body.reason?.code == "vehicle-already-claimed")
            #expect(body.reason?.otherClaim == first.claimNumber)
        }
    }

    @Test(arguments: [true, false])
    func `a claim of the other mode is refused`(_ rehearsal: Bool) async throws {
        try await TestCentral.run(rehearsal: rehearsal) { central in
            var samples = try SampleClaims()
            let answer = try await central.put(try samples.document(1, rehearsal: !rehearsal))
            #expect(answer.status == 409)
            #expect(answer.errorCode == "claim.wrong-mode")
            #expect(try await central.put(try samples.document(1, rehearsal: rehearsal)).status == 200)
        }
    }

    @Test func `two hundred requests at once for twenty claims make twenty rows`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let claims = try (1...20).map { number in
                try samples.document(Int64(number), person: number, plate: "藏A\((10_000 + number))")
            }
            let bodies = try await withThrowingTaskGroup(of: (String, [UInt8]).self) { group in
                for claim in (0..<10).flatMap({ _ in claims.shuffled() }) {
                    group.addTask {
                        let answer = try await central.put(claim)
                        #expect(answer.status == 200)
                        return (claim.claimId, answer.body)
                    }
                }
                return try await group.reduce(into: [String: [[UInt8]]]()) { $0[$1.0, default: []].append($1.1) }
            }
            #expect(bodies.count == 20)
            for same in bodies.values { #expect(same.count == 10 && Set(same).count == 1) }
            let page = try await central.get("/v1/claims?limit=500").decoded(ClaimPage.self)
            #expect(page.claims.count == 20)
            #expect(page.claims.allSatisfy { $0.status == .accepted })
        }
    }

    @Test func `what was acknowledged is there after a new start`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "central-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var samples = try SampleClaims()
        let claim = try samples.document()
        try await TestCentral.run(folder: folder) { central in
            let answer = try await central.put(claim)
            #expect(answer.status == 200)
        }
        try await TestCentral.run(folder: folder) { central in
            let found = try await central.get("/v1/claims/\(claim.claimId)")
            #expect(found.status == 200)
            let again = try await central.put(claim)
            #expect(again.body == found.body)
        }
    }

    /// The same value with the members of the outer object in reverse order, and white space.
    private func turnedAround(_ json: [UInt8]) throws -> [UInt8] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
        let members = try object.sorted { $0.key > $1.key }.map { key, value in
            let text = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .prettyPrinted])
            return "\"\(key)\" : \(String(decoding: text, as: UTF8.self))"
        }
        return Array("{\n\(members.joined(separator: ",\n"))\n}".utf8)
    }
}

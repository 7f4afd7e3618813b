import Testing
import WireAPI

@testable import CentralServer

struct ListingRoutesTests {
    @Test func `pages hold all claims once and no personal data`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            for number in 1...5 {
                _ = try await central.put(
                    try samples.document(Int64(number), person: number, plate: "藏A\(10_000 + number)")
                )
            }
            var path = "/v1/claims?limit=2"
            var sequences: [Int64] = []
            for _ in 0..<5 {
                let answer = try await central.get(path)
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(!text.contains("990001") && !text.contains("测试") && !text.contains("629999"))
                let page = try answer.decoded(ClaimPage.self)
                sequences += page.claims.map(\.sequence)
                guard let next = page.next else { break }
                path = "/v1/claims?limit=2&after=\(next)"
            }
            #expect(sequences == [1, 2, 3, 4, 5])
        }
    }

    @Test func `a page can be of one kiosk`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            _ = try await central.put(try samples.document(1))
            let wanted = try samples.document(1, kiosk: "DQ02", person: 2, plate: "藏A99999")
            _ = try await central.put(wanted)
            let page = try await central.get("/v1/claims?kiosk=DQ02").decoded(ClaimPage.self)
            #expect(page.claims.map(\.claimId) == [wanted.claimId])
            #expect(page.next == nil)
        }
    }

    @Test(arguments: ["limit=0", "limit=501", "limit=x", "after=-1", "after=x", "kiosk=dq!"])
    func `a wrong query is refused`(_ query: String) async throws {
        try await TestCentral.run { central in
            let answer = try await central.get("/v1/claims?\(query)")
            #expect(answer.status == 400)
            #expect(answer.errorCode == "request.malformed")
        }
    }

    @Test func `a kiosk's state names what is missing and what does not fit`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            for number in [1, 2, 5] {
                _ = try await central.put(
                    try samples.document(Int64(number), person: number, plate: "藏A\(10_000 + number)")
                )
            }
            let state = try await central.get("/v1/kiosks/DQ01").decoded(KioskStateBody.self)
            #expect(state.kioskId == "DQ01")
            #expect((state.highest, state.count) == (5, 3))
            #expect(state.missing == [3, 4])
            #expect(state.broken == [2])
            #expect(try await central.get("/v1/kiosks/DQ09").decoded(KioskStateBody.self).count == 0)
            #expect(try await central.get("/v1/kiosks/nobody!").errorCode == "request.malformed")
        }
    }

    @Test(arguments: [true, false])
    func `health tells the mode`(_ rehearsal: Bool) async throws {
        try await TestCentral.run(rehearsal: rehearsal) { central in
            let answer = try await central.get("/v1/health")
            #expect(answer.status == 200)
            let expected = HealthBody(status: "ok", mode: rehearsal ? "rehearsal" : "production")
            #expect(try answer.decoded(HealthBody.self) == expected)
        }
    }
}

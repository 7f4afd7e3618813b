import ClaimRegister
import Claims
import Foundation
import HTTPTypes
import Sealing
import Testing
import WireAPI

/// `POST /v1/claims`.
struct BatchRouteTests {
    private func post(_ lines: [[UInt8]], to central: TestCentral) async throws -> TestCentral.Answer {
        let body = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
        return try await central.send(.post, "/v1/claims", body: body, headers: [.contentType: BatchAnswer.contentType])
    }

    private func answers(_ answer: TestCentral.Answer) throws -> [BatchAnswer] {
        try answer.body.split(separator: UInt8(ascii: "\n")).map { try #require(BatchAnswer($0)) }
    }

    private func documents(_ count: Int) throws -> [ClaimDocument] {
        var samples = try SampleClaims()
        return try (1...count).map {
            try SampleKeys.document(try samples.document(Int64($0), person: $0, plate: "藏A\(10_000 + $0)"))
        }
    }

    @Test func `a batch is answered line by line, in its order, and the same batch again gets the same bytes`()
        async throws
    {
        try await TestCentral.run { central in
            let claims = try documents(40)
            let lines = try claims.map { try CanonicalJSON.encode($0) }
            let answer = try await post(lines, to: central)
            #expect(answer.status == 200 && answer.headers[.contentType] == "application/x-ndjson")
            let found = try answers(answer).map { line in
                if case .answer(let answer) = line, answer.status == .accepted { answer.claimId } else { "refused" }
            }
            #expect(found == claims.map(\.claimId))
            #expect(try await post(lines, to: central).body == answer.body)
            // One alone is answered as in the batch.
            guard case .answer(let first)? = try answers(answer).first else { return }
            #expect(try await central.put(claims[0]).decoded(ClaimAnswer.self) == first)
            let page = try await central.get("/v1/claims?limit=500").decoded(ClaimPage.self)
            #expect(page.claims.map(\.claimId) == claims.map(\.claimId))
        }
    }

    @Test func `a line that is refused hurts no other`() async throws {
        try await TestCentral.run { central in
            var claims = try documents(8)
            _ = try await central.put(claims[0])
            claims[0].point = "naiqiong"
            claims[1].keys.person = String(repeating: "0", count: 64)
            claims[2].rehearsal = false
            claims[4].claimNumber = claims[3].claimNumber
            claims[4].chain = claims[3].chain
            var lines = try claims.map { try CanonicalJSON.encode($0) }
            lines[5] = Array("not JSON".utf8)
            lines[6] = Array(#"{"claimId":"\#(claims[6].claimId)"}"#.utf8)
            let found = try answers(try await post(lines, to: central)).map { line in
                switch line {
                case .answer(let answer): "\(answer.claimId) \(answer.status.rawValue)"
                case .refusal(let id, let error): "\(id ?? "-") \(error.code)"
                }
            }
            let expected = [
                "\(claims[0].claimId) claim.content-differs", "\(claims[1].claimId) claim.invalid",
                "\(claims[2].claimId) claim.wrong-mode", "\(claims[3].claimId) accepted",
                "\(claims[4].claimId) claim.number-taken", "- request.malformed", "\(claims[6].claimId) claim.invalid",
                "\(claims[7].claimId) accepted",
            ]
            #expect(found == expected)
            #expect(try await central.get("/v1/claims").decoded(ClaimPage.self).claims.count == 3)
        }
    }

    @Test func `the same claim twice in one batch is one claim`() async throws {
        try await TestCentral.run { central in
            let line = try CanonicalJSON.encode(try documents(1)[0])
            let found = try answers(try await post([line, line], to: central))
            #expect(found.count == 2 && found[0] == found[1])
            #expect(try await central.get("/v1/claims").decoded(ClaimPage.self).claims.count == 1)
        }
    }

    @Test func `more than the limits is refused as a whole and stores nothing`() async throws {
        try await TestCentral.run { central in
            let line = try CanonicalJSON.encode(try documents(1)[0])
            let many = [line] + [[UInt8]](repeating: Array("{}".utf8), count: BatchAnswer.maximum.lines)
            let tooMany = try await post(many, to: central)
            #expect(tooMany.status == 413 && tooMany.errorCode == "request.too-large")
            let long = [UInt8](repeating: UInt8(ascii: " "), count: BatchAnswer.maximum.bytes)
            let tooLong = try await post([line, long], to: central)
            #expect(tooLong.status == 413 && tooLong.errorCode == "request.too-large")
            let none = try await post([], to: central)
            #expect(none.status == 400 && none.errorCode == "request.malformed")
            #expect(try await central.get("/v1/claims").decoded(ClaimPage.self).claims.isEmpty)
            // One long line is its own trouble only.
            let longLine = [UInt8](repeating: UInt8(ascii: " "), count: BatchAnswer.maximum.line + 1)
            let found = try answers(try await post([longLine, line], to: central))
            guard case .refusal(nil, let error) = found[0], case .answer = found[1] else {
                Issue.record("\(found)")
                return
            }
            #expect(error.code == "request.too-large")
        }
    }

    @Test func `the answer is signed as a whole`() async throws {
        let key = SigningKey()
        try await TestCentral.run(signingKey: key) { central in
            let lines = try documents(3).map { try CanonicalJSON.encode($0) }
            let answer = try await post(lines, to: central)
            let name = try #require(HTTPField.Name(MessageSignature.header))
            let text = try #require(answer.headers[name])
            let signature = try #require(MessageSignature(text))
            #expect(signature.isValid(for: .answers, answer.body, by: key.verificationKey))
            #expect(!signature.isValid(for: .answers, answer.body + [0x20], by: key.verificationKey))
        }
    }

    @Test func `many kiosks at once lose nothing and each gets its own answers`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            var batches: [[ClaimDocument]] = []
            for kiosk in 1...8 {
                batches.append(
                    try (1...30).map { number in
                        let serial = (kiosk - 1) * 30 + number
                        let claim = try samples.document(
                            Int64(number),
                            kiosk: "DQ0\(kiosk)",
                            person: serial,
                            plate: "藏A\(10_000 + serial)"
                        )
                        return try SampleKeys.document(claim)
                    }
                )
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for claims in batches + batches {
                    group.addTask {
                        let lines = try claims.map { try CanonicalJSON.encode($0) }
                        let ids = try answers(try await post(lines, to: central)).map { line in
                            if case .answer(let answer) = line { answer.claimId } else { "refused" }
                        }
                        #expect(ids == claims.map(\.claimId))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await central.get("/v1/claims?limit=500").decoded(ClaimPage.self).claims.count == 240)
        }
    }
}

import ClaimRegister
import Claims
import Foundation
import HTTPTypes
import Sealing
import Testing
import WireAPI

@testable import CentralServer

/// What kiosks hear of their claims over HTTP, signed.
struct SyncRoutesTests {
    private let key = SigningKey()

    /// With the register, for what people at the central decide.
    private func run(
        kioskKey: VerificationKey? = nil,
        _ body: @escaping @Sendable (TestCentral, SQLiteClaimRegister) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "central-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
        try await TestCentral.run(register: register, signingKey: key, kioskKey: { _ in kioskKey }) { central in
            try await body(central, register)
        }
        try await register.close()
    }

    @Test func `answers to claims are signed, and a repeat tells how the claim stands now`() async throws {
        try await run { [key] central, register in
            var samples = try SampleClaims()
            let claim = try samples.document()
            let first = try await central.put(claim).signed(ClaimAnswer.self, as: .answers, by: key)
            #expect(first.status == .accepted && first.reason == nil)
            let id = try #require(ClaimID(claim.claimId))
            try await register.sendBack(id, reason: .bankCard, note: "", at: TestCentral.receivedAt)
            let again = try await central.put(claim).signed(ClaimAnswer.self, as: .answers, by: key)
            #expect(again.status == .returned && again.reason?.code == "correct-bank-card")
            try await register.conclude(id, as: .refused, at: TestCentral.receivedAt)
            let last = try await central.get("/v1/claims/\(claim.claimId)").signed(
                ClaimAnswer.self,
                as: .answers,
                by: key
            )
            #expect(last.status == .refused && last.receivedAt == first.receivedAt)
        }
    }

    @Test func `a claim is sent back by its id or its number, with a reason that kiosks know`() async throws {
        try await run { central, register in
            var samples = try SampleClaims()
            let claim = try samples.document()
            _ = try await central.put(claim)
            let desk = ClaimDesk(register: register, now: { TestCentral.receivedAt })
            for (name, reason) in [(claim.claimNumber, "correct-battery"), (claim.claimId, "correct-several")] {
                let answer = try await desk.sendBack(name, ClaimReturn(reason: reason, note: "see file 7"))
                #expect(answer.status == .returned && answer.reason?.code == reason)
            }
            let wrong: [(String, ClaimReturn, KioskError.Code)] = [
                (claim.claimId, ClaimReturn(reason: "because"), .requestMalformed),
                (claim.claimId, ClaimReturn(reason: "correct-frame", note: "a\u{7}"), .requestMalformed),
                ("DQ01-000009-X", ClaimReturn(reason: "correct-frame"), .claimUnknown),
                (
                    ClaimNumber(kiosk: try #require(KioskID("DQ01")), sequence: 9).text,
                    ClaimReturn(reason: "correct-frame"), .claimUnknown
                ),
                ("", ClaimReturn(reason: "correct-frame"), .claimUnknown),
            ]
            for (name, order, code) in wrong {
                let error = await #expect(throws: KioskError.self) { try await desk.sendBack(name, order) }
                #expect(error?.code == code)
            }
        }
    }

    @Test func `both kiosks hear of a dispute, page by page, with the central's time and chain`() async throws {
        try await run { [key] central, register in
            var samples = try SampleClaims()
            let first = try samples.document(1, kiosk: "DQ01")
            let second = try samples.document(2, kiosk: "DQ02", plate: "藏A22222")
            for claim in [first, second] { _ = try await central.put(claim) }
            let id = try #require(ClaimID(first.claimId))
            try await register.conclude(id, as: .withdrawn, at: TestCentral.receivedAt)
            var pages: [ChangePage] = []
            var path = "/v1/kiosks/DQ01/changes?limit=1"
            repeat {
                pages.append(try await central.get(path).signed(ChangePage.self, as: .changes, by: key))
                path = "/v1/kiosks/DQ01/changes?limit=1&after=\(pages.last?.cursor ?? "")"
            } while pages.last?.more == true
            #expect(pages.flatMap(\.changes).map(\.standing) == [.accepted, .withdrawn])
            let rival = ClaimAnswer.Reason(code: "rival-in-dispute", otherClaim: second.claimNumber)
            #expect(pages.first?.changes.first?.reason == rival)
            #expect(pages.allSatisfy { $0.at == TestCentral.receivedAt.description && $0.chain.highest == 1 })
            let other = try await central.get("/v1/kiosks/DQ02/changes").signed(ChangePage.self, as: .changes, by: key)
            #expect(other.changes.map(\.standing) == [.accepted] && other.changes.map(\.claimId) == [second.claimId])
            for query in ["after=x", "limit=0", "limit=501"] {
                #expect(try await central.get("/v1/kiosks/DQ01/changes?\(query)").errorCode == "request.malformed")
            }
        }
    }

    @Test func `a correction takes the original's place, and what it cannot correct is told for good`() async throws {
        try await run { [key] central, register in
            var samples = try SampleClaims()
            let original = try samples.document(1)
            _ = try await central.put(original)
            let id = try #require(ClaimID(original.claimId))
            try await register.sendBack(id, reason: .bankCard, note: "", at: TestCentral.receivedAt)
            var amendment = try samples.document(2)
            amendment.amends = original.claimId
            let answer = try await central.put(amendment)
            #expect(try answer.signed(ClaimAnswer.self, as: .answers, by: key).status == .accepted)
            let old = try await central.get("/v1/claims/\(original.claimId)").decoded(ClaimAnswer.self)
            #expect(old.status == .returned)
            #expect(old.reason == ClaimAnswer.Reason(code: "amended", otherClaim: amendment.claimNumber))
            let list = try await central.get("/v1/claims?limit=2").decoded(ClaimPage.self).claims
            #expect(list.map(\.correctedBy) == [amendment.claimNumber, nil])
            var second = try samples.document(3)
            second.amends = original.claimId
            let refusal = try await central.put(second)
            #expect(refusal.status == 409 && refusal.errorCode == "claim.not-amendable")
            #expect(refusal.errorMessage.contains(amendment.claimNumber))
        }
    }

    @Test func `a trusted clock decides between two claims, whichever comes first`() async throws {
        try await run { [key] central, register in
            var samples = try SampleClaims()
            let minutes = { SampleClaims.recordedAt.adding(.seconds(-60 * $0)) }
            let late = try samples.document(1, kiosk: "DQ01", at: minutes(10))
            let early = try samples.document(1, kiosk: "DQ02", at: minutes(20))
            let setBack = try samples.document(1, kiosk: "DQ03", at: minutes(30))
            let clocks = [(late, ClaimDocument.Clock.Trust.plausible), (setBack, .setBack), (early, .confirmed)]
            for (claim, trust) in clocks {
                var claim = claim
                claim.clock?.trust = trust
                #expect(try await central.put(claim).status == 200)
            }
            for (claim, status) in [(late, ClaimStanding.duplicate), (early, .accepted), (setBack, .duplicate)] {
                let answer = try await central.get("/v1/claims/\(claim.claimId)")
                #expect(try answer.signed(ClaimAnswer.self, as: .answers, by: key).status == status)
            }
        }
    }

    @Test func `a kiosk's day and chain are told as they are here`() async throws {
        try await run { [key] central, register in
            var samples = try SampleClaims()
            var claims: [OpenClaim] = []
            for sequence in Int64(1)...3 {
                var claim = try samples.document(sequence, person: Int(sequence), plate: "藏A1111\(sequence)")
                if let before = claims.last { claim.chain.previous = ChainHash.claim(try SampleKeys.seal(before)) }
                claims.append(claim)
            }
            for index in [0, 2] { _ = try await central.put(claims[index]) }
            let path = "/v1/kiosks/DQ01/days/2025-03-10"
            let gap = try await central.get(path).signed(DayProof.self, as: .day, by: key)
            #expect(gap.count == 2 && !gap.complete && gap.missing == [2] && gap.last == 3)
            _ = try await central.put(claims[1])
            let whole = try await central.get(path).signed(DayProof.self, as: .day, by: key)
            #expect(whole.count == 3 && whole.complete && whole.first == 1)
            let hash = ChainHash.claim(try SampleKeys.seal(claims[2]))
            #expect(whole.hash == hash)
            let page = try await central.get("/v1/kiosks/DQ01/chain?after=1&limit=1").signed(
                ChainPage.self,
                as: .changes,
                by: key
            )
            #expect(page.more && page.entries.map(\.claimId) == [claims[1].claimId])
            #expect(page.entries.first?.keys == claims[1].keys && page.entries.first?.verdict == "subsidy")
            #expect(page.entries.first?.recordedAt == claims[1].recordedAt && page.entries.first?.corrects == nil)
            // The chain's end comes with the last page, once the kiosk told it.
            let kiosk = try #require(KioskID("DQ01"))
            let told = ChainMark(sequence: 5, hash: String(repeating: "ab", count: 32))
            try await register.hear(told, of: kiosk, saidAt: SampleClaims.recordedAt, at: SampleClaims.recordedAt)
            for (query, end) in [("after=1&limit=1", nil), ("after=2", told), ("after=9", told)] {
                let page = try await central.get("/v1/kiosks/DQ01/chain?\(query)").signed(
                    ChainPage.self,
                    as: .changes,
                    by: key
                )
                #expect(page.told == end.map { ChainPage.Told(sequence: $0.sequence, hash: $0.hash) }, "\(query)")
            }
            for path in ["days/2025-3-10", "days/2025-02-30", "chain?after=-1", "chain?limit=x"] {
                #expect(try await central.get("/v1/kiosks/DQ01/\(path)").errorCode == "request.malformed", "\(path)")
            }
        }
    }

    @Test func `a kiosk says how far its chain goes, by its own key only`() async throws {
        let kiosk = SigningKey()
        try await run(kioskKey: kiosk.verificationKey) { [key] central, register in
            let head = ChainHead(
                kioskId: "DQ01",
                sequence: 4,
                hash: String(repeating: "ab", count: 32),
                at: SampleClaims.recordedAt.description
            )
            let body = try CanonicalJSON.encode(head)
            let name = try #require(HTTPField.Name(MessageSignature.header))
            let path = "/v1/kiosks/DQ01/head"
            let signature = try MessageSignature(of: .head, body, by: kiosk).text
            let answer = try await central.send(.put, path, body: body, headers: [name: signature])
            let chain = try answer.signed(KioskChain.self, as: .changes, by: key)
            #expect(chain.highest == 0 && chain.missing.isEmpty && chain.hash == ChainHash.genesis)
            let state = try await central.get("/v1/kiosks/DQ01").body
            #expect(String(decoding: state, as: UTF8.self).contains(#""head":4"#))
            let wrong = [
                nil, "x", try MessageSignature(of: .head, body, by: SigningKey()).text,
                try MessageSignature(of: .day, body, by: kiosk).text,
            ]
            for signature in wrong {
                let headers: HTTPFields = signature.map { [name: $0] } ?? [:]
                let refusal = try await central.send(.put, path, body: body, headers: headers)
                #expect(refusal.status == 403 && refusal.errorCode == "head.wrong-signature")
            }
            let elsewhere = try await central.send(
                .put,
                "/v1/kiosks/DQ02/head",
                body: body,
                headers: [name: signature]
            )
            #expect(elsewhere.errorCode == "request.malformed")
        }
    }
}

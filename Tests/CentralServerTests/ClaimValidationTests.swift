import Claims
import Foundation
import Testing
import WireAPI

struct ClaimValidationTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let field: String
        let change: @Sendable (inout OpenClaim) -> Void

        init(_ field: String, _ change: @escaping @Sendable (inout OpenClaim) -> Void) {
            self.field = field
            self.change = change
        }

        var testDescription: String { field }
    }

    @Test(arguments: [faults, peopleFaults, bikeFaults, verdictFaults])
    func `each wrong field is refused by its name, and nothing is stored`(_ faults: [Fault]) async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let good = try samples.fullDocument()
            for fault in faults {
                var claim = good
                fault.change(&claim)
                let answer = try await central.put(claim, to: good.claimId)
                #expect(answer.status == 422, "\(fault.field)")
                #expect(answer.errorCode == "claim.invalid", "\(fault.field)")
                let named =
                    answer.errorMessage.contains(": \(fault.field) ")
                    || answer.errorMessage.contains("; \(fault.field) ")
                #expect(named, "\(fault.field): \(answer.errorMessage)")
                let personal = ["990001", "测试", "629999"].contains { answer.errorMessage.contains($0) }
                #expect(!personal, "\(answer.errorMessage)")
            }
            #expect(try await central.get("/v1/claims").decoded(ClaimPage.self).claims.isEmpty)
            let answer = try await central.put(good)
            #expect(answer.status == 200, "\(answer.errorMessage)")
        }
    }

    @Test func `a residual value needs a bike without a plate, and that nothing else`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            var claim = try samples.document(plate: nil)
            claim.verdict.kind = "subsidy"
            #expect(try await central.put(claim).errorMessage.contains("; verdict.kind must be residual"))
            claim.verdict.kind = "residual"
            claim.keys.vehicle = claim.keys.person
            claim.keys.pair = claim.keys.person
            let message = try await central.put(claim).errorMessage
            #expect(message.contains("keys.vehicle must not") && message.contains("keys.pair must not"))
        }
    }

    @Test(arguments: ["6299990000012344", "62999900000", "629999000006", "629999000012"])
    func `a card number that looks wrong needs a supervisor, one that is none is refused`(
        _ number: String
    ) async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            var claim = try samples.document { $0.sentToReview = [.notATarget] }
            claim.payee?.bankCard = number
            claim.payee?.luhnValid = BankCardNumber(number)?.isLuhnValid ?? false
            #expect(try await central.put(claim).errorMessage.contains("payee.maskedCard "))
            claim.overrides[0].subject = "bank-card"
            #expect(try await central.put(claim).status == (number.count < 12 ? 422 : 200))
        }
    }

    @Test func `an answer names every fault at once`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            var claim = try samples.document()
            claim.point = ""
            claim.payee = nil
            let message = try await central.put(claim).errorMessage
            #expect(message.contains("point must") && message.contains("; payee must"))
        }
    }

    @Test(arguments: [
        ("applicant", "applicant must be there"), ("contentVersion", "contentVersion must be there"),
        ("keys", "keys must be there"),
    ])
    func `a missing member is refused by its name`(_ name: String, _ message: String) async throws {
        try await changed({ $0[name] = nil }) { answer in
            #expect(answer.status == 422)
            #expect(answer.errorCode == "claim.invalid")
            #expect(answer.errorMessage.contains(message))
        }
    }

    @Test func `a member of the wrong type is refused by its name`() async throws {
        try await changed({
            $0["applicant"] = ["cardKind": "resident", "cardValidUntil": "long-term", "maskedName": 7]
        }) { answer in
            #expect(answer.status == 422)
            #expect(answer.errorMessage.contains("applicant.maskedName has the wrong type"))
        }
    }

    // Found by fuzzing: a name inside `parts` is whatever somebody wrote there.
    @Test(arguments: ["990001198512310021", "a\nb\u{1B}[2J", String(repeating: "x", count: 9_000)])
    func `a refusal repeats no name that is not ours`(_ name: String) async throws {
        try await changed({ $0["parts"] = [name: 7] }) { answer in
            #expect(answer.status == 422)
            #expect(answer.errorMessage.contains("parts.… has the wrong type"))
            #expect(!answer.errorMessage.contains(name))
        }
    }

    @Test func `a claim under the path of another is refused`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let other = try samples.document().claimId
            let answer = try await central.put(try samples.document(), to: other)
            #expect(answer.status == 422)
            #expect(answer.errorCode == "claim.id-mismatch")
            #expect(try await central.put(try samples.document(), to: "17").errorCode == "claim.invalid")
        }
    }

    @Test(arguments: ["", "{", "nonsense", #"{"a":1,"a":2}"#, #"{"a":1.5}"#, "{} {}", "\u{FEFF}{}"])
    func `what is not JSON as we take it is refused`(_ body: String) async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let answer = try await central.put(Array(body.utf8), to: try samples.document().claimId)
            #expect(answer.status == 400)
            #expect(answer.errorCode == "request.malformed")
        }
    }

    @Test(arguments: ["[]", "null", "7", "{}", #""text""#])
    func `JSON that is no claim is refused`(_ body: String) async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let answer = try await central.put(Array(body.utf8), to: try samples.document().claimId)
            #expect(answer.status == 422)
            #expect(answer.errorCode == "claim.invalid")
        }
    }

    private func changed(
        _ change: @escaping @Sendable (inout [String: Any]) -> Void,
        _ check: @escaping @Sendable (TestCentral.Answer) -> Void
    ) async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let claim = try samples.document()
            let json = Data(try SampleKeys.seal(claim))
            var object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
            change(&object)
            let body = Array(try JSONSerialization.data(withJSONObject: object))
            check(try await central.put(body, to: claim.claimId))
        }
    }
}

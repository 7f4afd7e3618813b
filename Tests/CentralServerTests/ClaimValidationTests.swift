import Claims
import Foundation
import Testing
import WireAPI

struct ClaimValidationTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let field: String
        let change: @Sendable (inout ClaimDocument) -> Void

        init(_ field: String, _ change: @escaping @Sendable (inout ClaimDocument) -> Void) {
            self.field = field
            self.change = change
        }

        var testDescription: String { field }
    }

    static let faults: [Fault] = [
        Fault("contentVersion") { $0.contentVersion = 2 },
        Fault("claimId") { $0.claimId = $0.claimId.uppercased() },
        Fault("claimNumber") { $0.claimNumber = "DQ01-000001-Y" },
        Fault("claimNumber") { $0.claimNumber = $0.claimNumber.lowercased() },
        Fault("claimNumber") { $0.kioskId = "DQ02" },
        Fault("claimNumber") {
            $0.chain.sequence = 2
        },
        Fault("kioskId") { $0.kioskId = "a kiosk" },
        Fault("point") { $0.point = "" },
        Fault("recordedAt") { $0.recordedAt = "2025-03-10 10:00" },
        Fault("programme") { $0.programme = "" },
        Fault("programmeVersion") { $0.programmeVersion = String(repeating: "1", count: 65) },
        Fault("noticeVersion") { $0.noticeVersion = "a\u{7}" },
        Fault("applicant.name") { $0.applicant.name = "" },
        Fault("applicant.idNumber") { $0.applicant.idNumber = "990001199001010012" },
        Fault("applicant.cardKind") { $0.applicant.cardKind = "passport" },
        Fault("applicant.cardKind") { $0.applicant.cardKind = "foreigner-2017" },
        Fault("applicant.cardValidUntil") { $0.applicant.cardValidUntil = "2025-02-30" },
        Fault("applicant.cardValidUntil") { $0.applicant.cardValidUntil = "20250228" },
        Fault("vehicle.plate") { $0.vehicle.plate = "藏a-12345" },
        Fault("vehicle.plate") { $0.vehicle.plate = nil },
        Fault("vehicle.plate") { $0.vehicle.registration = "plateless" },
        Fault("vehicle.registration") { $0.vehicle.registration = "lost" },
        Fault("vehicle.plateKind") { $0.vehicle.plateKind = "temporary" },
        Fault("vehicle.registeredOn") { $0.vehicle.registration = "found" },
        Fault("vehicle.ownerIsApplicant") { $0.vehicle.ownerIsApplicant = true },
        Fault("certificate") { $0.verdict.kind = "subsidy-with-certificate" },
        Fault("parts") { $0.parts["motor"] = nil },
        Fault("parts") { $0.parts["saddle"] = $0.parts["motor"] },
        Fault("parts.motor.condition") { $0.parts["motor"]?.condition = "fine" },
        Fault("parts.motor.serialState") { $0.parts["motor"]?.serialState = "lost" },
        Fault("parts.motor.serial") { $0.parts["motor"]?.serial = "M1" },
        Fault("parts.battery.serial") { $0.parts["battery"]?.serial = nil },
        Fault("parts.battery.serial") { $0.parts["battery"]?.serial = " B1" },
        Fault("parts.battery.volts") { $0.parts["battery"]?.volts = 11 },
        Fault("parts.battery.volts") { $0.parts["battery"]?.volts = nil },
        Fault("parts.battery.voltageMethod") { $0.parts["battery"]?.voltageMethod = "guess" },
        Fault("parts.battery.voltageMethod") { $0.parts["battery"]?.voltageMethod = nil },
        Fault("parts.frame.volts") {
            $0.parts["frame"]?.volts = 48
            $0.parts["frame"]?.voltageMethod = "label"
        },
        Fault("payee") { $0.payee = nil },
        Fault("payee.bankCard") { $0.payee?.bankCard = "6299 9900 0001 2343" },
        Fault("payee.luhnValid") { $0.payee?.luhnValid.toggle() },
        Fault("verdict.kind") { $0.verdict.kind = "refuse" },
        Fault("verdict.kind") { $0.verdict.kind = "residual" },
        Fault("verdict.amountFen") { $0.verdict.amountFen = -1 },
        Fault("verdict.amountFen") { $0.verdict.amountFen = 1_000_001 },
        Fault("verdict.amountFen") { $0.verdict.amountFen = nil },
        Fault("verdict.reason") { $0.verdict.reason = "other-voltage" },
        Fault("verdict.reason") { $0.verdict.kind = "hold" },
        Fault("keys.person") { $0.keys.person = String(repeating: "a", count: 64) },
        Fault("keys.person") { $0.keys.person = $0.keys.person.uppercased() },
        Fault("keys.vehicle") { $0.keys.vehicle = String(repeating: "a", count: 64) },
        Fault("keys.vehicle") { $0.keys.vehicle = nil },
        Fault("chain.sequence") { $0.chain.sequence = 0 },
        Fault("chain.previous") { $0.chain.previous = "0" },
        Fault("chain.previous") { $0.chain.previous = String(repeating: "a", count: 64) },
    ]

    @Test func `each wrong field is refused by its name, and nothing is stored`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let good = try samples.document()
            for fault in Self.faults {
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
            #expect(try await central.put(good).status == 200)
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
        try await changed({ $0["applicant"] = ["name": 7] }) { answer in
            #expect(answer.status == 422)
            #expect(answer.errorMessage.contains("applicant.name has the wrong type"))
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
            let json = Data(try CanonicalJSON.encode(claim))
            var object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
            change(&object)
            let body = Array(try JSONSerialization.data(withJSONObject: object))
            check(try await central.put(body, to: claim.claimId))
        }
    }
}

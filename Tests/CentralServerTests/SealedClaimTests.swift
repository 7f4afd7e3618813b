import Claims
import Foundation
import Sealing
import Testing
import WireAPI

/// What a central does with boxes.
struct SealedClaimTests {
    @Test func `a claim of content version 2 is taken as before`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            var claim = try samples.fullDocument()
            claim.contentVersion = OpenClaim.contentVersion
            claim.clock = nil
            claim.payee?.maskedCard = nil
            claim.keys.card = nil
            let answer = try await central.put(CanonicalJSON.encode(claim), to: claim.claimId)
            #expect(answer.status == 200, "\(answer.errorMessage)")
            #expect(try answer.decoded(ClaimAnswer.self).status != .duplicate)
        }
    }

    @Test func `what names people is in no byte of a sealed claim`() throws {
        var samples = try SampleClaims()
        let claim = try samples.fullDocument()
        let text = String(decoding: try SampleKeys.seal(claim), as: UTF8.self)
        let agent = try #require(claim.agent)
        let certificate = try #require(claim.certificate)
        let card = try #require(claim.payee?.bankCard)
        for secret in [
            claim.applicant.name, claim.applicant.idNumber, agent.name, agent.idNumber, claim.vehicle.plate ?? "–",
            certificate.issuer, certificate.number, certificate.signatory ?? "–", card, "BAT-0001", "FRA-DQ011",
            claim.overrides[0].reason,
        ] {
            #expect(!text.contains("\"\(secret)\""), "\(secret)")
        }
        #expect(text.contains(#""maskedName":"测*""#) && text.contains(#""maskedNumber":"**************0013""#))
        #expect(text.contains(#""maskedCard":"************2343""#))
    }

    @Test func `each box opens to its content, for its holder only`() throws {
        var samples = try SampleClaims()
        let claim = try samples.fullDocument()
        let document = try SampleKeys.document(claim)
        let payee = try #require(document.sealed.payee)
        let box = try #require(SealedBox(key: payee.key, base64: payee.box))
        let content = try #require(box.open(.payee, with: SampleKeys.payers, context: claim.claimId))
        let card = try JSONDecoder().decode(ClaimPayee.self, from: Data(content))
        #expect(card == ClaimPayee(bankCard: "6299990000012343", holder: "测试"))
        #expect(box.open(.payee, with: SampleKeys.reviewers, context: claim.claimId) == nil)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: KioskError.Code
        let change: @Sendable (inout ClaimDocument) throws -> Void
    }

    static let wrong: [Wrong] = [
        Wrong(testDescription: "an unknown reviewers' key", code: .sealingKeyUnknown) {
            $0.sealed.identity.key = "0123456789abcdef"
        },
        Wrong(testDescription: "an unknown payers' key", code: .sealingKeyUnknown) {
            $0.sealed.payee?.key = SampleKeys.reviewers.sealingKey.fingerprint
        },
        Wrong(testDescription: "a changed box", code: .sealingNotOpened) {
            var bytes = Array(try #require(Data(base64Encoded: $0.sealed.identity.box)))
            bytes[40] ^= 1
            $0.sealed.identity.box = Data(bytes).base64EncodedString()
        },
        Wrong(testDescription: "no box", code: .claimInvalid) { $0.sealed.identity.box = "no box" },
        Wrong(testDescription: "a payee's box that is none", code: .claimInvalid) { $0.sealed.payee?.box = "" },
        Wrong(testDescription: "a payee's box that is missing", code: .claimInvalid) { $0.sealed.payee = nil },
        Wrong(testDescription: "another name's mask", code: .claimInvalid) { $0.applicant.maskedName = "王*" },
        Wrong(testDescription: "another number's mask", code: .claimInvalid) {
            $0.applicant.maskedNumber = "**************0014"
        },
        Wrong(testDescription: "a whole number as its mask", code: .claimInvalid) {
            $0.applicant.maskedNumber = "990001199001010013"
        },
        Wrong(testDescription: "another plate's mask", code: .claimInvalid) { $0.vehicle.maskedPlate = "藏A*****" },
        Wrong(testDescription: "an agent who is not sealed", code: .claimInvalid) { $0.agent = $0.applicant },
        Wrong(testDescription: "a whole card as its mask", code: .claimInvalid) {
            $0.payee?.maskedCard = "6299990000012343"
        },
    ]

    @Test(arguments: wrong)
    func `a box or a mask that does not fit is refused, and nothing is stored`(_ wrong: Wrong) async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            var document = try SampleKeys.document(try samples.document())
            try wrong.change(&document)
            let answer = try await central.put(document)
            #expect(answer.status == 422)
            #expect(answer.errorCode == wrong.code.name, "\(answer.errorMessage)")
            for secret in ["990001", "测试", "629999"] { #expect(!answer.errorMessage.contains(secret)) }
            #expect(try await central.get("/v1/claims").decoded(ClaimPage.self).claims.isEmpty)
        }
    }

    @Test func `the box of another claim does not open in this one`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let other = try SampleKeys.document(try samples.document(1))
            var document = try SampleKeys.document(try samples.document(2))
            document.sealed.identity = other.sealed.identity
            #expect(try await central.put(document).errorCode == "sealing.not-opened")
        }
    }

    @Test func `a correction may carry over what its original sealed`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let original = try samples.document(1)
            #expect(try await central.put(original).status == 200)
            var correction = try samples.document(2, plate: "藏A12345")
            correction.parts = original.parts
            correction.keys = original.keys
            var document = try SampleKeys.document(correction)
            document.amends = original.claimId
            document.sealed = try SampleKeys.document(original).sealed
            let answer = try await central.put(document)
            #expect(answer.status == 200, "\(answer.errorMessage)")
        }
    }

    @Test func `a correction says anew what its original sealed, and is judged by what it says`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let original = try samples.document(1)
            let sealed = try SampleKeys.document(original)
            var correction = try samples.document(2, plate: "藏A12345")
            correction.parts = original.parts
            correction.parts["battery"]?.serialState = "read"
            correction.parts["battery"]?.serial = "NEW-BATTERY-1"
            correction.keys = original.keys
            correction.keys.parts["battery"] = samples.digestKey.part(.battery, .read("NEW-BATTERY-1"))
            correction.amends = original.claimId
            var document = try SampleKeys.document(correction)
            document.sealed = sealed.sealed
            document.sealed.context = original.claimId
            // Without the correction the serial in the box is not the one of the key.
            #expect(try await central.put(document).errorCode == "claim.invalid")
            let corrections = ClaimCorrections(
                reason: "another battery",
                parts: ["battery"],
                serials: ["battery": "NEW-BATTERY-1"],
                certificate: nil,
                overrideReasons: []
            )
            let box = try SealedBox(
                sealing: try CanonicalJSON.encode(corrections),
                .corrections,
                to: SampleKeys.reviewers.sealingKey,
                context: original.claimId
            )
            document.sealed.corrections = [ClaimDocument.Box(key: box.key, box: box.base64)]
            var alone = document
            alone.amends = nil
            // Sealed for another claim, so it is no box of this one.
            #expect(try await central.put(alone).errorCode == "sealing.not-opened")
            var own = try SampleKeys.document(try samples.document(3))
            own.sealed.corrections = document.sealed.corrections
            #expect(try await central.put(own).errorCode == "claim.invalid")
            let answer = try await central.put(document)
            #expect(answer.status == 200, "\(answer.errorMessage)")
        }
    }
}

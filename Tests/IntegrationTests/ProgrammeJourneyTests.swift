import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// The rules of the programme, each walked through real processes from the card to the central.
@Suite(.serialized) struct ProgrammeJourneyTests {
    @Test func `the present owner claims with a certificate, and its photo stays as long as the claim`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array("a photo of a certificate".utf8)
                    let name = try await rig.withKiosk(central: central) { _, counter in
                        try await counter.begin()
                        let asked = try await counter.show(plate: "拉萨A00101") { try await rig.tap("other-owner") }
                        #expect(asked.step == "ownership")
                        #expect(asked.model == "彩排一型")
                        #expect(try await counter.keep(photo: Array("no photo".utf8)).errorCode == "request.malformed")
                        let unused = try await counter.keep(photo: photo + [1]).json(PhotoReceipt.self).photo
                        let kept = try await counter.keep(photo: photo).json(PhotoReceipt.self).photo
                        #expect(Set(rig.photos) == [kept, unused])
                        let certificate = CertificateEntry(
                            issuerKind: "village-committee",
                            issuer: "彩排村村委会",
                            number: "2025-017",
                            issuedOn: "2025-02-20",
                            photo: kept
                        )
                        #expect(try await counter.take("POST", "certificate", certificate).step == "battery")
                        try await counter.judgeParts(of: "拉萨A00101")
                        let claim = try await counter.pay()
                        #expect(claim.amountFen == 61_500)
                        let recorded = try await counter.snapshot().session.verdict
                        #expect(recorded?.kind == "subsidy-with-certificate")
                        #expect(recorded?.versions["registry"] == "r1")
                        try await counter.outcome("accepted")
                        return kept
                    }
                    // As a kill in the middle of kioskctl backup leaves it.
                    let leftover = rig.kioskStore + "/copy.part"
                    #expect(FileManager.default.createFile(atPath: leftover, contents: Data("a store".utf8)))
                    try await rig.withKiosk(central: central) { _, _ in
                        #expect(!FileManager.default.fileExists(atPath: leftover))
                        // What no claim names is gone after a start.
                        try await wait(for: "the end of the unused photo") { rig.photos == [name] }
                    }
                }
            }
        }
    }

    @Test func `a bike without a plate ends in a residual value and a scrapping proof that can be checked`()
        async throws
    {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    try await rig.withKiosk(central: central) { _, counter in
                        try await counter.begin()
                        try await rig.tap("owner-2")
                        try await counter.snapshot("the plate step") { $0.session.waitingFor == "plate" }
                        try await counter.take("POST", "plateless")
                        try await counter.take("PUT", "parts/battery", PartEntry(condition: "missing"))
                        try await counter.take("PUT", "parts/motor", PartEntry(condition: "present"))
                        let frame = PartEntry(condition: "present", serial: "FRM-990077")
                        #expect(try await counter.take("PUT", "parts/frame", frame).step == "condition")
                        let review = try await counter.take(
                            "POST",
                            "condition",
                            ConditionEntry(condition: "incomplete")
                        )
                        #expect(review.step == "review")
                        #expect(review.verdict?.kind == "residual")
                        let claim = try await counter.pay()
                        #expect(claim.amountFen == 2_000)
                        try await counter.outcome("accepted")

                        let papers = "/v1/claims/\(claim.claimId)"
                        let receipt = try await counter.send("GET", papers + "/receipt").json(PaperView.self)
                        let text = receipt.lines.joined(separator: "\n")
                        #expect(text.contains(claim.claimNumber))
                        #expect(text.contains("20.00"))
                        #expect(!text.contains("990001198512310021"))
                        let paper = try await counter.send("GET", papers + "/certificate").json(PaperView.self)
                        #expect(paper.picture?.contains("<svg") == true)
                        let code = try #require(paper.code)
                        let answer = try await rig.central(
                            [
                                "certificate", "verify", code, "--rehearsal-key", rig.path("signing.pub"),
                                "--at", "2025-03-10", "--json",
                            ],
                            status: 2
                        )
                        #expect(answer.contains("rehearsal"))
                        #expect(answer.contains(claim.claimNumber))
                        // Signed by somebody else, as far as this reader knows.
                        try await rig.central(["key", "new", "--out", rig.folder, "--name", "other"])
                        try await rig.central(
                            [
                                "certificate", "verify", code, "--public-key", rig.path("other.pub"), "--at",
                                "2025-03-10",
                            ],
                            status: 1
                        )
                    }
                }
            }
        }
    }

    @Test func `64 volts are never rounded: held, recorded for review, and in review at the central`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    try await rig.withKiosk(central: central) { _, counter in
                        try await counter.begin()
                        try await counter.show(plate: "拉萨A00102") { try await rig.tap("owner-2") }
                        let held = try await counter.judgeParts(of: "拉萨A00102", volts: 64)
                        #expect(held.step == "held")
                        #expect(held.reason == ReasonView(code: "other-voltage", values: ["volts": "64"]))
                        #expect(try await rig.standingNotes("reason_code") == ["other-voltage"])
                        try await counter.take("POST", "proceed")
                        #expect(try await rig.standingNotes("reason_code") == [])
                        try await counter.take("PUT", "parts/motor", PartEntry(condition: "present"))
                        let next = try await counter.take("PUT", "parts/frame", PartEntry(condition: "present"))
                        #expect(next.step == "bank-card")
                        let claim = try await counter.pay()
                        #expect(claim.amountFen == nil)
                        let outcome = try await counter.outcome("in-review")
                        #expect(outcome.reason?.code == "other-voltage")
                        #expect(try await counter.snapshot().queue?.inReview == 1)
                        let arrived = try await rig.claims(at: central)
                        #expect(arrived.map(\.status) == [.inReview])
                        // What is not accepted yet has no scrapping proof.
                        let paper = try await counter.send("GET", "/v1/claims/\(claim.claimId)/certificate")
                        #expect(paper.status == 409)
                        #expect(paper.errorCode == "claim.no-certificate-yet")
                    }
                }
            }
        }
    }

    @Test func `a second claim of a person and another person's claim for a bike are refused with evidence`()
        async throws
    {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { _, counter in
                    try await counter.begin()
                    let first = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                    try await counter.take("POST", "finish")
                    try await rig.lift()

                    try await counter.begin()
                    let second = try await counter.show(plate: "拉萨A00105") { try await rig.tap("owner-1") }
                    #expect(second.step == "refused")
                    #expect(second.reason?.code == "person-already-claimed")
                    #expect(second.verdict?.rule == "once-per-person")
                    #expect(second.verdict?.facts["claim"] == first.claimNumber)
                    #expect(second.verdict?.versions["programme"]?.hasPrefix("doilungdeqen-2025@") == true)
                    try await counter.take("POST", "finish")
                    try await rig.lift()

                    try await counter.begin()
                    let other = try await counter.show(plate: "拉萨A00101") { try await rig.tap("other-owner") }
                    #expect(other.step == "refused")
                    #expect(other.reason?.code == "vehicle-claimed-by-another")
                    #expect(other.verdict?.facts["claim"] == first.claimNumber)
                    try await counter.take("POST", "finish")
                    #expect(
                        try await rig.standingNotes("reason_code")
                            == ["person-already-claimed", "vehicle-claimed-by-another"]
                    )
                    let facts = try await rig.standingNotes("facts")
                    #expect(facts.allSatisfy { $0.contains(first.claimNumber) })
                }
            }
        }
    }

    @Test func `a part that was in another claim is held, names that claim, and is reviewed`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    try await rig.withKiosk(central: central) { _, counter in
                        try await counter.begin()
                        let first = try await counter.record(plate: "拉萨A00103") { try await rig.tap("owner-3") }
                        try await counter.take("POST", "finish")
                        try await rig.lift()
                        try await counter.begin()
                        try await counter.show(plate: "拉萨A00102") { try await rig.tap("owner-2") }
                        // The same battery, written otherwise.
                        let battery = PartEntry(condition: "present", serial: "bat 拉萨a00103", label: "read", volts: 60)
                        let held = try await counter.take("PUT", "parts/battery", battery)
                        #expect(held.step == "held")
                        let values = ["part": "battery", "claim": first.claimNumber]
                        #expect(held.reason == ReasonView(code: "part-serial-seen", values: values))
                        try await counter.take("POST", "proceed")
                        try await counter.take("PUT", "parts/motor", PartEntry(condition: "present"))
                        try await counter.take("PUT", "parts/frame", PartEntry(condition: "present"))
                        _ = try await counter.pay()
                        let outcome = try await counter.outcome("in-review")
                        #expect(outcome.reason?.code == "part-serial-seen")
                        #expect(outcome.reason?.values["claim"] == first.claimNumber)
                    }
                }
            }
        }
    }

    @Test func `a missing part is refused, and the owner may come back with it`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { _, counter in
                    try await counter.begin()
                    try await counter.show(plate: "拉萨A00102") { try await rig.tap("owner-2") }
                    let refused = try await counter.take("PUT", "parts/battery", PartEntry(condition: "missing"))
                    #expect(refused.step == "refused")
                    #expect(refused.reason == ReasonView(code: "part-missing", values: ["part": "battery"]))
                    #expect(!refused.canOverride)
                    try await counter.take("POST", "finish")
                    try await rig.lift()
                    try await counter.begin()
                    let claim = try await counter.record(plate: "拉萨A00102") { try await rig.tap("owner-2") }
                    #expect(claim.amountFen == 61_500)
                }
            }
        }
    }

    @Test func `a supervisor sends a refused plate kind to review, with PIN and reason`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    try await rig.withKiosk(central: central) { _, counter in
                        try await counter.begin()
                        let refused = try await counter.show(plate: "拉萨B00301") { try await rig.tap("owner-3") }
                        #expect(refused.step == "refused")
                        #expect(refused.reason?.code == "not-a-target")
                        #expect(refused.canOverride)
                        let name = KioskRig.Supervisor.id
                        let wrong = OverrideEntry(supervisor: name, pin: "000000", reason: "seen before")
                        let answer = try await counter.send("POST", "/v1/session/override", wrong)
                        #expect(answer.errorCode == "session.input-invalid")
                        let right = OverrideEntry(
                            supervisor: name,
                            pin: KioskRig.Supervisor.pin,
                            reason: "the plate was replaced"
                        )
                        #expect(try await counter.take("POST", "override", right).step == "battery")
                        try await counter.judgeParts(of: "拉萨B00301", volts: 48)
                        _ = try await counter.pay()
                        #expect(try await counter.snapshot().session.verdict?.kind == "hold")
                        let outcome = try await counter.outcome("in-review")
                        #expect(outcome.reason?.code == "not-a-target")
                    }
                }
            }
        }
    }

    @Test func `on a day off and outside the hours the counter works and says so`() async throws {
        try await KioskRig.with { rig in
            for (clock, warning) in [
                ("2025-03-10T18:30:00+08:00", "outside-hours"), ("2025-03-16T10:00:00+08:00", "closed-day"),
            ] {
                let changes = ["rehearsal": rig.rehearsal(clock: clock)]
                try await rig.withKiosk(central: "http://127.0.0.1:1", changes: changes) { _, counter in
                    let started = try await counter.take("POST", "start")
                    #expect(started.step == "notice")
                    #expect(started.warnings.map(\.code) == [warning])
                }
            }
        }
    }
}

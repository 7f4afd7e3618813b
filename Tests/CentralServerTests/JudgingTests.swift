import Claims
import Testing
import WireAPI

struct JudgingTests {
    /// A claim that a kiosk took, and why this central gives it to a person.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: String
        /// What the kiosk judged by, under the same version as here.
        var kiosk = SampleProgramme()
        var central = SampleProgramme()
        var recordedAt = "2025-03-10T10:00:00+08:00"
        var receivedAt = "2025-03-10T10:05:00+08:00"
        var facts: @Sendable (inout EligibilityFacts) throws -> Void = { _ in }
        var document: @Sendable (inout OpenClaim) -> Void = { _ in }

        init(_ name: String, _ code: Reason.Code, _ set: (inout Case) throws -> Void) rethrows {
            testDescription = name
            self.code = code.rawValue
            try set(&self)
        }
    }

    static let cases: Result<[Case], any Error> = Result {
        let kilometres = try #require(
            Tariff(by: .kilometres, [Tariff.Row(0...9_999, Fen(61_500))], otherwise: .hold)
        )
        return [
            Case("a programme that is not here", .rulesUnknown) {
                $0.document = { claim in
                    claim.programme = "other-2025"
                    claim.verdict.versions["programme"] = "other-2025@1"
                }
            },
            Case("a version that is not here", .rulesUnknown) { $0.kiosk.version = "2" },
            Case("a held claim under a version that is not here", .rulesUnknown) {
                $0.kiosk.version = "2"
                $0.facts = { $0.registration = .unknown }
            },
            Case("made after the last day", .outsideWindow) {
                $0.kiosk.lastDay = "2025-05-31"
                $0.recordedAt = "2025-05-01T00:00:00+08:00"
                $0.receivedAt = "2025-05-01T00:01:00+08:00"
            },
            Case("made at a place that is no point", .undesignatedPlace) { $0.document = { $0.point = "elsewhere" } },
            Case("a plate of another kind", .notATarget) {
                $0.kiosk.plateKinds = ["white-red", "yellow"]
                $0.facts = { $0.registration = .found(try SampleClaims.entry(kind: "yellow")) }
            },
            Case("a refusal that a supervisor may not send to review", .notATarget) {
                $0.central.reviewable = []
                $0.facts = { facts in
                    facts.registration = .found(try SampleClaims.entry(kind: "yellow"))
                    facts.sentToReview = [.notATarget]
                }
            },
            Case("a refusal that a supervisor sent to review", .notATarget) {
                $0.facts = { facts in
                    facts.registration = .found(try SampleClaims.entry(kind: "yellow"))
                    facts.sentToReview = [.notATarget]
                }
            },
            Case("a registry that is too old here", .registryTooOld) {
                $0.kiosk.usableDays = 90
                $0.facts = { $0.registryAge = 60 }
            },
            Case("an agent where none is allowed", .agentNotAllowed) {
                $0.central.agents = .notAllowed
                $0.facts = { facts in
                    facts.relation = .agent
                    facts.agentIsIdentified = true
                }
            },
            Case("arrived after the last day", .captureUnproved) { $0.receivedAt = "2025-05-01T00:00:00+08:00" },
            Case("arrived after the last day, and held", .plateUnknown) {
                $0.receivedAt = "2025-05-01T00:00:00+08:00"
                $0.facts = { $0.registration = .unknown }
            },
            Case("arrived after the last day, with another amount", .verdictDiffers) {
                $0.receivedAt = "2025-05-01T00:00:00+08:00"
                $0.document = { $0.verdict.amountFen = 78_500 }
            },
            Case("another amount", .verdictDiffers) { $0.document = { $0.verdict.amountFen = 78_500 } },
            Case("another kind of payment", .verdictDiffers) {
                $0.facts = { facts in
                    facts.registration = .found(try SampleClaims.entry(ownerIsApplicant: false))
                    facts.certificate = try SampleClaims.certificate()
                }
                $0.document = { $0.verdict.kind = "subsidy" }
            },
            Case("paid where the rules hold", .verdictDiffers) {
                $0.document = { claim in
                    claim.parts["battery"]?.labelVolts = 64
                }
            },
            Case("held where the rules pay", .verdictDiffers) {
                $0.document = { claim in
                    claim.verdict.kind = "hold"
                    claim.verdict.amountFen = nil
                    claim.verdict.reason = "other-voltage"
                }
            },
            Case("decided without a fact that the rules need", .verdictDiffers) { $0.central.tariff = kilometres },
            Case("another voltage", .otherVoltage) {
                $0.facts = { $0.parts[.battery] = SampleClaims.battery(64, serial: "BAT-0001") }
            },
            Case("an heir", .ownerDeceased) { $0.facts = { $0.relation = .heir } },
            Case("a part that the kiosk had seen", .partSeen) {
                $0.facts = { facts in
                    facts.partClaims[.frame] = ClaimNumber(kiosk: try #require(KioskID("DQ07")), sequence: 3)
                }
            },
        ]
    }

    @Test(arguments: try cases.get())
    func `what speaks against a claim gives it to a person, with its reason and without an amount`(
        _ sample: Case
    ) async throws {
        let now = try #require(Timestamp(sample.receivedAt))
        try await TestCentral.run(programmes: [sample.central], at: now) { central in
            var samples = try SampleClaims()
            let recordedAt = try #require(Timestamp(sample.recordedAt))
            var claim = try samples.document(at: recordedAt, rules: sample.kiosk, sample.facts)
            sample.document(&claim)
            let answer = try await central.put(claim)
            #expect(answer.status == 200, "\(answer.errorMessage)")
            let body = try answer.decoded(ClaimAnswer.self)
            #expect(body.status == .inReview)
            #expect(body.reason == ClaimAnswer.Reason(code: sample.code, otherClaim: nil))
            #expect(try await central.put(claim).body == answer.body)
            let listed = try #require(try await central.get("/v1/claims").decoded(ClaimPage.self).claims.first)
            #expect(listed.status == .inReview)
            // Late, but both say the same: the amount is known, only the day is not proved.
            #expect(listed.amountFen == (sample.code == "capture-time-unproved" ? 61_500 : nil))
        }
    }

    @Test func `on the last day until midnight at UTC+8 a claim is accepted`() async throws {
        let last = try #require(Timestamp("2025-04-30T23:59:59+08:00"))
        try await TestCentral.run(at: last) { central in
            var samples = try SampleClaims()
            let answer = try await central.put(try samples.document(at: last))
            #expect(try answer.decoded(ClaimAnswer.self).status == .accepted)
        }
    }

    @Test func `each version of a programme judges its own claims`() async throws {
        var newer = SampleProgramme(version: "2")
        newer.tariff = Tariff(flat: Fen(50_000))
        try await TestCentral.run(programmes: [SampleProgramme(), newer]) { [newer] central in
            var samples = try SampleClaims()
            let first = try await central.put(try samples.document(1))
            let second = try await central.put(try samples.document(2, person: 2, plate: "藏A22222", rules: newer))
            for answer in [first, second] {
                #expect(try answer.decoded(ClaimAnswer.self).status == .accepted)
            }
            let page = try await central.get("/v1/claims").decoded(ClaimPage.self)
            #expect(page.claims.map(\.amountFen) == [61_500, 50_000])
        }
    }

    @Test func `an agent's claim and one with a certificate are accepted where the rules say so`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let agent = try samples.document(1) { facts in
                facts.relation = .agent
                facts.agentIsIdentified = true
            }
            let present = try samples.document(2, person: 2, plate: "藏A22222") { facts in
                facts.registration = .found(try SampleClaims.entry(ownerIsApplicant: false))
                facts.certificate = try SampleClaims.certificate()
            }
            for claim in [agent, present] {
                let answer = try await central.put(claim)
                #expect(answer.status == 200, "\(answer.errorMessage)")
                #expect(try answer.decoded(ClaimAnswer.self).status == .accepted)
            }
        }
    }
}

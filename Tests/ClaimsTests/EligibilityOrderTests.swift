import Claims
import Testing

/// What the rules say while facts are missing, and which of several objections is named.
struct EligibilityOrderTests {
    @Test func `nothing known, nothing objected, no verdict`() throws {
        let facts = EligibilityFacts(capturedOn: try day("2025-03-10"))
        #expect(Eligibility.objection(to: facts, under: try programme()) == nil)
        #expect(Eligibility.verdict(for: facts, under: try programme()) == nil)
    }

    @Test(arguments: Part.allCases)
    func `there is no verdict before every part is judged`(part: Part) throws {
        for registration in [try goodFacts().registration, .plateless] {
            var facts = try goodFacts()
            facts.registration = registration
            facts.parts[part] = nil
            #expect(Eligibility.verdict(for: facts, under: try programme()) == nil)
        }
    }

    @Test func `there is no verdict before the plate is known`() throws {
        var facts = try goodFacts()
        facts.registration = nil
        #expect(Eligibility.verdict(for: facts, under: try programme()) == nil)
    }

    @Test func `a present battery without a voltage gives no verdict`() throws {
        var facts = try goodFacts()
        facts.parts[.battery] = PartFinding(condition: .present)
        #expect(Eligibility.objection(to: facts, under: try programme()) == nil)
        #expect(Eligibility.verdict(for: facts, under: try programme()) == nil)
    }

    /// Each fact that objects, from the first named to the last: removing one names the next.
    @Test func `the window is named first, then person, vehicle, plate, parts and voltage`() throws {
        var facts = EligibilityFacts(
            capturedOn: try day("2025-05-01"),
            registration: .found(kind: "green", on: try day("2022-01-01"), ownerIsApplicant: false),
            personClaimed: try claimNumber(1),
            vehicleClaimed: try claimNumber(2),
            parts: parts(volts: 36, motor: .wrong, frame: .missing)
        )
        let rules = try programme(ownershipCertificate: false)
        func named() throws -> Reason.Code? {
            switch Eligibility.objection(to: facts, under: rules) {
            case .refuse(let reason), .hold(let reason): reason.code
            case .subsidy, .subsidyWithCertificate, .residual, nil: nil
            }
        }
        #expect(try named() == .outsideWindow)
        facts.capturedOn = try day("2025-04-30")
        #expect(try named() == .personClaimed)
        facts.personClaimed = nil
        #expect(try named() == .vehicleClaimed)
        facts.vehicleClaimed = nil
        #expect(try named() == .notATarget)
        facts.registration = .found(kind: "white-red", on: try day("2022-01-01"), ownerIsApplicant: false)
        #expect(try named() == .registeredOutside)
        facts.registration = .found(kind: "white-red", on: try day("2021-12-31"), ownerIsApplicant: false)
        #expect(try named() == .ownershipUnproved)
        facts.registration = .found(kind: "white-red", on: try day("2021-12-31"), ownerIsApplicant: true)
        #expect(try named() == .partWrong)
        facts.parts[.motor] = PartFinding(condition: .present)
        #expect(try named() == .partMissing)
        facts.parts[.frame] = PartFinding(condition: .present)
        #expect(try named() == .otherVoltage)
        facts.parts = parts(volts: 48)
        #expect(try named() == nil)
    }

    @Test func `only another owner needs a certificate`() throws {
        let registered = try day("2021-06-01")
        #expect(Eligibility.needsCertificate(.found(kind: "white-red", on: registered, ownerIsApplicant: false)))
        #expect(!Eligibility.needsCertificate(.found(kind: "white-red", on: registered, ownerIsApplicant: true)))
        #expect(!Eligibility.needsCertificate(.unknown))
        #expect(!Eligibility.needsCertificate(.unavailable))
        #expect(!Eligibility.needsCertificate(.plateless))
    }

    @Test func `a verdict names its kind and what it pays`() {
        let reason = Reason(.plateUnknown)
        let table: [(Verdict, String, Fen?)] = [
            (.subsidy(Fen(1)), "subsidy", Fen(1)),
            (.subsidyWithCertificate(Fen(2)), "subsidy-with-certificate", Fen(2)),
            (.residual(Fen(3)), "residual", Fen(3)),
            (.hold(reason), "hold", nil),
            (.refuse(reason), "refuse", nil),
        ]
        for (verdict, kind, amount) in table {
            #expect(verdict.kind == kind)
            #expect(verdict.amount == amount)
        }
    }
}

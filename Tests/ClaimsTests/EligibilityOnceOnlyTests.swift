import Claims
import Testing

/// Both readings of "the same ID, the same vehicle, once", with claims in every state.
struct EligibilityOnceOnlyTests {
    @Test(arguments: EarlierClaim.State.allCases)
    func `case 8: an ID with a live or paid claim is refused, a refused or withdrawn one is free`(
        state: EarlierClaim.State
    ) throws {
        var facts = try goodFacts()
        facts.personClaim = EarlierClaim(try claimNumber(1), state, byApplicant: true)
        let refused = Verdict.refusal(.personClaimed, ["claim": try claimNumber(1).text])
        let holds = state == .live || state == .paid
        #expect(Eligibility.verdict(on: facts, under: try programme()) == (holds ? refused : .subsidy(Fen(61_500))))
        #expect(Eligibility.verdict(on: facts, under: try programme(onceOnly: .pair)) == .subsidy(Fen(61_500)))
    }

    @Test(arguments: EarlierClaim.State.allCases, [true, false, nil])
    func `case 9: a vehicle with a live or paid claim is refused, and is a fraud case when another claimed it`(
        state: EarlierClaim.State,
        byApplicant: Bool?
    ) throws {
        var facts = try goodFacts()
        facts.vehicleClaim = EarlierClaim(try claimNumber(2), state, byApplicant: byApplicant)
        let code: Reason.Code = byApplicant == false ? .vehicleClaimedByAnother : .vehicleClaimed
        let refused = Verdict.refusal(code, ["claim": try claimNumber(2).text])
        let paid = Verdict.subsidy(Fen(61_500))
        let holds = state == .live || state == .paid
        #expect(Eligibility.verdict(on: facts, under: try programme()) == (holds ? refused : paid))
        let pairs = Eligibility.verdict(on: facts, under: try programme(onceOnly: .pair))
        switch (holds, byApplicant) {
        case (true, true): #expect(pairs == .refusal(.pairClaimed, ["claim": try claimNumber(2).text]))
        // Whose it is decides, so payment waits and nothing is refused.
        case (true, nil): #expect(pairs == nil)
        default: #expect(pairs == paid)
        }
    }

    @Test func `by pairs, what is refused for another reason is refused whoever claimed the vehicle`() throws {
        var facts = try goodFacts()
        facts.vehicleClaim = EarlierClaim(try claimNumber(2), .paid)
        facts.parts[.frame] = PartFinding(condition: .missing)
        let expected = Verdict.refusal(.partMissing, ["part": "frame"])
        #expect(Eligibility.verdict(on: facts, under: try programme(onceOnly: .pair)) == expected)
    }

    @Test(arguments: [true, false, nil])
    func `case 9: a bike without a plate that was claimed before has no second residual value`(
        byApplicant: Bool?
    ) throws {
        var facts = try platelessFacts()
        facts.vehicleClaim = EarlierClaim(try claimNumber(2), .paid, byApplicant: byApplicant)
        let code: Reason.Code = byApplicant == false ? .vehicleClaimedByAnother : .vehicleClaimed
        let refused = Verdict.refusal(code, ["claim": try claimNumber(2).text])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == refused)
        facts.vehicleClaim = EarlierClaim(try claimNumber(2), .withdrawn, byApplicant: byApplicant)
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .residual(Fen(5_000)))
    }

    @Test func `a claim for a subsidy does not stand in the way of a residual value`() throws {
        var facts = try platelessFacts()
        facts.personClaim = EarlierClaim(try claimNumber(1), .paid, byApplicant: true)
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .residual(Fen(5_000)))
    }

    @Test func `before the plate is known, the person's claim refuses only where no bike without a plate is taken`()
        throws
    {
        var facts = EligibilityFacts(capturedOn: try day("2025-03-10"))
        facts.personClaim = EarlierClaim(try claimNumber(1), .paid, byApplicant: true)
        #expect(Eligibility.objection(to: facts, under: try programme()) == nil)
        let rules = try programme(plateless: nil)
        #expect(Eligibility.objection(to: facts, under: rules)?.rule == .oncePerPerson)
    }
}

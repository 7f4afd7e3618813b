import Claims
import Testing

/// What the announcement leaves open and a programme's file decides.
struct EligibilityChoiceTests {
    @Test(arguments: Part.allCases, [PartFinding.Condition.missing, .wrong])
    func `case 3: a condition that needs all parts is refused when one is not there`(
        part: Part,
        condition: PartFinding.Condition
    ) throws {
        let rules = try programme(plateless: residualValues(incomplete: true, needsAllParts: true))
        var facts = try platelessFacts("complete")
        #expect(Eligibility.verdict(on: facts, under: rules) == .residual(Fen(5_000)))
        facts.parts[part] = PartFinding(condition: condition)
        let decision = try #require(Eligibility.decision(on: facts, under: rules))
        #expect(decision.verdict == .refusal(.conditionContradicted, ["part": part.rawValue]))
        #expect(decision.rule == .plateless)
        facts.condition = "incomplete"
        #expect(Eligibility.verdict(on: facts, under: rules) == .residual(Fen(2_000)))
    }

    @Test func `what is held by default is refused where the programme says so`() throws {
        let strict = try programme(unknownPlate: .refuse, voltage: .init(doubt: .refuse), uncovered: .refuse)
        var facts = try goodFacts()
        facts.registration = .unknown
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .review(.plateUnknown))
        #expect(Eligibility.verdict(on: facts, under: strict) == .refusal(.plateUnknown))
        facts = try goodFacts()
        facts.parts[.battery] = PartFinding(condition: .present, voltage: BatteryVoltage(label: .illegible))
        #expect(Eligibility.verdict(on: facts, under: strict) == .refusal(.voltageUnclear))
        facts.parts[.battery] = PartFinding(condition: .present, voltage: BatteryVoltage(label: .volts(60), blocks: 6))
        #expect(Eligibility.verdict(on: facts, under: strict) == .refusal(.voltageContradicted))
        facts = try goodFacts()
        for (relation, code) in [(Relation.heir, Reason.Code.ownerDeceased), (.company, .ownerCompany)] {
            facts.relation = relation
            #expect(Eligibility.verdict(on: facts, under: strict) == .refusal(code))
        }
    }
}

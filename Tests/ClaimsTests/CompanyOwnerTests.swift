import Claims
import Testing

/// A bike that the registry has under the name of a company.
struct CompanyOwnerTests {
    private static func facts(_ relation: Relation = .owner) throws -> EligibilityFacts {
        var facts = try goodFacts()
        facts.relation = relation
        facts.registration = .found(
            RegistryEntry(
                kind: "white-red",
                registeredOn: try day("2021-06-01"),
                ownerIsApplicant: false,
                ownerIsCompany: true
            )
        )
        return facts
    }

    @Test(arguments: Relation.allCases)
    func `the registry's company is held for review as soon as the plate is known`(relation: Relation) throws {
        var facts = try Self.facts(relation)
        facts.agentIsIdentified = true
        facts.parts = [:]
        let finding = try #require(Eligibility.objection(to: facts, under: try programme(agents: .recorded)))
        #expect(finding.rule == .coveredOwner && finding.verdict == .review(.ownerCompany))
        #expect(finding.facts["ownerIsCompany"] == "true" && finding.facts["relation"] == relation.rawValue)
    }

    @Test func `a certificate does not help`() throws {
        var facts = try Self.facts()
        facts.certificate = try certificate()
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .review(.ownerCompany))
    }

    @Test(arguments: [Relation.owner, .agent])
    func `nobody is asked for a certificate`(relation: Relation) throws {
        var facts = try Self.facts(relation)
        facts.agentIsIdentified = true
        #expect(!Eligibility.needsCertificate(facts))
        let decision = try #require(Eligibility.decision(on: facts, under: try programme(agents: .recorded)))
        #expect(decision.verdict == .review(.ownerCompany) && decision.others.isEmpty)
    }

    @Test func `another registered owner is still asked for a certificate`() throws {
        var facts = try goodFacts()
        facts.registration = try registered(ownerIsApplicant: false)
        #expect(Eligibility.needsCertificate(facts))
        #expect(Eligibility.objection(to: facts, under: try programme())?.rule == .ownership)
    }
}

import Claims
import Testing

/// Amounts by voltage, by kilometres and for everybody the same.
struct TariffTests {
    @Test func `a range has both its ends, and what lies between rows has no amount`() throws {
        let tariff = try byKilometres()
        for (kilometres, amount) in [(0, 50_000), (4_999, 50_000), (5_000, 20_000), (20_000, 20_000)] {
            #expect(tariff.amount(for: kilometres) == Fen(Int64(amount)))
        }
        #expect(tariff.amount(for: 20_001) == nil)
        #expect(tariff.amount(for: -1) == nil)
    }

    @Test func `rows come in rising order`() throws {
        #expect(try byKilometres().rows.map(\.range) == [0...4_999, 5_000...20_000])
    }

    @Test func `overlapping rows and no rows are no tariff`() {
        let amount = Fen(1)
        #expect(Tariff(by: .kilometres, [], otherwise: .hold) == nil)
        #expect(Tariff(by: .kilometres, [.init(0...10, amount), .init(10...20, amount)], otherwise: .hold) == nil)
        #expect(Tariff(by: .kilometres, [.init(0...30, amount), .init(10...20, amount)], otherwise: .hold) == nil)
        #expect(Tariff(by: .kilometres, [.init(0...10, amount), .init(11...20, amount)], otherwise: .hold) != nil)
    }

    @Test(arguments: [Int.min, -1, 0, 60, Int.max])
    func `a flat amount is the same for every value`(value: Int) {
        #expect(Tariff(flat: Fen(30_000)).amount(for: value) == Fen(30_000))
    }

    @Test func `a flat tariff asks nothing of the battery`() throws {
        let rules = try programme(tariff: Tariff(flat: Fen(30_000)))
        var facts = try goodFacts()
        for voltage in [nil, BatteryVoltage(label: .illegible), BatteryVoltage(label: .volts(96))] {
            facts.parts[.battery] = PartFinding(condition: .present, voltage: voltage)
            #expect(Eligibility.verdict(on: facts, under: rules) == .subsidy(Fen(30_000)))
        }
        facts.parts[.battery] = PartFinding(condition: .missing)
        #expect(Eligibility.verdict(on: facts, under: rules) == .refusal(.partMissing, ["part": "battery"]))
    }

    @Test func `a tariff by kilometres waits for the odometer and never rounds it`() throws {
        let rules = try programme(tariff: byKilometres())
        var facts = try goodFacts()
        facts.parts[.battery] = PartFinding(condition: .present)
        #expect(Eligibility.objection(to: facts, under: rules) == nil)
        #expect(Eligibility.decision(on: facts, under: rules) == nil)
        facts.kilometres = 4_999
        #expect(Eligibility.verdict(on: facts, under: rules) == .subsidy(Fen(50_000)))
        facts.kilometres = 5_000
        #expect(Eligibility.verdict(on: facts, under: rules) == .subsidy(Fen(20_000)))
        facts.kilometres = 20_001
        let reason = Reason(.otherKilometres, ["kilometres": "20001"])
        #expect(Eligibility.verdict(on: facts, under: rules) == .hold(reason))
        let strict = try programme(tariff: byKilometres(otherwise: .refuse))
        #expect(Eligibility.verdict(on: facts, under: strict) == .refuse(reason))
    }
}

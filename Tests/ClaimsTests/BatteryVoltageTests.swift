import Claims
import Testing

/// What label, meter and count of blocks say together.
struct BatteryVoltageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let label: BatteryVoltage.Label
        let millivolts: Int?
        let blocks: Int?
        let reading: BatteryVoltage.Reading

        init(_ label: BatteryVoltage.Label, _ millivolts: Int?, _ blocks: Int?, _ reading: BatteryVoltage.Reading) {
            (self.label, self.millivolts, self.blocks, self.reading) = (label, millivolts, blocks, reading)
        }

        var testDescription: String { "\(label), \(millivolts ?? 0) mV, \(blocks ?? 0) blocks: \(reading)" }
    }

    static let rows = [48, 60, 72]

    @Test(arguments: [
        // The label alone, any value.
        Case(.volts(60), nil, nil, .nominal(60)), Case(.volts(64), nil, nil, .nominal(64)),
        Case(.volts(1), nil, nil, .nominal(1)), Case(.volts(400), nil, nil, .nominal(400)),
        // Blocks must agree to the volt.
        Case(.volts(48), nil, 4, .nominal(48)), Case(.volts(60), nil, 5, .nominal(60)),
        Case(.volts(72), nil, 6, .nominal(72)), Case(.volts(72), nil, 5, .contradicted),
        Case(.volts(64), nil, 5, .contradicted), Case(.volts(60), nil, 6, .contradicted),
        // The meter must lie from 85 to 118 percent, both included.
        Case(.volts(60), 51_000, nil, .nominal(60)), Case(.volts(60), 50_999, nil, .contradicted),
        Case(.volts(60), 70_800, nil, .nominal(60)), Case(.volts(60), 70_801, nil, .contradicted),
        Case(.volts(72), 54_000, nil, .contradicted), Case(.volts(60), 62_000, 5, .nominal(60)),
        Case(.volts(60), 40_000, 5, .contradicted), Case(.volts(60), 62_000, 4, .contradicted),
        // Blocks without a label.
        Case(.none, nil, 4, .nominal(48)), Case(.none, nil, 5, .nominal(60)), Case(.none, nil, 6, .nominal(72)),
        Case(.none, nil, 3, .nominal(36)), Case(.none, nil, 7, .nominal(84)), Case(.none, 62_000, 5, .nominal(60)),
        Case(.none, 40_000, 5, .contradicted),
        // The meter alone: only when one row fits and no other voltage that exists: 36, 64, 80, 84, 96.
        Case(.none, 40_799, nil, .unclear), Case(.none, 42_000, nil, .unclear),
        Case(.none, 42_480, nil, .unclear), Case(.none, 42_481, nil, .nominal(48)),
        Case(.none, 50_999, nil, .nominal(48)),
        Case(.none, 51_000, nil, .unclear), Case(.none, 56_640, nil, .unclear), Case(.none, 56_641, nil, .unclear),
        Case(.none, 61_199, nil, .unclear), Case(.none, 61_200, nil, .unclear), Case(.none, 70_800, nil, .unclear),
        Case(.none, 70_801, nil, .unclear), Case(.none, 84_000, nil, .unclear), Case(.none, 84_960, nil, .unclear),
        Case(.none, 84_961, nil, .unclear),
        // An illegible label is for review, whatever else there is.
        Case(.illegible, nil, nil, .unclear), Case(.illegible, 62_000, 5, .unclear), Case(.illegible, nil, 5, .unclear),
        Case(.illegible, 58_000, nil, .unclear),
    ])
    func `the evidence says what it says and no more`(given: Case) throws {
        let evidence = try #require(
            BatteryVoltage(label: given.label, meterMillivolts: given.millivolts, blocks: given.blocks)
        )
        #expect(evidence.reading(by: Programme.VoltageRule(), rows: Self.rows) == given.reading)
    }

    @Test func `blocks of another kind and another meter range come from the programme`() throws {
        let rule = Programme.VoltageRule(voltsPerBlock: 16, meterPercent: 100...100)
        let blocks = try #require(BatteryVoltage(blocks: 4))
        #expect(blocks.reading(by: rule, rows: Self.rows) == .nominal(64))
        let metered = try #require(BatteryVoltage(label: .volts(60), meterMillivolts: 60_001))
        #expect(metered.reading(by: rule, rows: Self.rows) == .contradicted)
    }

    @Test(arguments: [
        (40_800, BatteryVoltage.Reading.nominal(48)), (50_999, .nominal(48)), (51_000, .unclear),
        (56_640, .unclear), (56_641, .nominal(60)), (61_199, .nominal(60)), (61_200, .unclear), (70_800, .unclear),
        (70_801, .nominal(72)), (84_960, .nominal(72)), (84_961, .unclear),
    ])
    func `where no other voltages exist the meter alone decides more often`(
        millivolts: Int,
        reading: BatteryVoltage.Reading
    ) throws {
        let metered = try #require(BatteryVoltage(meterMillivolts: millivolts))
        #expect(metered.reading(by: Programme.VoltageRule(otherVolts: []), rows: Self.rows) == reading)
    }

    @Test func `a voltage that exists and has no row is never read from the meter alone`() throws {
        let rule = Programme.VoltageRule(meterPercent: 100...100)
        let metered = try #require(BatteryVoltage(meterMillivolts: 64_000))
        #expect(metered.reading(by: rule, rows: Self.rows) == .unclear)
    }

    @Test func `no evidence, or evidence out of range, is none`() {
        #expect(BatteryVoltage() == nil)
        for volts in [0, -1, 401] { #expect(BatteryVoltage(label: .volts(volts)) == nil) }
        for meter in [0, -1, 400_001] { #expect(BatteryVoltage(meterMillivolts: meter) == nil) }
        for blocks in [0, -1, 33] { #expect(BatteryVoltage(blocks: blocks) == nil) }
    }

    @Test func `the written form is read back`() throws {
        for label in [BatteryVoltage.Label.volts(60), .illegible, .none] {
            let evidence = try #require(BatteryVoltage(label: label, meterMillivolts: 61_000, blocks: 5))
            let (written, volts) = evidence.wireForm
            let read = BatteryVoltage(label: written, volts: volts, meterMillivolts: 61_000, blocks: 5)
            #expect(read == evidence)
        }
        #expect(BatteryVoltage(label: "read", volts: nil, meterMillivolts: nil, blocks: 5) == nil)
        #expect(BatteryVoltage(label: "illegible", volts: 60, meterMillivolts: nil, blocks: nil) == nil)
        #expect(BatteryVoltage(label: "torn", volts: nil, meterMillivolts: nil, blocks: 5) == nil)
    }
}

package import Claims
package import WireAPI

/// The people and bikes of every rehearsal: who carries which card, which plate belongs to whom.
///
/// Nobody real: identity numbers of the unassigned region 990001 or published specimens, bank card of a prefix that
/// no bank has. The plates must match `config/rehearsal/registry.csv`, which a rehearsal imports.
package enum RehearsalCast {
    package struct Person: Sendable {
        package let id: String
        /// A key of the text catalogues: what this card is for.
        package let note: String
        let card: SimulatedCard

        package var number: String { card.number }
    }

    package struct Bike: Sendable {
        package let plate: String
        /// A person's id; nil when the registry does not know the plate.
        package let owner: String?
        package let kind: String?
        package let registeredOn: CivilDate?
        package let note: String
    }

    /// Anything else that a scanner reads at the counter.
    package struct Label: Sendable {
        package let text: String
        package let note: String
    }

    package static let people: [Person] = [
        resident("owner-1", "张演示", "1", "01", "990001199001010013", "样本路1号", "20180501", "20380501"),
        resident("owner-2", "李样本", "2", "01", "990001198512310021", "样本路2号", "20160309", "20360309"),
        resident("owner-3", "次仁·试样", "1", "04", "990001200002290032", "样本乡3组", "20210607", "20310607"),
        resident("owner-4", "王测试", "1", "31", "99000119900101003X", "样本路4号", "20190222", "20390222"),
        resident("other-owner", "赵范例", "1", "01", "990001197808150050", "样本路5号", "20150716", "20350716"),
        resident("long-term", "孙演习", "2", "04", "990001195503100045", "样本乡6组", "20120404", "长期"),
        resident(
            "expired",
            "周试验",
            "1",
            "01",
            "990001196807200074",
            "样本路7号",
            "20040831",
            "20240831",
            note: "rehearsal.card.expired"
        ),
        Person(
            id: "permit",
            note: "rehearsal.card.permit",
            card: SimulatedCard(
                layout: .permit(permitNumber: "H00000000", timesIssued: "01"),
                name: "测试乙",
                sex: "2",
                birthDate: "19940823",
                address: "广东省测试市样本区测试街2号",
                number: "810000199408230021",
                authority: "测试市公安局",
                validFrom: "20240101",
                validTo: "20290101"
            )
        ),
        Person(
            id: "foreigner",
            note: "rehearsal.card.foreigner",
            card: SimulatedCard(
                layout: .foreigner(latinName: "TESTER, SAMPLE", nationality: "SAU", replacements: "01"),
                name: "测试丁",
                sex: "1",
                birthDate: "19850101",
                address: "",
                number: "932682198501010017",
                authority: "",
                validFrom: "20231201",
                validTo: "20331201"
            )
        ),
        Person(
            id: "former-foreigner",
            note: "rehearsal.card.foreigner",
            card: SimulatedCard(
                layout: .formerForeigner(
                    latinName: "TESTER, SAMPLE",
                    nationality: "TST",
                    version: "01",
                    place: "1500"
                ),
                name: "测试丙",
                sex: "1",
                birthDate: "19850101",
                address: "",
                number: "TST110085010101",
                authority: "",
                validFrom: "20180101",
                validTo: "20280101"
            )
        ),
    ]

    package static let bikes: [Bike] = [
        bike("拉萨A00101", "owner-1", (2021, 3, 15), "rehearsal.plate.own"),
        bike("拉萨A00102", "owner-2", (2021, 6, 1), "rehearsal.plate.own"),
        bike("拉萨A00103", "owner-3", (2021, 12, 31), "rehearsal.plate.own"),
        bike("拉萨A00104", "owner-4", (2021, 1, 10), "rehearsal.plate.own"),
        bike("拉萨A00105", "owner-1", (2021, 5, 5), "rehearsal.plate.second"),
        bike("拉萨A00201", "owner-2", (2020, 12, 1), "rehearsal.plate.outside-window"),
        bike("拉萨B00301", "owner-3", (2021, 5, 5), "rehearsal.plate.wrong-kind", kind: "green"),
        Bike(plate: "拉萨A09999", owner: nil, kind: nil, registeredOn: nil, note: "rehearsal.plate.unknown"),
    ]

    /// On the parts of the first bike, as the registry has them.
    package static let battery = Label(text: "BAT60V20AH-990001", note: "rehearsal.serial.battery")
    package static let motor = Label(text: "MTR350W-990002", note: "rehearsal.serial.motor")
    package static let frame = Label(text: "990001210000003", note: "rehearsal.serial.frame")
    /// On the parts of another bike: a serial in two claims is held.
    package static let otherBattery = Label(text: "BAT72V32AH-990021", note: "rehearsal.serial.battery")
    package static let otherMotor = Label(text: "MTR500W-990022", note: "rehearsal.serial.motor")
    package static let otherFrame = Label(text: "990001210000023", note: "rehearsal.serial.frame")
    package static let bankCard = Label(text: "6299990000000012348", note: "rehearsal.bank-card")

    /// One of the people above, or one of the crowd: `generated-1` to `generated-9999`.
    package static func person(_ id: String) -> Person? { people.first { $0.id == id } ?? generated(id) }

    /// People without a story, for tests and load: each has a number of the unassigned region like the others.
    private static func generated(_ id: String) -> Person? {
        guard id.hasPrefix("generated-"), let index = Int(id.dropFirst("generated-".count)), (1...9_999).contains(index)
        else { return nil }
        let digits = "990001" + "\(CivilDate(daysSince1970: index))".filter(\.isNumber) + "011"
        let check = String(UnicodeScalar(ResidentID.checkCharacter(for: digits.utf8)))
        return resident(id, "演练", "1", "01", digits + check, "样本路\(index)号", "20180501", "20380501")
    }

    /// What the ID-card reader's `choices` offer.
    package static var cardChoices: [SimulatedDeviceState.Choice] {
        people.map { .init(id: $0.id, label: $0.card.name, note: $0.note) }
    }

    /// What the scanner's `choices` offer.
    package static var scanChoices: [SimulatedDeviceState.Choice] {
        bikes.map { .init(id: $0.plate, label: $0.plate, note: $0.note) }
            + [battery, motor, frame, otherBattery, otherMotor, otherFrame, bankCard]
            .map { .init(id: $0.text, label: $0.text, note: $0.note) }
    }

    /// What stands on a part of the bike with this plate: no two bikes share a part.
    static func serial(of part: Part, on plate: String) -> String {
        guard plate == bikes[0].plate else { return "\(part.rawValue)-\(plate)" }
        return switch part {
        case .battery: battery.text
        case .motor: motor.text
        case .frame: frame.text
        }
    }

    private static func resident(
        _ id: String,
        _ name: String,
        _ sex: String,
        _ ethnicity: String,
        _ number: String,
        _ address: String,
        _ validFrom: String,
        _ validTo: String,
        note: String = "rehearsal.card.owner"
    ) -> Person {
        Person(
            id: id,
            note: note,
            card: SimulatedCard(
                layout: .resident(ethnicity: ethnicity),
                name: name,
                sex: sex,
                birthDate: String(number.dropFirst(6).prefix(8)),
                address: "测试自治区测试县" + address,
                number: number,
                authority: "测试县公安局",
                validFrom: validFrom,
                validTo: validTo
            )
        )
    }

    private static func bike(
        _ plate: String,
        _ owner: String,
        _ registered: (year: Int, month: Int, day: Int),
        _ note: String,
        kind: String = "white-red"
    ) -> Bike {
        let date = CivilDate(year: registered.year, month: registered.month, day: registered.day)
        return Bike(plate: plate, owner: owner, kind: kind, registeredOn: date, note: note)
    }
}

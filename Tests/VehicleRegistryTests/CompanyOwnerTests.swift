import Claims
import Testing
import VehicleRegistry

struct CompanyOwnerTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private static let company = "91990001MA0000001R"
    private static let otherCompany = "52990001MJ0000002E"

    private static func row(_ owner: String) -> String { "A1,green,2021-03-15,\(owner),,,,\n" }

    @Test(arguments: [company, otherCompany, "91990001ma0000001r", "９１９９０００１ＭＡ０００００0１Ｒ"])
    func `a unified social credit code says that a company is the owner`(code: String) throws {
        let report = try desk.run(Desk.heading + Self.row(code) + Desk.row)
        #expect(report.badLines == 0)
        let record = try #require(try desk.record("A1"))
        #expect(record.ownerIsCompany && record.kind == "green" && record.registeredOn == CivilDate("2021-03-15"))
        #expect(try !record.ownerIs(#require(IdentityNumber(Desk.owner))))
        #expect(try desk.record("拉萨A00101")?.ownerIsCompany == false)
        let text = String(decoding: try desk.folder.bytes(of: "registry.snapshot"), as: UTF8.self)
        #expect(!text.contains("MA0000001") && !text.contains("MJ0000002"))
    }

    // The check characters of both rules fit.
    @Test(arguments: ["990001199001010064", "99000119900101062X"])
    func `an identity number that is shaped like a code is an identity number`(number: String) throws {
        try desk.run(Desk.heading + Self.row(number))
        let record = try #require(try desk.record("A1"))
        #expect(try !record.ownerIsCompany && record.ownerIs(#require(IdentityNumber(number))))
    }

    @Test func `a code of digits alone is a company's when it is nobody's number`() throws {
        try desk.run(Desk.heading + Self.row("919900011300000018"))
        #expect(try desk.record("A1")?.ownerIsCompany == true)
    }

    /// The example of GB 32100-2015, changed in each place.
    @Test func `every single wrong character is noticed`() throws {
        let code = Array("91350100M000100Y43")
        try desk.run(Desk.heading + Self.row(String(code)), rehearsal: false)
        #expect(try desk.open(rehearsal: false).lookUp(plate("A1"))?.ownerIsCompany == true)
        var rows = ""
        for place in code.indices {
            for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where character != code[place] {
                var wrong = code
                wrong[place] = character
                rows += Self.row(String(wrong))
            }
        }
        let report = try desk.run(Desk.heading + rows, rehearsal: false)
        #expect(report.lines == 18 * 35 && report.badLines == report.lines)
    }

    @Test(arguments: ["91990001MA0000001", "91990001MA0000001RR", "9199000AMA0000001U"])
    func `a code of another length or with letters for its region is a bad line`(code: String) throws {
        let problems = try desk.problems("A1,green,2021-03-15,\(code),,,,")
        #expect(problems.map(\.column) == [.ownerId])
        #expect(problems.first?.problem == "is neither an identity number nor a unified social credit code")
    }

    @Test func `a rehearsal takes made-up companies only, and production none of them`() throws {
        let problems = try desk.problems("A1,green,2021-03-15,91350100M000100Y43,,,,")
        #expect(problems.map(\.column) == [.ownerId])
        #expect(
            try desk.problems("A1,green,2021-03-15,\(Self.company),,,,", rehearsal: false).map(\.column) == [.ownerId]
        )
    }

    @Test func `lines about two companies, or a company and a person, contradict each other`() throws {
        for other in [Self.otherCompany, Desk.owner] {
            let report = try desk.run(Desk.heading + Self.row(Self.company) + Self.row(other))
            #expect(report.badLines == 2 && report.snapshot == nil)
        }
        let same = try desk.run(Desk.heading + Self.row(Self.company) + Self.row(Self.company.lowercased()))
        #expect(same.repeatedLines == 1 && same.snapshot?.count == 1)
    }
}

import Claims
import Testing
import VehicleRegistry

struct BadLineTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private static let good = "A1,green,2021-03-15,\(Desk.owner)"

    @Test(arguments: [
        ("?,green,2021-03-15,\(Desk.owner),,,,", ExtractColumn.plate),
        (",green,2021-03-15,\(Desk.owner),,,,", .plate),
        ("A1,白底红字,2021-03-15,\(Desk.owner),,,,", .plateKind),
        ("A1,,2021-03-15,\(Desk.owner),,,,", .plateKind),
        ("A1,green,2021-02-29,\(Desk.owner),,,,", .registeredOn),
        ("A1,green,15.3.2021,\(Desk.owner),,,,", .registeredOn),
        ("A1,green,2021-3,\(Desk.owner),,,,", .registeredOn),
        ("A1,green,1969-12-31,\(Desk.owner),,,,", .registeredOn),
        ("A1,green,2025-02-02,\(Desk.owner),,,,", .registeredOn),
        ("A1,green,2021-03-15,,,,,", .ownerId),
        ("A1,green,2021-03-15,990001199001010014,,,,", .ownerId),
        // A slip in a person's number whose check character fits a company's code.
        ("A1,green,2021-03-15,99000119900101004X,,,,", .ownerId),
        ("A1,green,2021-03-15,91990001MA0000001T,,,,", .ownerId),
        ("A1,green,2021-03-15,MA0000001,,,,", .ownerId),
        ("A1,green,2021-03-15,9.90001E+17,,,,", .ownerId),
        ("A1,green,2021-03-15,990001900101001,,,,", .ownerId),
        ("\(good),sixty,,,", .volts), ("\(good),0,,,", .volts), ("\(good),401,,,", .volts), ("\(good),-48,,,", .volts),
        ("\(good),,\(String(repeating: "x", count: 97)),,", .model),
        ("\(good),,a\u{7}b,,", .model),
        ("\(good),,,\(String(repeating: "x", count: 65)),", .frame),
        ("\(good),,,,M\u{200B}1234", .motor),
    ])
    func `a line with a value that cannot be right names its column`(row: String, column: ExtractColumn) throws {
        let problems = try desk.problems(row)
        #expect(problems.count == 1)
        #expect(problems.first?.line == 2 && problems.first?.column == column)
    }

    @Test(arguments: [
        "A1,green,2021-03-15", "\(good),,,,,more", "A\"1,green,2021-03-15,\(Desk.owner),,,,",
        "\"A1\"x,green,2021-03-15,\(Desk.owner),,,,", "\"A1\r,green", "\"A1\"\rx,green",
        String(repeating: ",", count: 300),
        "\(good),,\(String(repeating: "x", count: 70_000)),,",
    ])
    func `a line with wrong quotes, number of fields or length is bad as a whole`(row: String) throws {
        let problems = try desk.problems(row)
        #expect(problems.count == 1 && problems.first?.column == nil && problems.first?.line == 2)
    }

    @Test func `reading goes on after a line with wrong quotes`() throws {
        let report = try desk.run(Desk.heading + "\"A1\"x,\n" + Desk.row + "A2\n")
        #expect(report.lines == 3 && report.problems.map(\.line) == [2, 4])
    }

    @Test func `a quote that never ends costs a bounded part of the file`() throws {
        let filler = String(repeating: Desk.row, count: 2_000)
        let report = try desk.run(Desk.heading + "\"A9,\n" + filler)
        #expect(report.badLines == 1 && report.repeatedLines > 1_000)
    }

    @Test func `all problems of a line are told, without its values`() throws {
        let problems = try desk.problems("拉萨A00101,红,2021-13-01,990001199001010014,x,,,")
        #expect(problems.map(\.column) == [.plateKind, .registeredOn, .ownerId, .volts])
        for problem in problems {
            #expect(problem.plate == "拉萨****01")
            for value in ["990001199001010014", "A00101", "红"] { #expect(!problem.problem.contains(value)) }
        }
    }

    @Test func `one bad line among many and nothing is written`() throws {
        try desk.run(Desk.heading + Desk.row)
        let before = try desk.folder.bytes(of: "registry.snapshot")
        let report = try desk.run(Desk.heading + Desk.row + "A2,green,never,\(Desk.owner),,,,\n", version: "next")
        #expect(report.snapshot == nil && report.badLines == 1 && report.bytes == 0)
        #expect(try desk.folder.bytes(of: "registry.snapshot") == before)
        #expect(desk.folder.names == ["extract.csv", "registry.snapshot"])
    }

    @Test func `bad lines are left out only when that is asked for, and the snapshot says how many`() throws {
        let work = RegistryImport(skipBadLines: true)
        let report = try desk.run(Desk.heading + "A2,x,never,,,,,\n" + Desk.row + "A3\n", work)
        #expect(report.badLines == 2)
        let snapshot = try desk.open()
        #expect(snapshot.header.skippedLines == 2 && snapshot.count == 1)
        #expect(snapshot.header.kinds == ["white-red"])
        #expect(try desk.record("A2") == nil)
    }

    @Test func `nothing but bad lines is no registry`() throws {
        let work = RegistryImport(skipBadLines: true)
        #expect(code { try desk.run(Desk.heading + "A3\n", work) } == .registryExtractUnreadable)
    }

    @Test func `all bad lines are counted, and the first hundred problems are listed`() throws {
        let report = try desk.run(Desk.heading + String(repeating: "A3\n", count: 250))
        #expect(report.badLines == 250 && report.problems.count == 100)
        #expect(report.problems.map(\.line) == Array(2...101))
    }

    @Test func `two lines that say different things of one plate are both bad`() throws {
        let rows = [
            Desk.row, "A2,green,2021-01-10,\(Desk.owner),,,,\n", "Ａ·２,green,2021-01-11,\(Desk.owner),,,,\n",
            "a 2,green,2021-01-10,\(Desk.owner),,,,\n",
        ]
        let report = try desk.run(Desk.heading + rows.joined())
        #expect(report.snapshot == nil && report.badLines == 3)
        #expect(report.problems.map(\.line) == [3, 4, 5])
        try desk.run(Desk.heading + rows.joined(), RegistryImport(skipBadLines: true))
        #expect(try desk.record("A2") == nil)
        #expect(try desk.record("拉萨A00101") != nil)
    }

    @Test func `the same line twice is one vehicle, also when it is written differently`() throws {
        let report = try desk.run(
            Desk.heading + Desk.row + Desk.row.replacing("拉萨A00101", with: "拉萨·a00101").replacing("60,", with: "60V,")
        )
        #expect(report.repeatedLines == 1 && report.snapshot?.count == 1)
    }

    @Test func `a rehearsal takes synthetic people only, and production nobody of them`() throws {
        // Region 110101 with a check character that fits: a number of the pattern that real people have.
        let digits = Array("11010119900101001".utf8)
        let number = "11010119900101001" + String(decoding: [ResidentID.checkCharacter(for: digits)], as: UTF8.self)
        #expect(try desk.problems("A1,green,2021-03-15,\(number),,,,").map(\.column) == [.ownerId])
        #expect(try desk.problems("\(Self.good),,,,", rehearsal: false).map(\.column) == [.ownerId])
        try desk.run(Desk.heading + "A1,green,2021-03-15,\(number),,,,\n", rehearsal: false)
        #expect(try desk.open(rehearsal: false).count == 1)
    }
}

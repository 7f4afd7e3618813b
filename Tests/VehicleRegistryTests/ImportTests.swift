import Claims
import Testing
import VehicleRegistry

struct ImportTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    @Test func `what was imported is found with all its facts`() throws {
        try desk.run(Desk.heading + Desk.row)
        let record = try #require(try desk.record("拉萨·a００１０１"))
        #expect(record.kind == "white-red")
        #expect(record.registeredOn == CivilDate("2021-03-15"))
        #expect(record.volts == 60)
        #expect(record.model == "样车一型")
        #expect(try record.ownerIs(#require(IdentityNumber(Desk.owner))))
        #expect(try !record.ownerIs(#require(IdentityNumber(Desk.otherOwner))))
        #expect(record.frameFits(.read("９９０００１ 210000-003")) == true)
        #expect(record.frameFits(.read("990001210000004")) == false)
        #expect(record.motorFits(.read("mtr350w-990002")) == true)
        #expect(record.motorFits(.groundOff) == nil)
        #expect(try desk.record("拉萨A00102") == nil)
    }

    @Test func `optional columns may be missing or empty`() throws {
        try desk.run("plate,plateKind,registeredOn,ownerId\nA1,green,2021-03-15,\(Desk.owner)\n")
        let bare = try #require(try desk.record("A1"))
        #expect(bare.volts == nil && bare.model == nil)
        #expect(bare.frameFits(.read("X1")) == nil && bare.motorFits(.read("X1")) == nil)
        try desk.run(Desk.heading + "A1,green,2021-03-15,\(Desk.owner),, ,,\n")
        let empty = try #require(try desk.record("A1"))
        #expect(empty.volts == nil && empty.model == nil && empty.frameFits(.read("X1")) == nil)
    }

    // Three characters in the form that serials are compared in: on too many parts to tell two of them apart.
    @Test(arguments: ["-", "A2", "1-2 3", "无"])
    func `a serial that is too short to be a key is kept out, and the line is good`(serial: String) throws {
        let report = try desk.run(Desk.heading + "A1,green,2021-03-15,\(Desk.owner),,,\(serial),\(serial)\n")
        #expect(report.badLines == 0)
        let record = try #require(try desk.record("A1"))
        for other in [serial, "990001210000003"] {
            #expect(record.frameFits(.read(other)) == nil && record.motorFits(.read(other)) == nil)
        }
    }

    @Test func `a serial of four characters is a key`() throws {
        try desk.run(Desk.heading + "A1,green,2021-03-15,\(Desk.owner),,,A2-34,\n")
        let record = try #require(try desk.record("A1"))
        #expect(record.frameFits(.read("a234")) == true && record.frameFits(.read("a235")) == false)
        #expect(record.frameFits(.read("A2")) == nil)
    }

    @Test(arguments: ["2021-03-05", "2021/3/5", "2021/03/05", "20210305", "2021-3-5", "２０２１－０３－０５"])
    func `dates are read in the usual forms`(date: String) throws {
        try desk.run(Desk.heading + "A1,green,\(date),\(Desk.owner),,,,\n")
        #expect(try desk.record("A1")?.registeredOn == CivilDate("2021-03-05"))
    }

    @Test func `the header says what was imported`() throws {
        let report = try desk.run(Desk.heading + Desk.row + Desk.row + "\n", version: "2025-02")
        #expect(report.lines == 2 && report.repeatedLines == 1 && report.badLines == 0)
        let snapshot = try desk.open()
        #expect(snapshot.header == report.snapshot)
        #expect(snapshot.version == "2025-02" && snapshot.count == 1)
        #expect(snapshot.header.issuer == "made up" && snapshot.header.rehearsal)
        #expect(snapshot.header.createdAt == Timestamp("2025-02-03T09:00:00+08:00"))
        #expect(snapshot.header.kinds == ["white-red"] && snapshot.header.models == ["样车一型"])
        #expect(snapshot.header.skippedLines == 0)
        #expect(report.bytes == (try desk.folder.bytes(of: "registry.snapshot").count))
    }

    @Test func `age counts days from the extract's date`() throws {
        try desk.run(Desk.heading + Desk.row)
        let snapshot = try desk.open()
        #expect(snapshot.asOf == CivilDate("2025-02-01"))
        #expect(try snapshot.ageInDays(on: #require(CivilDate("2025-03-01"))) == 28)
        #expect(try snapshot.ageInDays(on: #require(CivilDate("2025-01-31"))) == -1)
    }

    @Test func `neither plate nor identity number nor serial stands in the file`() throws {
        try desk.run(Desk.heading + Desk.row)
        let text = String(decoding: try desk.folder.bytes(of: "registry.snapshot"), as: UTF8.self)
        for secret in ["A00101", Desk.owner, "210000003", "MTR350W", "990002"] { #expect(!text.contains(secret)) }
    }

    @Test(arguments: [",", ";", "\t"])
    func `the separator is found in the first line`(separator: String) throws {
        let row = Desk.row.replacing(",", with: separator)
        let report = try desk.run(Desk.heading.replacing(",", with: separator) + row)
        #expect(String(report.separator) == separator)
        #expect(try desk.record("拉萨A00101")?.volts == 60)
    }

    @Test func `quotes hold separators, line ends and quotes, and lines may end with CR LF`() throws {
        let row = "\"A1\",green,2021-03-15,\(Desk.owner),48,\"a \"\"b\"\", c\",,\r\n"
        try desk.run(Desk.heading.replacing("\n", with: "\r\n") + row)
        #expect(try desk.record("A1")?.model == "a \"b\", c")
        // A line end within a model is kept apart from the line's own end, and is no text that can be shown.
        let broken = try desk.run(Desk.heading + "A1,green,2021-03-15,\(Desk.owner),48,\"a\nb\",,\nA2,x,,,,,,\n")
        #expect(broken.problems.first?.line == 2 && broken.problems.first?.column == .model)
        #expect(broken.problems.last?.line == 4)
    }

    @Test func `a last line without a line end counts, and empty lines do not`() throws {
        let report = try desk.run(Desk.heading + "\n\r\n" + Desk.row.dropLast())
        #expect(report.lines == 1 && report.snapshot?.count == 1)
    }

    @Test func `Chinese headings are known in any order, and further columns are passed over`() throws {
        try desk.run("序号,身份证号,登记日期,号牌种类,号牌号码,标称电压\n1,\(Desk.owner),20210315,green,A1,60V\n")
        #expect(try desk.record("A1")?.volts == 60)
    }

    @Test func `headings and kinds can be named`() throws {
        let work = RegistryImport(columns: [.plate: "车 牌", .volts: "伏"], kinds: ["白底红字": "white-red"])
        try desk.run("车牌,种类,plateKind,registeredOn,ownerId,伏\nA1,x,白底红字,2021-03-15,\(Desk.owner),72\n", work)
        let record = try #require(try desk.record("A1"))
        #expect(record.kind == "white-red" && record.volts == 72)
    }

    @Test(arguments: [
        "plate,plateKind,registeredOn\n", "plate,车牌号,plateKind,registeredOn,ownerId\n", "\"plate\n",
        "plate,plateKind,registeredOn,\"ownerId\"x\n",
    ])
    func `headings that are missing, double or broken stop the import`(heading: String) throws {
        #expect(code { try desk.run(heading + "A1,green,2021-03-15,\(Desk.owner)\n") } == .registryExtractColumns)
        #expect(desk.folder.names == ["extract.csv"])
    }

    @Test func `a named heading that is not there, or serves twice, stops the import`() throws {
        for columns in [[ExtractColumn.volts: "伏"], [.volts: "plate"]] {
            let work = RegistryImport(columns: columns)
            #expect(code { try desk.run(Desk.heading + Desk.row, work) } == .registryExtractColumns)
        }
    }

    @Test func `an extract that is empty, missing or no file is refused`() throws {
        #expect(code { try desk.run("") } == .registryExtractUnreadable)
        #expect(code { try desk.run(Desk.heading) } == .registryExtractUnreadable)
        for path in ["\(desk.folder.path)/none.csv", desk.folder.path] {
            let wrong = code {
                _ = try RegistryImport().run(
                    path,
                    into: desk.target,
                    label: Desk.label(),
                    digestKey: desk.digestKey,
                    signingKey: desk.signingKey
                )
            }
            #expect(wrong == .registryExtractUnreadable)
        }
        #expect(desk.folder.names == ["extract.csv"])
    }

    @Test func `a target that cannot be written is told and leaves nothing behind`() throws {
        let missing = "\(desk.folder.path)/none/registry.snapshot"
        #expect(code { try desk.run(Desk.heading + Desk.row, into: missing) } == .registryNotWritten)
        // A folder cannot be replaced by a file.
        #expect(code { try desk.run(Desk.heading + Desk.row, into: desk.folder.path) } == .registryNotWritten)
        #expect(desk.folder.names == ["extract.csv"])
    }

    @Test func `a label has a version and an issuer that can be shown`() throws {
        let day = try #require(CivilDate("2025-02-01"))
        for (version, issuer) in [("", "x"), (String(repeating: "v", count: 41), "x"), ("v", ""), ("v", "a\nb")] {
            let label = SnapshotLabel(
                version: version,
                issuer: issuer,
                asOf: day,
                createdAt: Timestamp(milliseconds: 0),
                rehearsal: true
            )
            #expect(label == nil)
        }
    }
}

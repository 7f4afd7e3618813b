import Claims
import Testing
import VehicleRegistry

struct EncodingTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private static let heading = "号牌号码,号牌种类,登记日期,身份证号,标称电压,品牌型号\n"
    /// One model has a character of four bytes in GB18030.
    private static let row = "拉萨A00101,white-red,2021-03-15,990001199001010013,60,样车㐂型\n"
    private static let utf8 = Array((heading + row).utf8)
    /// The same, encoded by Python's gb18030 codec.
    private static let gb18030: [UInt8] = """
        ba c5 c5 c6 ba c5 c2 eb 2c ba c5 c5 c6 d6 d6 c0 e0 2c b5 c7 bc c7 c8 d5 c6 da 2c c9 ed b7 dd d6 a4
        ba c5 2c b1 ea b3 c6 b5 e7 d1 b9 2c c6 b7 c5 c6 d0 cd ba c5 0a c0 ad c8 f8 41 30 30 31 30 31 2c 77
        68 69 74 65 2d 72 65 64 2c 32 30 32 31 2d 30 33 2d 31 35 2c 39 39 30 30 30 31 31 39 39 30 30 31 30
        31 30 30 31 33 2c 36 30 2c d1 f9 b3 b5 81 39 ef 31 d0 cd 0a
        """.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }

    private func expectFound(_ bytes: [UInt8], _ encoding: ExtractEncoding, forced: ExtractEncoding? = nil) throws {
        let report = try desk.run(bytes, RegistryImport(encoding: forced))
        #expect(report.encoding == encoding)
        let record = try #require(try desk.record("拉萨A00101"))
        #expect(record.model == "样车㐂型" && record.volts == 60)
    }

    @Test func `UTF-8 is read with and without a byte order mark`() throws {
        try expectFound(Self.utf8, .utf8)
        try expectFound([0xEF, 0xBB, 0xBF] + Self.utf8, .utf8)
        try expectFound([0xEF, 0xBB, 0xBF] + Self.utf8, .utf8, forced: .utf8)
    }

    @Test func `GB18030 is found out, and read with and without its mark`() throws {
        try expectFound(Self.gb18030, .gb18030)
        try expectFound(Self.gb18030, .gb18030, forced: .gb18030)
        try expectFound([0x84, 0x31, 0x95, 0x33] + Self.gb18030, .gb18030)
    }

    @Test func `a file in ASCII is UTF-8`() throws {
        #expect(try desk.run("plate,plateKind,registeredOn,ownerId\nA1,g,2021-03-15,\(Desk.owner)\n").encoding == .utf8)
    }

    @Test func `characters across the border of two pieces do not make UTF-8 something else`() throws {
        // Pieces of the file have 262,144 bytes: shifted by 0 to 3 bytes, one character lies across every border.
        for shift in 0..<4 {
            let pad = String(repeating: "x", count: shift)
            var text = "plate,plateKind,registeredOn,ownerId,注\n"
            for number in 10_000..<10_900 {
                text += "A\(number),g,2021-03-15,\(Desk.owner),\(pad)\(String(repeating: "样𠀀", count: 80))\n"
            }
            let report = try desk.run(text)
            #expect(report.encoding == .utf8 && report.snapshot?.count == 900)
        }
    }

    @Test func `UTF-16 is refused with a remedy`() throws {
        for mark in [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]] {
            #expect(code { try desk.run(mark + [0x70, 0x00]) } == .registryExtractUnreadable)
        }
    }

    @Test func `bytes that are no GB18030 are bad lines`() throws {
        let report = try desk.run(Self.gb18030 + [0x41, 0x31, 0xFF] + Array(",g,20210315,\(Desk.owner),,\n".utf8))
        #expect(report.snapshot == nil && report.badLines == 1)
        #expect(report.problems.map(\.line) == [3] && report.problems.first?.column == .plate)
        // The converter is not thrown off by it: the next line is good again.
        let again = try desk.run(
            Self.gb18030 + [0xC0] + Array(",,,,,\n".utf8) + Self.gb18030.drop { $0 != 0x0A }.dropFirst()
        )
        #expect(again.problems.allSatisfy { $0.line == 3 } && again.badLines == 1)
    }

    @Test func `a forced encoding is not argued with`() throws {
        #expect(code { try desk.run(Self.gb18030, RegistryImport(encoding: .utf8)) } == .registryExtractColumns)
        #expect(code { try desk.run(Self.utf8, RegistryImport(encoding: .gb18030)) } == .registryExtractColumns)
    }

    @Test func `a broken UTF-8 sequence under a mark is a bad line`() throws {
        let bytes: [UInt8] =
            [0xEF, 0xBB, 0xBF] + Self.utf8 + [0x41, 0xE6, 0xA0] + Array(",g,20210315,\(Desk.owner),,\n".utf8)
        let report = try desk.run(bytes)
        #expect(report.badLines == 1 && report.problems.first?.line == 3)
    }
}

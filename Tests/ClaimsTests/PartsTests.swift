import Claims
import Testing

struct PartsTests {
    @Test(arguments: [
        ("SN1", "SN1"), ("  SN 1\r\n", "SN 1"), ("電機-7", "電機-7"), ("\u{3000}X\u{A0}", "X"), ("½", "½"),
    ])
    func `a serial is kept as read, without the spaces around it`(input: String, text: String) {
        #expect(PartSerial.read(checking: input) == .read(text))
    }

    @Test func `a serial has one to sixty-four characters`() {
        #expect(PartSerial.read(checking: String(repeating: "7", count: 64)) != nil)
        #expect(PartSerial.read(checking: String(repeating: "7", count: 65)) == nil)
        #expect(PartSerial.read(checking: "A" + String(repeating: "\u{301}", count: 1_000)) == nil)
    }

    @Test(arguments: ["", " ", "\n", "A\u{0}B", "A\u{1B}B", "A\nB", "\u{7F}", "A\u{202E}B", "A\u{200B}B", "A\u{2028}B"])
    func `what cannot be printed is no serial`(input: String) {
        #expect(PartSerial.read(checking: input) == nil)
    }

    @Test func `serials are written with their state`() {
        #expect(PartSerial.read("7").wireForm == ("read", "7"))
        #expect(PartSerial.illegible.wireForm == ("illegible", nil))
        #expect(PartSerial.groundOff.wireForm == ("ground-off", nil))
        #expect(PartSerial.none.wireForm == ("none", nil))
    }

    @Test(arguments: [(11, false), (12, true), (48, true), (120, true), (121, false), (-48, false), (Int.max, false)])
    func `a battery has twelve to 120 volts`(volts: Int, valid: Bool) {
        #expect((BatteryVoltage(volts: volts, method: .label) != nil) == valid)
    }

    @Test func `the three parts are battery, motor and frame, in that order`() {
        #expect(Part.allCases == [.battery, .motor, .frame])
    }
}

struct OwnershipCertificateTests {
    static let day = CivilDate(daysSince1970: 20_140)

    @Test(arguments: [
        ("东嘎社区居委会", "2025-017"), ("A", "1"), (String(repeating: "社", count: 80), String(repeating: "1", count: 80)),
    ])
    func `issuer, number and day make a certificate`(issuer: String, number: String) throws {
        let certificate = try #require(OwnershipCertificate(issuer: issuer, number: number, issuedOn: Self.day))
        #expect(certificate.issuer == issuer)
        #expect(certificate.number == number)
        #expect(certificate.issuedOn == Self.day)
    }

    @Test(arguments: [
        ("", "1"), ("A", ""), (String(repeating: "A", count: 81), "1"), ("A", String(repeating: "1", count: 81)),
    ])
    func `empty or overlong fields are refused`(issuer: String, number: String) {
        #expect(OwnershipCertificate(issuer: issuer, number: number, issuedOn: Self.day) == nil)
    }

    @Test func `Tibetan stacks count as characters, a heap of accents does not pass`() {
        let issuer = String(repeating: "སྒྲུ", count: 40)
        #expect(OwnershipCertificate(issuer: issuer, number: "1", issuedOn: Self.day) != nil)
        let heap = "A" + String(repeating: "\u{301}", count: 1_000)
        #expect(OwnershipCertificate(issuer: heap, number: "1", issuedOn: Self.day) == nil)
    }

    @Test(arguments: [(" ", "1"), ("A", "\u{3000}"), ("A\nB", "1"), ("A", "1\u{0}"), ("A\u{202E}B", "1")])
    func `blank fields and control characters are refused`(issuer: String, number: String) {
        #expect(OwnershipCertificate(issuer: issuer, number: number, issuedOn: Self.day) == nil)
    }
}

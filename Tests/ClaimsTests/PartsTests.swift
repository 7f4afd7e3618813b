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

    @Test(arguments: [
        "MTR350W-990002", "mtr350w 990002", "ＭＴＲ３５０Ｗ－９９０００２", "MTR350W/990002", " MTR 350W 990002", "𝐌TR350W_990002",
    ])
    func `serials that labels write differently have one key`(text: String) {
        #expect(PartSerial.read(checking: text)?.foldedKey == "MTR350W990002")
    }

    @Test(arguments: ["1", "A-2", "123", "- - -", "////", "½½½½"])
    func `a serial of less than four letters and digits is no key`(text: String) {
        #expect(PartSerial.read(text).foldedKey == nil)
        #expect(PartSerial.read("\(text)ABCD").foldedKey?.hasSuffix("ABCD") == true)
    }

    @Test(arguments: [PartSerial.illegible, .groundOff, .none])
    func `without a text there is no key`(serial: PartSerial) {
        #expect(serial.foldedKey == nil)
    }

    @Test func `serials are written with their state`() {
        #expect(PartSerial.read("7").wireForm == ("read", "7"))
        #expect(PartSerial.illegible.wireForm == ("illegible", nil))
        #expect(PartSerial.groundOff.wireForm == ("ground-off", nil))
        #expect(PartSerial.none.wireForm == ("none", nil))
    }

    @Test(arguments: [(0, false), (1, true), (48, true), (400, true), (401, false), (-48, false), (Int.max, false)])
    func `a battery's label says one to 400 volts`(volts: Int, isPossible: Bool) {
        #expect((BatteryVoltage(label: .volts(volts)) != nil) == isPossible)
    }

    @Test func `the three parts are battery, motor and frame, in that order`() {
        #expect(Part.allCases == [.battery, .motor, .frame])
    }
}

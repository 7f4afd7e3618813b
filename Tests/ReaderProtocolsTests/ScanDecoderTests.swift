import CharacterEncodings
import Claims
import Devices
import NIOCore
import ReaderProtocols
import Testing

struct ScanDecoderTests {
    private func decode(_ hex: String, _ change: (inout ScannerSettings) -> Void = { _ in }) throws -> ScannedText {
        var settings = ScannerSettings()
        change(&settings)
        return try ScanDecoder(settings).decode(Vectors.buffer(hex))
    }

    private func failure(_ hex: String, _ change: (inout ScannerSettings) -> Void = { _ in }) -> ScanDecoder.Failure? {
        var settings = ScannerSettings()
        change(&settings)
        do throws(ScanDecoder.Failure) {
            _ = try ScanDecoder(settings).decode(Vectors.buffer(hex))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ("E8 97 8F 41 31 32 33 34 35", "藏A12345", .guessedUTF8),
            ("B2 D8 41 31 32 33 34 35", "藏A12345", .guessedGB18030),
            ("E6 8B 89 E8 90 A8 30 30 31 32 33", "拉萨00123", .guessedUTF8),
            ("C0 AD C8 F8 30 30 31 32 33", "拉萨00123", .guessedGB18030),
            ("E5 9B 9E E6 94 B6 E5 87 AD E8 AF 81", "回收凭证", .guessedUTF8),
            ("BB D8 CA D5 C6 BE D6 A4", "回收凭证", .guessedGB18030),
            ("C2 B7", "·", .guessedUTF8),
            ("A1 A4", "·", .guessedGB18030),
            ("E4 BA AC 4D 44 30 39 32 36", "京MD0926", .guessedUTF8),
            // Valid UTF-8 too, for characters that stand on no plate.
            ("D4 A5 41 31 32 33 34 35", "豫A12345", .guessedGB18030),
            ("C2 B3 41 31 32 33 34 35", "鲁A12345", .guessedGB18030),
            ("E0 BD 96 E0 BD BC E0 BD 91", "བོད", .guessedUTF8),
            ("EF BB BF E8 97 8F 41", "藏A", .guessedUTF8),
            ("41 31 1D 5C", "A1\u{1D}\\", .ascii),
        ] as [(String, String, ScannedText.Charset)]
    )
    func `without a word from the code the bytes decide`(hex: String, text: String, charset: ScannedText.Charset) throws
    {
        let scan = try decode(hex)
        #expect(scan.text == text)
        #expect(scan.charset == charset)
        #expect(scan.symbology == nil)
    }

    @Test func `every province character is read from either encoding`() throws {
        let converter = try #require(CharacterConverter(.gb18030))
        var gb18030: [Character: [UInt8]] = [:]
        for high in UInt8(0xB0)...0xF7 {
            for low in UInt8(0xA1)...0xFE {
                guard let text = [high, low].withUnsafeBytes(converter.text), let first = text.unicodeScalars.first,
                    first.properties.generalCategory == .otherLetter
                else { continue }
                gb18030[Character(first)] = [high, low]
            }
        }
        #expect(gb18030.count == 6_763)
        for province in "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新" {
            let expected = "\(province)A12345"
            let bytes = try #require(gb18030[province]) + Array("A12345".utf8)
            #expect(try ScanDecoder().decode(ByteBuffer(bytes: bytes)).text == expected)
            #expect(try ScanDecoder().decode(ByteBuffer(string: expected)).text == expected)
        }
    }

    @Test func `any Chinese text comes back from UTF-8, and from GB18030 where that is set`() throws {
        var generator = SeededGenerator(seed: 5)
        let converter = try #require(CharacterConverter(.gb18030))
        var settings = ScannerSettings()
        settings.encoding = .gb18030
        let configured = ScanDecoder(settings)
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...40, using: &generator)
            let scalars = (0..<count).compactMap { _ in
                Bool.random(using: &generator)
                    ? Unicode.Scalar(UInt32.random(in: 0x4E00...0x9FA5, using: &generator))
                    : Unicode.Scalar(UInt32.random(in: 0x21...0x7E, using: &generator))
            }
            let text = String(String.UnicodeScalarView(scalars))
            #expect(try ScanDecoder().decode(ByteBuffer(string: text)).text == text || text.first == "]")
            // Random valid double bytes.
            let pairs = (0..<count).flatMap { _ -> [UInt8] in
                [UInt8.random(in: 0xB0...0xF7, using: &generator), UInt8.random(in: 0xA1...0xFE, using: &generator)]
            }
            let expected = pairs.withUnsafeBytes(converter.text)
            let frame = ByteBuffer(bytes: pairs)
            let decoded = try? configured.decode(frame)
            #expect(decoded?.text == expected)
            if let guessed = try? ScanDecoder().decode(frame) {
                #expect(guessed.charset == .guessedUTF8 || guessed.text == expected)
            }
        }
    }

    @Test func `whatever bytes come, the answer is text without a lost character, or a failure`() {
        var generator = SeededGenerator(seed: 7)
        for encoding in ScannerSettings.Encoding.allCases {
            var settings = ScannerSettings()
            settings.encoding = encoding
            settings.codeIDs = .honeywell
            let decoder = ScanDecoder(settings)
            for _ in 0..<2_000 {
                let head = ["", "]Q2\\000026", "]d4", "]z3\\000032"].randomElement(using: &generator) ?? ""
                let count = Int.random(in: 0...24, using: &generator)
                let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                let scan = try? decoder.decode(ByteBuffer(bytes: Array(head.utf8) + bytes))
                #expect(scan?.text.unicodeScalars.contains("\u{FFFD}") != true)
                #expect(scan?.text.isEmpty != true)
            }
        }
    }

    @Test(arguments: ["41 C3", "FF", "ED A0 80", "B2", "EF BF BD", "84 31 A4 37", "81 30 81 30", "AA A1"])
    func `anything else is no text and nothing is replaced`(hex: String) {
        #expect(failure(hex) == .wrongBytes)
    }

    @Test func `a configured encoding is strict and is not second-guessed`() throws {
        #expect(try decode("B2 D8 41") { $0.encoding = .gb18030 }.charset == .configured)
        #expect(try decode("C2 B3") { $0.encoding = .utf8 }.text == "³")
        #expect(failure("B2 D8 41") { $0.encoding = .utf8 } == .wrongBytes)
        #expect(try decode("C2 C3 41") { $0.encoding = .big5 }.text == "藏A")
        #expect(failure("FF FF") { $0.encoding = .big5 } == .wrongBytes)
        #expect(try decode("41") { $0.encoding = .big5 }.charset == .ascii)
        let all = (0...255).map { UInt8($0) }
        var settings = ScannerSettings()
        settings.encoding = .latin1
        let text = try ScanDecoder(settings).decode(ByteBuffer(bytes: all)).text
        #expect(text.unicodeScalars.map(\.value) == all.map(UInt32.init))
    }

    @Test(
        arguments: [
            ("5D 51 32 5C 30 30 30 30 32 36 E8 97 8F 41", "藏A"),
            // GB18030 whose second byte is a backslash, doubled like any other.
            ("5D 51 32 5C 30 30 30 30 33 32 81 5C 5C", "乗"),
            ("5D 51 32 5C 30 30 30 30 32 39 B2 D8", "藏"),
            ("5D 51 32 5C 30 30 30 30 32 38 C2 C3", "藏"),
            ("5D 51 32 5C 30 30 30 30 30 33 B3", "³"),
            ("5D 51 32 5C 30 30 30 30 32 37 41 5C 5C 42", "A\\B"),
            // Several in one code, and data before the first.
            ("5D 51 32 41 5C 30 30 30 30 32 36 E8 97 8F 5C 30 30 30 30 33 32 B2 D8", "A藏藏"),
            ("5D 64 34 5C 30 30 30 30 32 36 C2 B3", "³"),
            ("5D 51 32 C2 B3 5C 5C 41", "鲁\\A"),
        ] as [(String, String)]
    )
    func `a code that names its characters is believed`(hex: String, text: String) throws {
        #expect(try decode(hex).text == text)
        #expect(try decode(hex) { $0.aim = true }.text == text)
    }

    @Test func `a code that is no text, or names unknown characters, is refused with its reason`() {
        #expect(failure("5D 51 32 5C 30 30 30 38 39 39 41") == .binary)
        #expect(failure("5D 51 32 5C 30 30 30 30 32 30 41") == .unknownECI(20))
        #expect(failure("5D 51 32 5C 30 30 30 30 32 36 B2 D8") == .wrongBytes)
        #expect(failure("5D 51 32 5C 30 30 30 30 32 37 C2 B3") == .wrongBytes)
        #expect(failure("5D 51 32 5C 30 30 41") == .wrongBytes)
        #expect(failure("5D 51 32 5C 30 30 30 30 32 36") == .empty)
        #expect(failure("5D 51 31") == .empty)
    }

    @Test func `identifiers come off and stay known`() throws {
        let gs1 = try decode("5D 43 31 30 31")
        #expect(gs1.text == "01")
        #expect(gs1.identifier == "]C1")
        #expect(gs1.symbology == .gs1Code128)
        #expect(try decode("5D 45 34 31").symbology == .ean8)
        // Data that only begins like an identifier stays, unless the device always sends one.
        #expect(try decode("5D 42 5D 31").text == "]B]1")
        #expect(try decode("5D 4E 31 41").text == "]N1A")
        #expect(try decode("5D 4E 31 41") { $0.aim = true }.text == "A")
        #expect(try decode("41 42") { $0.aim = true }.text == "AB")
        let honeywell = try decode("73 41 42") { $0.codeIDs = .honeywell }
        #expect(honeywell.text == "AB")
        #expect(honeywell.symbology == .qr)
        #expect(try decode("73 41 42").text == "sAB")
        #expect(try decode("3F 41") { $0.codeIDs = .honeywell }.text == "?A")
    }

    @Test func `a scan never shows its text in a log`() {
        let scan = ScannedText(text: "6299990000012343")
        #expect("\(scan)" == "scan of 16 characters")
        #expect(Mirror(reflecting: scan).children.isEmpty)
    }
}

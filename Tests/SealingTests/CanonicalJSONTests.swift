import Claims
import Foundation
import Testing
import WireAPI

struct CanonicalJSONTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try CanonicalJSON.canonicalise(Array(text.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        (#" { "b" : 1 , "a" : [ true , false , null ] } "#, #"{"a":[true,false,null],"b":1}"#),
        (#"{"é":1,"z":2,"Z":3,"":4}"#, #"{"":4,"Z":3,"z":2,"é":1}"#),
        (#""a\/b""#, #""a/b""#),
        (#""\u0041\u00e9\ud83d\ude00""#, #""Aé😀""#),
        (#""\u0000\u001F\u007f\b\f\n\r\t\"\\""#, #""\u0000\u001f"# + "\u{7F}" + #"\b\f\n\r\t\"\\""#),
        ("-9223372036854775808", "-9223372036854775808"),
        ("[9223372036854775807,0,-1]", "[9223372036854775807,0,-1]"),
        ("{}", "{}"),
        ("[]", "[]"),
        ("\t\r\n null\n", "null"),
    ])
    func `a value has one form`(input: String, expected: String) throws {
        #expect(try canonical(input) == expected)
        #expect(try canonical(expected) == expected)
    }

    @Test(arguments: [
        "", " ", "1.0", "1e3", "1E3", "-0", "-", "01", "+1", "9223372036854775808", "-9223372036854775809", "NaN",
        "[1,]", "[1 2]", "[", "]", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{a:1}", #"{"a":1 "b":2}"#, "{1:2}",
        #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":1}"#, #"{"x":{"k":1,"j":2,"k":3}}"#,
        "\"", #""\"#, #""\x""#, #""\u12"#, #""\u12g4""#, #""\u+123""#, #""\ud800""#, #""\ud800x""#, #""\udc00""#,
        #""\ud800\u0041""#,
        "\"\n\"", "true false", "tru", "nul", "True", "'a'", "\u{FEFF}1", "1//x",
    ])
    func `what the form has no place for is refused`(input: String) throws {
        let error = try #require(throws: KioskError.self) { try canonical(input) }
        #expect(error.code == .requestMalformed)
    }

    @Test(
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x80]] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) throws {
        let error = try #require(throws: KioskError.self) { try CanonicalJSON.canonicalise(bytes) }
        #expect(error.code == .requestMalformed)
    }

    @Test func `sixteen levels are read and seventeen are not`() throws {
        let deepest = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
        #expect(try canonical(deepest) == deepest)
        #expect(throws: KioskError.self) { try canonical("[" + deepest + "]") }
        #expect(throws: KioskError.self) { try canonical(String(repeating: "[", count: 1_000_000)) }
    }

    @Test func `a value over the size limit is refused before it is read`() throws {
        let huge = [UInt8](repeating: UInt8(ascii: " "), count: CanonicalJSON.maximumSize + 1)
        let error = try #require(throws: KioskError.self) { try CanonicalJSON.canonicalise(huge) }
        #expect(error.code == .requestTooLarge)
    }

    @Test func `keys are compared as bytes, not as text that looks the same`() throws {
        // e with acute as one scalar and as two: equal for Swift, two keys for JSON.
        #expect(try canonical("{\"\u{E9}\":1,\"e\u{301}\":2}") == "{\"e\u{301}\":2,\"\u{E9}\":1}")
    }

    @Test func `an error never shows the content`() throws {
        let error = try #require(throws: KioskError.self) { try canonical(#"{"idNumber":"990001199001010013""#) }
        #expect(!"\(error)".contains("9900"))
    }

    private struct Sample: Codable, Equatable {
        var zebra = "a/b \u{7F} \"q\" \\ \n 藏 བོད 😀"
        var apple: Int64 = .min
        var nested = ["b": [1, 2], "a": []]
        var missing: String?
        var flag = true
    }

    @Test func `what we encode and what is read back agree byte for byte`() throws {
        let sample = Sample()
        let encoded = try CanonicalJSON.encode(sample)
        #expect(try CanonicalJSON.canonicalise(encoded) == encoded)
        // Through another writer, with other order, spaces and escapes.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .prettyPrinted
        #expect(try CanonicalJSON.canonicalise(Array(encoder.encode(sample))) == encoded)
        #expect(try JSONDecoder().decode(Sample.self, from: Data(encoded)) == sample)
        #expect(try (0..<20).allSatisfy { _ in try CanonicalJSON.encode(sample) == encoded })
    }

    @Test func `a fraction in a value of ours is refused`() {
        #expect(throws: KioskError.self) { try CanonicalJSON.encode(["volts": 48.5]) }
    }
}

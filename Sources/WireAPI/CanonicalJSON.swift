package import Claims

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The one form of a JSON value that is hashed, compared and stored.
///
/// UTF-8 without white space; the keys of an object in the order of their UTF-8 bytes; in strings only `"`, `\` and
/// the characters below U+0020 are escaped (`\b \t \n \f \r`, else `\u00xx` in lower case); numbers are integers of 64
/// bits in decimal. Both directions end in the same writer, so what was encoded here and what is read back agree byte
/// for byte. The grammar is RFC 8259's.
package enum CanonicalJSON {
    /// Objects and arrays within each other; the value itself is depth 1.
    package static let maximumDepth = 16
    /// Bytes of input.
    package static let maximumSize = 1 << 20

    /// A value of ours in canonical form.
    ///
    /// Throws what its `encode(to:)` throws, and `request.malformed` for what the form has no place for: a number that
    /// is no integer, more depth than `maximumDepth`.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        try canonicalise(Array(JSONEncoder().encode(value)))
    }

    /// Received bytes in canonical form.
    ///
    /// Throws `request.malformed` for anything but one JSON value of integers, strings, booleans, nulls, arrays and
    /// objects within the limits; for floating-point numbers, keys that occur twice, lone surrogates and invalid
    /// UTF-8; and `request.too-large`. Messages name the byte, never the content.
    package static func canonicalise(_ bytes: [UInt8]) throws(KioskError) -> [UInt8] {
        guard bytes.count <= maximumSize else {
            throw KioskError(
                .requestTooLarge,
                "the JSON value has \(bytes.count) bytes, more than \(maximumSize)",
                remedy: "Send less at once."
            )
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw CanonicalJSONReader.malformed("it is not valid UTF-8")
        }
        var reader = CanonicalJSONReader(bytes)
        let value = try reader.readWhole()
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        value.write(to: &output)
        return output
    }
}

/// A parsed value; texts as UTF-8, because two Swift strings may be equal with different bytes.
enum CanonicalJSONValue {
    case null
    case bool(Bool)
    case integer(Int64)
    case string([UInt8])
    case array([CanonicalJSONValue])
    /// Sorted by key.
    case object([(key: [UInt8], value: CanonicalJSONValue)])

    func write(to output: inout [UInt8]) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let flag): output += (flag ? "true" : "false").utf8
        case .integer(let number): output += String(number).utf8
        case .string(let text): Self.write(text, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                value.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: [UInt8], to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""): output += #"\""#.utf8
            case UInt8(ascii: "\\"): output += #"\\"#.utf8
            case 0x08: output += #"\b"#.utf8
            case 0x09: output += #"\t"#.utf8
            case 0x0A: output += #"\n"#.utf8
            case 0x0C: output += #"\f"#.utf8
            case 0x0D: output += #"\r"#.utf8
            case 0..<0x20: output += ((byte < 0x10 ? #"\u000"# : #"\u00"#) + String(byte, radix: 16)).utf8
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}

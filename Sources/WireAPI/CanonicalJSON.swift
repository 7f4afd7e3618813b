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
    /// See `JSONNode`.
    package static let maximumDepth = JSONNode.maximumDepth
    /// Bytes of input.
    package static let maximumSize = 1 << 20

    /// A value of ours in canonical form.
    ///
    /// Throws what its `encode(to:)` throws, and `request.malformed` for what the form has no place for: a number that
    /// is no integer, more depth than `maximumDepth`.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        guard let value = value as? any NodeWritable else {
            return try canonicalise(Array(JSONEncoder().encode(value)))
        }
        var output: [UInt8] = []
        try value.node.write(to: &output)
        return output
    }

    /// Received bytes in canonical form.
    ///
    /// Throws `request.malformed` for anything but one JSON value of integers, strings, booleans, nulls, arrays and
    /// objects within the limits; for floating-point numbers, keys that occur twice, lone surrogates and invalid
    /// UTF-8; and `request.too-large`. Messages name the byte, never the content.
    package static func canonicalise(_ bytes: [UInt8]) throws(KioskError) -> [UInt8] {
        try read(bytes).canonical
    }

    /// `canonicalise` with the value that was read.
    package static func read(_ bytes: [UInt8]) throws(KioskError) -> (canonical: [UInt8], value: JSONNode) {
        guard bytes.count <= maximumSize else {
            throw KioskError(
                .requestTooLarge,
                "the JSON value has \(bytes.count) bytes, more than \(maximumSize)",
                remedy: "Send less at once."
            )
        }
        let (value, isCanonical): (JSONNode, Bool)
        do throws(JSONNode.Problem) {
            (value, isCanonical) = try JSONNode.read(bytes)
        } catch {
            throw malformed(error.why, at: error.byte)
        }
        if isCanonical { return (bytes, value) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        try value.write(to: &output)
        return (output, value)
    }

    fileprivate static func malformed(_ why: String, at byte: Int) -> KioskError {
        KioskError(
            .requestMalformed,
            "the JSON is not acceptable: \(why) at byte \(byte)",
            remedy: "Send one JSON value as the interface describes it; numbers are whole."
        )
    }
}

extension JSONNode {
    /// What Foundation's decoder makes of the canonical form. For what comes singly: types that come by the thousand read
    /// themselves.
    package func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        var canonical: [UInt8] = []
        try write(to: &canonical)
        return try JSONDecoder().decode(type, from: Data(canonical))
    }

    /// In canonical form. Throws `request.malformed` for a number that is no integer of 64 bits.
    fileprivate func write(to output: inout [UInt8]) throws(KioskError) {
        switch content {
        case .null: output += "null".utf8
        case .bool(let flag): output += (flag ? "true" : "false").utf8
        case .number(let text):
            guard text != "-0", let number = Int64(text) else {
                throw CanonicalJSON.malformed("a number that is no integer of 64 bits", at: byte)
            }
            output += String(number).utf8
        case .string(let text): Self.write(text, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                try value.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            let sorted = members.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                try member.value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: Text, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var rest = text
        while let place = rest.firstIndex(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
        {
            output += rest[..<place]
            let byte = rest[place]
            switch byte {
            case UInt8(ascii: "\""): output += #"\""#.utf8
            case UInt8(ascii: "\\"): output += #"\\"#.utf8
            case 0x08: output += #"\b"#.utf8
            case 0x09: output += #"\t"#.utf8
            case 0x0A: output += #"\n"#.utf8
            case 0x0C: output += #"\f"#.utf8
            case 0x0D: output += #"\r"#.utf8
            default: output += ((byte < 0x10 ? #"\u000"# : #"\u00"#) + String(byte, radix: 16)).utf8
            }
            rest = rest[(place + 1)...]
        }
        output += rest
        output.append(UInt8(ascii: "\""))
    }
}

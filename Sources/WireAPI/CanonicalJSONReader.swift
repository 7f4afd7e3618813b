import Claims

/// A strict reader of the JSON that `CanonicalJSON` allows. The bytes must be valid UTF-8 already.
struct CanonicalJSONReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// One value and nothing after it but white space.
    mutating func readWhole() throws(KioskError) -> CanonicalJSONValue {
        let value = try readValue(depth: 1)
        skipSpace()
        guard position == bytes.count else { throw unexpected("something after the value") }
        return value
    }

    static func malformed(_ why: String) -> KioskError {
        KioskError(
            .requestMalformed,
            "the JSON is not acceptable: \(why)",
            remedy: "Send one JSON value as the interface describes it; numbers are whole."
        )
    }

    private func unexpected(_ why: String) -> KioskError { Self.malformed("\(why) at byte \(position)") }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    /// Whether the byte comes next; it is passed then.
    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func readValue(depth: Int) throws(KioskError) -> CanonicalJSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try readObject(depth: depth)
        case UInt8(ascii: "["): return try readArray(depth: depth)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "-"): return try readInteger()
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try readInteger()
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case nil: throw unexpected("it ends too early")
        default: throw unexpected("no value begins like this")
        }
    }

    private mutating func readWord(
        _ word: String,
        _ value: CanonicalJSONValue
    ) throws(KioskError) -> CanonicalJSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw unexpected("no value begins like this") }
        position += word.utf8.count
        return value
    }

    private mutating func readInteger() throws(KioskError) -> CanonicalJSONValue {
        let start = position
        let negative = take("-")
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        let digits = bytes[(negative ? start + 1 : start)..<position]
        if let byte = next, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
            throw unexpected("a number that is not written as a whole number")
        }
        guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0"),
            !(negative && digits.first == UInt8(ascii: "0")),
            let number = Int64(String(decoding: bytes[start..<position], as: UTF8.self))
        else { throw unexpected("a number that is no integer of 64 bits") }
        return .integer(number)
    }

    private mutating func readArray(depth: Int) throws(KioskError) -> CanonicalJSONValue {
        try checkDepth(depth)
        position += 1
        var values: [CanonicalJSONValue] = []
        skipSpace()
        if take("]") { return .array(values) }
        while true {
            values.append(try readValue(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(values) }
            guard take(",") else { throw unexpected("neither a comma nor the end of the array") }
        }
    }

    private mutating func readObject(depth: Int) throws(KioskError) -> CanonicalJSONValue {
        try checkDepth(depth)
        position += 1
        var members: [(key: [UInt8], value: CanonicalJSONValue)] = []
        skipSpace()
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw unexpected("no key") }
            let key = try readString()
            skipSpace()
            guard take(":") else { throw unexpected("no colon after a key") }
            members.append((key, try readValue(depth: depth + 1)))
            skipSpace()
            if take("}") { break }
            guard take(",") else { throw unexpected("neither a comma nor the end of the object") }
        }
        members.sort { $0.key.lexicographicallyPrecedes($1.key) }
        for (first, second) in zip(members, members.dropFirst()) where first.key == second.key {
            throw unexpected("a key twice in the object that ends")
        }
        return .object(members)
    }

    private func checkDepth(_ depth: Int) throws(KioskError) {
        guard depth <= CanonicalJSON.maximumDepth else {
            throw unexpected("more than \(CanonicalJSON.maximumDepth) levels")
        }
    }

    private mutating func readString() throws(KioskError) -> [UInt8] {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): text += try readEscape()
            case 0..<0x20: throw unexpected("a control character in a string before")
            default: text.append(byte)
            }
        }
        throw unexpected("a string without end")
    }

    private mutating func readEscape() throws(KioskError) -> [UInt8] {
        guard let byte = next else { throw unexpected("a string without end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "u"): return Array(String(Character(try readScalar())).utf8)
        default: throw unexpected("an unknown escape before")
        }
    }

    /// After `\u`: four hex digits, or a pair of surrogates.
    private mutating func readScalar() throws(KioskError) -> Unicode.Scalar {
        let first = try readUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), take("\\"), take("u") else {
            throw unexpected("a lone surrogate before")
        }
        let second = try readUnit()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw unexpected("a lone surrogate before") }
        return scalar
    }

    private mutating func readUnit() throws(KioskError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw unexpected("a string without end") }
        let digits = bytes[position..<position + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw unexpected("a \\u without four hexadecimal digits") }
        position += 4
        return unit
    }
}

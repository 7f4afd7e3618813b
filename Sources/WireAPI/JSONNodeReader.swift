/// A strict reader of JSON (RFC 8259). The bytes must be valid UTF-8 already.
struct JSONNodeReader {
    /// Whether what was read so far is in canonical form for sure, see `CanonicalJSON`: what a kiosk sends is.
    private(set) var isCanonical = true

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// One value and nothing after it but white space.
    mutating func readWhole() throws(JSONNode.Problem) -> JSONNode {
        let value = try readValue(depth: 1)
        skipSpace()
        guard position == bytes.count else { throw unexpected("something after the value") }
        return value
    }

    private func unexpected(_ why: String) -> JSONNode.Problem {
        JSONNode.Problem(line: line, byte: position, why: why)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            if byte == 0x0A { line += 1 }
            position += 1
            isCanonical = false
        }
    }

    /// Whether the byte comes next; it is passed then.
    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func readValue(depth: Int) throws(JSONNode.Problem) -> JSONNode {
        skipSpace()
        let start = (line, position)
        return JSONNode(try readContent(depth: depth), line: start.0, byte: start.1)
    }

    private mutating func readContent(depth: Int) throws(JSONNode.Problem) -> JSONNode.Content {
        switch next {
        case UInt8(ascii: "{"): return .object(try readObject(depth: depth))
        case UInt8(ascii: "["): return .array(try readArray(depth: depth))
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try readNumber())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case nil: throw unexpected("it ends too early")
        default: throw unexpected("no value begins like this")
        }
    }

    private mutating func readWord(
        _ word: String,
        _ content: JSONNode.Content
    ) throws(JSONNode.Problem) -> JSONNode.Content {
        guard bytes[position...].starts(with: word.utf8) else { throw unexpected("no value begins like this") }
        position += word.utf8.count
        return content
    }

    private mutating func passDigits() -> Int {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func readNumber() throws(JSONNode.Problem) -> String {
        let start = position
        _ = take("-")
        let leadsWithZero = next == UInt8(ascii: "0")
        let whole = passDigits()
        guard whole == 1 || (whole > 1 && !leadsWithZero) else { throw unexpected("a number that JSON does not know") }
        if take(".") { guard passDigits() > 0 else { throw unexpected("a number that ends with its point") } }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard passDigits() > 0 else { throw unexpected("a number without its exponent") }
        }
        // Up to 18 digits are below 2^63. A longer one, a fraction or -0 is for the writer to judge.
        let isShort = position - start == whole && whole <= 18
        if !isShort { isCanonical = false }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readArray(depth: Int) throws(JSONNode.Problem) -> [JSONNode] {
        try checkDepth(depth)
        position += 1
        var values: [JSONNode] = []
        skipSpace()
        if take("]") { return values }
        while true {
            values.append(try readValue(depth: depth + 1))
            skipSpace()
            if take("]") { return values }
            guard take(",") else { throw unexpected("neither a comma nor the end of the array") }
        }
    }

    private mutating func readObject(depth: Int) throws(JSONNode.Problem) -> [JSONNode.Member] {
        try checkDepth(depth)
        position += 1
        var members: [JSONNode.Member] = []
        // In canonical form each key is greater than the one before, and none can stand twice.
        var isAscending = true
        var keys: Set<JSONNode.Text> = []
        skipSpace()
        if take("}") { return members }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw unexpected("no key") }
            let key = try readString()
            if isAscending, let last = members.last, !last.key.lexicographicallyPrecedes(key) {
                isAscending = false
                isCanonical = false
                keys = Set(members.map(\.key))
            }
            guard isAscending || keys.insert(key).inserted else { throw unexpected("a key that stands twice") }
            skipSpace()
            guard take(":") else { throw unexpected("no colon after a key") }
            members.append((key, try readValue(depth: depth + 1)))
            guard members.count <= JSONNode.maximumMembers else { throw unexpected("too many keys in one object") }
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw unexpected("neither a comma nor the end of the object") }
        }
    }

    private func checkDepth(_ depth: Int) throws(JSONNode.Problem) {
        guard depth <= JSONNode.maximumDepth else {
            throw unexpected("more than \(JSONNode.maximumDepth) levels")
        }
    }

    private mutating func readString() throws(JSONNode.Problem) -> JSONNode.Text {
        position += 1
        // All before the last escape.
        var text: [UInt8] = []
        while true {
            let start = position
            while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
                position += 1
            }
            let piece = bytes[start..<position]
            guard let byte = next else { throw unexpected("a string without end") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return text.isEmpty ? piece : (text + piece)[...]
            case UInt8(ascii: "\\"): text += piece + (try readEscape())
            default: throw unexpected("a line end or control character inside a string")
            }
        }
    }

    private mutating func readEscape() throws(JSONNode.Problem) -> [UInt8] {
        // Perhaps the one that the writer chooses; that is not worth knowing.
        isCanonical = false
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
    private mutating func readScalar() throws(JSONNode.Problem) -> Unicode.Scalar {
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

    private mutating func readUnit() throws(JSONNode.Problem) -> UInt32 {
        guard position + 4 <= bytes.count else { throw unexpected("a string without end") }
        let digits = bytes[position..<position + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw unexpected("a \\u without four hexadecimal digits") }
        position += 4
        return unit
    }
}

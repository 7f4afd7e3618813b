/// Reads `FactsJSON` from bytes that are valid UTF-8.
struct FactsJSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark, as some editors write it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func whole() throws(FactsJSON.Problem) -> FactsJSON {
        let value = try value(depth: 1)
        skipSpace()
        guard position == bytes.count else { throw problem("there is something after the JSON value") }
        return value
    }

    private func problem(_ what: String) -> FactsJSON.Problem { FactsJSON.Problem(line: line, what: what) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            if byte == 0x0A { line += 1 }
            position += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(FactsJSON.Problem) -> FactsJSON {
        guard depth <= FactsJSON.depthLimit else { throw problem("more than \(FactsJSON.depthLimit) levels") }
        skipSpace()
        let start = line
        switch next {
        case UInt8(ascii: "{"): return FactsJSON(.object(try members(depth)), line: start)
        case UInt8(ascii: "["): return FactsJSON(.list(try items(depth)), line: start)
        case UInt8(ascii: "\""): return FactsJSON(.text(try string()), line: start)
        case UInt8(ascii: "t"): return FactsJSON(try word("true", .truth(true)), line: start)
        case UInt8(ascii: "f"): return FactsJSON(try word("false", .truth(false)), line: start)
        case UInt8(ascii: "n"): return FactsJSON(try word("null", .null), line: start)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            return FactsJSON(.number(try number()), line: start)
        case nil: throw problem("the JSON ends too early")
        default: throw problem("no JSON value begins like this")
        }
    }

    private mutating func word(_ word: String, _ value: FactsJSON.Value) throws(FactsJSON.Problem) -> FactsJSON.Value {
        guard bytes[position...].starts(with: word.utf8) else { throw problem("no JSON value begins like this") }
        position += word.utf8.count
        return value
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func number() throws(FactsJSON.Problem) -> String {
        let start = position
        _ = take("-")
        let leadsWithZero = next == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !leadsWithZero) else { throw problem("a number that JSON does not know") }
        if take(".") { guard digits() > 0 else { throw problem("a number that ends with its point") } }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { throw problem("a number without its exponent") }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func items(_ depth: Int) throws(FactsJSON.Problem) -> [FactsJSON] {
        position += 1
        var items: [FactsJSON] = []
        skipSpace()
        if take("]") { return items }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return items }
            guard take(",") else { throw problem("neither a comma nor the end of the list") }
        }
    }

    private mutating func members(_ depth: Int) throws(FactsJSON.Problem) -> [(key: String, value: FactsJSON)] {
        position += 1
        var members: [(key: String, value: FactsJSON)] = []
        skipSpace()
        if take("}") { return members }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw problem("a key in double quotes is missing") }
            let key = try string()
            guard !members.contains(where: { $0.key == key }) else { throw problem("a key that stands twice") }
            skipSpace()
            guard take(":") else { throw problem("no colon after a key") }
            members.append((key, try value(depth: depth + 1)))
            guard members.count <= 256 else { throw problem("more than 256 keys in one object") }
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw problem("neither a comma nor the end of the object") }
        }
    }

    private mutating func string() throws(FactsJSON.Problem) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw problem("a line end or control character inside a text")
            default: text.append(byte)
            }
        }
        throw problem("a text without its closing quote")
    }

    private mutating func escape() throws(FactsJSON.Problem) -> [UInt8] {
        guard let byte = next else { throw problem("a text without its closing quote") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw problem("an escape that JSON does not know")
        }
    }

    private mutating func scalar() throws(FactsJSON.Problem) -> Unicode.Scalar {
        let first = try unit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), take("\\"), take("u") else { throw problem("half a character") }
        let second = try unit()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw problem("half a character") }
        return scalar
    }

    private mutating func unit() throws(FactsJSON.Problem) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("\\u without four hexadecimal digits") }
        position += 4
        return unit
    }
}

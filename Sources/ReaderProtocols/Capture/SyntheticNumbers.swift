import Claims

/// Numbers that belong to nobody, the same one for the same original.
struct SyntheticNumbers {
    private var known: [[UInt8]: [UInt8]] = [:]

    /// As many bytes as the original. Eighteen become an identity number of the region 990001, other lengths a bank
    /// card's that begins with 629999, eleven and fewer zeros.
    mutating func number(for original: [UInt8]) -> [UInt8] {
        if let number = known[original] { return number }
        let number = Self.make(count: original.count, ordinal: known.count)
        known[original] = number
        return number
    }

    private static func make(count: Int, ordinal: Int) -> [UInt8] {
        switch count {
        case ...11: return [UInt8](repeating: 0x30, count: count)
        case 18:
            let body = Array("99000119900101".utf8) + digits(ordinal % 1_000, count: 3)
            return body + [ResidentID.checkCharacter(for: body)]
        default:
            let body = Array("629999".utf8) + digits(ordinal, count: count - 7)
            return body + [luhn(body)]
        }
    }

    private static func digits(_ value: Int, count: Int) -> [UInt8] {
        let text = Array(String(value).utf8.suffix(count))
        return [UInt8](repeating: 0x30, count: count - text.count) + text
    }

    private static func luhn(_ body: [UInt8]) -> UInt8 {
        var sum = 0
        for (index, byte) in body.reversed().enumerated() {
            let digit = Int(byte) - 0x30
            sum += index.isMultiple(of: 2) ? (digit * 2) / 10 + (digit * 2) % 10 : digit
        }
        return 0x30 + UInt8((10 - sum % 10) % 10)
    }
}

import Claims

/// Numbers in what scanners sent: digits stay digits, check digits and sums stay right.
enum ScanScrubber {
    static func scrubText(_ bytes: inout [UInt8]) { scrub(&bytes, at: Array(bytes.indices)) }

    /// SSI: length, opcode, source, status, data, two bytes of sum (docs/readers/ssi-scanner.md). A number may be spread
    /// over packets, so the data of all of them is looked at as one text; the sums are made anew.
    static func scrubPackets(_ bytes: inout [UInt8]) {
        var packets: [Range<Int>] = []
        var places: [Int] = []
        var index = 0
        while index < bytes.count {
            let end = index + Int(bytes[index])
            if bytes[index] >= 4, end + 2 <= bytes.count, sum(bytes[index..<end]) == (bytes[end], bytes[end + 1]) {
                packets.append(index..<end)
                // Decoded data begins with a byte that names the symbology.
                places += min(end, index + (bytes[index + 1] == 0xF3 ? 5 : 4))..<end
                index = end + 2
            } else {
                places.append(index)
                index += 1
            }
        }
        scrub(&bytes, at: places)
        for packet in packets { (bytes[packet.upperBound], bytes[packet.upperBound + 1]) = sum(bytes[packet]) }
    }

    /// Two's complement of the sum of all bytes before it, high byte first.
    private static func sum(_ packet: ArraySlice<UInt8>) -> (UInt8, UInt8) {
        let sum = 0 &- packet.reduce(UInt16(0)) { $0 &+ UInt16($1) }
        return (UInt8(truncatingIfNeeded: sum >> 8), UInt8(truncatingIfNeeded: sum))
    }

    private static func scrub(_ bytes: inout [UInt8], at places: [Int]) {
        var synthetic = SyntheticNumbers()
        for run in PersonalDigits.runs(in: places.map { bytes[$0] }, isWhole: false) {
            let digits = synthetic.number(for: run.map { bytes[places[$0]] })
            for (index, digit) in zip(run, digits) { bytes[places[index]] = digit }
        }
    }
}

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

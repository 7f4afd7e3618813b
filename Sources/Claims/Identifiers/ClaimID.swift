/// A claim's id and idempotency key: a UUID of version 7 (RFC 9562 §5.7), minted at commit.
package struct ClaimID: Hashable, Sendable, CustomStringConvertible {
    /// 36 lower-case characters, `018f2b6c-…`.
    package let text: String

    /// From its 36-character form, either case; nil unless it is a UUID of version 7 and variant 10.
    @specialized(where Text == String)
    package init?<Text: StringProtocol>(_ input: Text) {
        let bytes = Array(input.lowercased().utf8)
        guard bytes.count == 36 else { return nil }
        for (index, byte) in bytes.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) else { return nil }
            }
        }
        guard bytes[14] == UInt8(ascii: "7"), "89ab".utf8.contains(bytes[19]) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// 48 bits of milliseconds, then version, variant and 74 random bits.
    package init(at time: Timestamp, using random: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(clamping: time.milliseconds) & 0xFFFF_FFFF_FFFF
        let high = milliseconds << 16 | 0x7000 | random.next() & 0x0FFF
        let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let hex = [high, low].map { value in
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        var text = ""
        for (index, character) in hex.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(character)
        }
        self.text = text
    }

    package var description: String { text }
}

/// Base 32 of RFC 4648 §6, upper case, without padding: what a QR code holds in its alphanumeric mode, and what no
/// keyboard layout or caps-lock key changes the meaning of.
enum Base32 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var bits = 0
        var held: UInt32 = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(digits[Int(held >> bits & 31)])
            }
            held &= (1 << bits) - 1
        }
        if bits > 0 { text.append(digits[Int(held << (5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for any other character, an impossible length, or left-over bits that are not zero: each content has one form.
    static func bytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var held: UInt32 = 0
        for character in text {
            guard let value = value(of: character) else { return nil }
            held = held << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> bits))
            }
            held &= (1 << bits) - 1
        }
        return bits < 5 && held == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(character - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}

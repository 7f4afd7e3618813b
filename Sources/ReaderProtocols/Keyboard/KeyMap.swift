/// Key codes to characters as on a US keyboard, whatever layout the machine has: what scanners are set to as shipped.
///
/// Source: linux/input-event-codes.h.
package enum KeyMap {
    package enum Key: Hashable, Sendable {
        /// The character alone and with shift.
        case character(UInt8, shifted: UInt8)
        case shift
        /// Control, alt and meta: with one of them held a key is no character.
        case modifier
        /// Enter of both blocks, and tab.
        case end
        /// Locks: scanners send what they mean whether they are on or not.
        case ignored
        case other
    }

    package static func key(_ code: UInt16) -> Key { keys[code] ?? .other }

    private static let keys: [UInt16: Key] = {
        var keys: [UInt16: Key] = [
            15: .end, 28: .end, 96: .end, 42: .shift, 54: .shift, 58: .ignored, 69: .ignored, 70: .ignored,
            29: .modifier, 97: .modifier, 56: .modifier, 100: .modifier, 125: .modifier, 126: .modifier,
            57: .character(0x20, shifted: 0x20),
            // The block of digits, with + - * / and .
            55: same("*"), 74: same("-"), 78: same("+"), 83: same("."), 98: same("/"),
        ]
        for (first, plain, shifted) in rows {
            for (offset, pair) in zip(plain.utf8, shifted.utf8).enumerated() {
                keys[first + UInt16(offset)] = .character(pair.0, shifted: pair.1)
            }
        }
        for (first, digits) in [(71, "789"), (75, "456"), (79, "1230")] as [(UInt16, String)] {
            for (offset, digit) in digits.unicodeScalars.enumerated() { keys[first + UInt16(offset)] = same(digit) }
        }
        return keys
    }()

    /// First code of a row, what its keys give, and what they give with shift.
    private static let rows: [(UInt16, String, String)] = [
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    ]

    private static func same(_ character: Unicode.Scalar) -> Key {
        .character(UInt8(ascii: character), shifted: UInt8(ascii: character))
    }
}

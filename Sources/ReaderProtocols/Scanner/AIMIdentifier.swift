/// Three characters before the data that name the symbology: `]`, a letter, a modifier (ISO/IEC 15424).
package struct AIMIdentifier: Hashable, Sendable {
    package static let size = 3

    package let symbology: Symbology
    private let letter: UInt8
    private let modifier: UInt8

    /// Nil unless the bytes begin with one.
    ///
    /// A device that is set up to send them sends one each time, so any letter and modifier counts. Without that set-up
    /// the letter must be one of the standard and the modifier a digit or a capital: data may begin with `]` too.
    package init?(_ bytes: some Collection<UInt8>, isConfigured: Bool) {
        let head = Array(bytes.prefix(Self.size))
        guard head.count == Self.size, head[0] == UInt8(ascii: "]") else { return nil }
        let known = Symbology(aimLetter: head[1], modifier: head[2])
        let isPlain = Self.isDigit(head[2]) || Self.isCapital(head[2])
        let isAny = Self.isLetter(head[1]) && (Self.isDigit(head[2]) || Self.isLetter(head[2]))
        guard isConfigured ? isAny : known != nil && isPlain else { return nil }
        symbology = known ?? .other
        letter = head[1]
        modifier = head[2]
    }

    /// `]Q1`.
    package var text: String { String(decoding: [UInt8(ascii: "]"), letter, modifier], as: UTF8.self) }

    /// The data holds ECI numbers as `\nnnnnn`, and every other backslash twice.
    package var carriesECI: Bool { Self.withECI[letter]?.contains(modifier) ?? false }

    private static let withECI: [UInt8: [UInt8]] = [
        UInt8(ascii: "L"): Array("1".utf8),
        UInt8(ascii: "Q"): Array("246".utf8),
        UInt8(ascii: "U"): Array("23".utf8),
        UInt8(ascii: "d"): Array("456".utf8),
        UInt8(ascii: "h"): Array("1".utf8),
        UInt8(ascii: "z"): Array("345".utf8),
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte) || (0x61...0x7A).contains(byte) }
}

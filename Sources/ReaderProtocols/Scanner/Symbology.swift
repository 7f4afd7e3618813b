/// The kind of code that was read, however the scanner says so. Sources: docs/readers/line-scanner.md.
package enum Symbology: String, CaseIterable, Codable, Sendable {
    case code39 = "code-39"
    case telepen
    case code128 = "code-128"
    case gs1Code128 = "gs1-128"
    case codeOne = "code-one"
    case ean13 = "ean-13"
    case ean8 = "ean-8"
    case upcA = "upc-a"
    case codabar
    case code93 = "code-93"
    case code11 = "code-11"
    case interleaved2of5 = "interleaved-2-of-5"
    case straight2of5 = "straight-2-of-5"
    case dotCode = "dotcode"
    case code16K = "code-16k"
    case pdf417
    case msi
    case code49 = "code-49"
    case codablock
    case plessey
    case qr
    case maxiCode = "maxicode"
    case channelCode = "channel-code"
    case dataMatrix = "data-matrix"
    case gs1DataBar = "gs1-databar"
    case hanXin = "han-xin"
    case ocr
    case posiCode = "posicode"
    case superCode = "supercode"
    case aztec
    /// Something that is no bar code, such as keys.
    case other
}

extension Symbology {
    /// By the letter of an AIM identifier.
    init?(aimLetter letter: UInt8, modifier: UInt8) {
        guard let found = Self.aimLetters[letter] else { return nil }
        switch (letter, modifier) {
        case (UInt8(ascii: "C"), UInt8(ascii: "1")): self = .gs1Code128
        case (UInt8(ascii: "E"), UInt8(ascii: "4")): self = .ean8
        default: self = found
        }
    }

    private static let aimLetters = table([
        "A": .code39, "B": .telepen, "C": .code128, "D": .codeOne, "E": .ean13, "F": .codabar, "G": .code93,
        "H": .code11, "I": .interleaved2of5, "J": .dotCode, "K": .code16K, "L": .pdf417, "M": .msi, "O": .codablock,
        "P": .plessey, "Q": .qr, "R": .straight2of5, "S": .straight2of5, "T": .code49, "U": .maxiCode, "X": .other,
        "Y": .other, "Z": .other, "c": .channelCode, "d": .dataMatrix, "e": .gs1DataBar, "h": .hanXin, "o": .ocr,
        "p": .posiCode, "s": .superCode, "z": .aztec,
    ])

    /// By the code id that Honeywell and Hand Held scanners set before the data.
    init?(honeywellID id: UInt8) {
        guard let found = Self.honeywellIDs[id] else { return nil }
        self = found
    }

    private static let honeywellIDs = table([
        "j": .code128, "I": .gs1Code128, "b": .code39, "d": .ean13, "D": .ean8, "c": .upcA, "s": .qr,
        "w": .dataMatrix, "r": .pdf417, "z": .aztec, "H": .hanXin, "e": .interleaved2of5, "a": .codabar,
    ])

    /// By the first data byte of an SSI decode-data packet; nil for what this program has no name for.
    init?(ssiCode code: UInt8) {
        guard let found = Self.ssiCodes[code] else { return nil }
        self = found
    }

    private static let ssiCodes: [UInt8: Self] = [
        0x01: .code39, 0x02: .codabar, 0x03: .code128, 0x06: .interleaved2of5, 0x08: .upcA, 0x0A: .ean8,
        0x0B: .ean13, 0x0F: .gs1Code128, 0x11: .pdf417, 0x1B: .dataMatrix, 0x1C: .qr, 0x2D: .aztec,
    ]

    private static func table(_ letters: [Unicode.Scalar: Self]) -> [UInt8: Self] {
        Dictionary(uniqueKeysWithValues: letters.map { (UInt8(ascii: $0.key), $0.value) })
    }
}

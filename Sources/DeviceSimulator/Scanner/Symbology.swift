/// The kinds of code that a simulated scanner reads, each with the letters and numbers that scanners give it.
package enum Symbology: String, CaseIterable, Sendable {
    case code39, codabar, code128, gs1, i25, upca, ean8, ean13, pdf417, datamatrix, qr, aztec

    /// Letter of its AIM identifier (ISO/IEC 15424).
    var aimLetter: String {
        switch self {
        case .code39: "A"
        case .codabar: "F"
        case .code128, .gs1: "C"
        case .i25: "I"
        case .upca, .ean8, .ean13: "E"
        case .pdf417: "L"
        case .datamatrix: "d"
        case .qr: "Q"
        case .aztec: "z"
        }
    }

    /// Modifier without and with an ECI; equal for symbologies that have none.
    var aimModifiers: (plain: String, eci: String) {
        switch self {
        case .code39, .codabar, .code128, .i25, .upca, .ean13: ("0", "0")
        case .gs1: ("1", "1")
        case .ean8: ("4", "4")
        case .pdf417: ("2", "1")
        case .datamatrix: ("1", "4")
        case .qr: ("1", "2")
        case .aztec: ("0", "3")
        }
    }

    /// Whether a code of this kind can say how its text is encoded.
    var hasECI: Bool { aimModifiers.plain != aimModifiers.eci }

    /// Honeywell's prefix.
    var honeywellID: UInt8 {
        switch self {
        case .code39: UInt8(ascii: "b")
        case .codabar: UInt8(ascii: "a")
        case .code128: UInt8(ascii: "j")
        case .gs1: UInt8(ascii: "I")
        case .i25: UInt8(ascii: "e")
        case .upca: UInt8(ascii: "c")
        case .ean8: UInt8(ascii: "D")
        case .ean13: UInt8(ascii: "d")
        case .pdf417: UInt8(ascii: "r")
        case .datamatrix: UInt8(ascii: "w")
        case .qr: UInt8(ascii: "s")
        case .aztec: UInt8(ascii: "z")
        }
    }

    /// First byte of an SSI packet's data.
    var ssiCode: UInt8 {
        switch self {
        case .code39: 0x01
        case .codabar: 0x02
        case .code128: 0x03
        case .i25: 0x06
        case .upca: 0x08
        case .ean8: 0x0A
        case .ean13: 0x0B
        case .gs1: 0x0F
        case .pdf417: 0x11
        case .datamatrix: 0x1B
        case .qr: 0x1C
        case .aztec: 0x2D
        }
    }
}

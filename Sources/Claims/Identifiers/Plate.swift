/// A plate in the form it is compared in: width-folded, upper-case, without spaces, dots and hyphens.
///
/// No national form exists, so nothing but length is checked here, and that every character can be seen: two plates
/// that look the same must be the same. A programme may give a pattern. 2–32 Unicode scalars after folding.
package struct Plate: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package let text: String

    package init?(_ input: some StringProtocol) {
        var folded = ""
        for scalar in input.uppercased().unicodeScalars {
            let narrow = Self.narrow(scalar)
            if Self.isSeparator(narrow) { continue }
            guard narrow.isPrintable, narrow != "\u{FFFD}", Self.canStandOnAPlate(narrow) else { return nil }
            folded.unicodeScalars.append(narrow)
        }
        guard (2...32).contains(folded.unicodeScalars.count) else { return nil }
        text = folded.uppercased()
    }

    /// The middle hidden, as public lists and logs show it.
    package var masked: String {
        let hidden = max(1, text.count - 4)
        return text.prefix((text.count - hidden) / 2) + String(repeating: "*", count: hidden)
            + text.suffix(text.count - hidden - (text.count - hidden) / 2)
    }

    package var description: String { masked }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    /// The dots that keyboards produce, and the minus sign; other dashes are known by their category.
    private static let separators: Set<Unicode.Scalar> = [
        "·", "•", ".", "_", "\u{2027}", "\u{2212}", "\u{22C5}", "\u{30FB}", "\u{FF65}",
    ]

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
            || separators.contains(scalar)
    }

    /// Letters and digits; marks only where a script writes with them. An accent laid over a letter, or a picture, would
    /// make another plate out of one that is there already.
    private static func canStandOnAPlate(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        case .nonspacingMark, .spacingMark: (0x0F00...0x0FFF).contains(scalar.value)
        default: false
        }
    }

    /// Full-width forms U+FF01–FF5E to ASCII and the ideographic space to a space: the part of NFKC that scanners
    /// and keyboards produce.
    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000: " "
        default: scalar
        }
    }
}

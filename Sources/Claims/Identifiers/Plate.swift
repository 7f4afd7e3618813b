/// A plate in the form it is compared in: NFKC, upper-case, without spaces, dots and dashes.
///
/// No national form exists, so nothing but length is checked here, and that every character can be seen: two plates
/// that look the same must be the same. A programme may give a `PlatePattern`. 2–32 Unicode scalars after folding. What
/// NFKC makes of a character is taken over if it consists of letters, digits and Tibetan marks (`①` is `1`, `㎡` is
/// `M2`); everything else is refused, never guessed.
package struct Plate: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package let text: String

    /// Unicode scalars of an input that are looked at; a longer one is refused.
    private static let longestInput = 256

    @specialized(where Text == String)
    package init?<Text: StringProtocol>(_ input: Text) {
        if input.unicodeScalars.allSatisfy(Self.isPlain), (2...32).contains(input.unicodeScalars.count) {
            text = String(input)
            return
        }
        guard let folded = Self.folded(input) else { return nil }
        // Capitals can bring up marks again and characters that fold once more.
        let capitals = folded.uppercased()
        guard let text = capitals.utf8.elementsEqual(folded.utf8) ? folded : Self.folded(capitals),
            (2...32).contains(text.unicodeScalars.count),
            text.unicodeScalars.allSatisfy(CompatibilityForm.isLetter)
        else { return nil }
        self.text = text
    }

    /// What folds to itself: digits, capitals and the ideographs of Unicode's first block. Nearly every plate has nothing else,
    /// and the central looks at a plate several times.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "\u{4E00}"..."\u{9FA5}": true
        default: false
        }
    }

    private static func folded(_ input: some StringProtocol) -> String? {
        var scalars: [Unicode.Scalar] = []
        var isAfterLetter = false
        for (offset, scalar) in input.unicodeScalars.enumerated() {
            guard offset < longestInput, let form = CompatibilityForm.folded(scalar) else { return nil }
            // A mark belongs to the letter before it, not to the one before a separator.
            if let first = form.first, first.properties.generalCategory == .nonspacingMark, !isAfterLetter {
                return nil
            }
            scalars += form
            isAfterLetter = !form.isEmpty
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: CompatibilityForm.composed(scalars))
        return text
    }

    /// The middle hidden, as public lists and logs show it.
    package var masked: String {
        let hidden = max(1, text.count - 4)
        return text.prefix((text.count - hidden) / 2) + String(repeating: "*", count: hidden)
            + text.suffix(text.count - hidden - (text.count - hidden) / 2)
    }

    package var description: String { masked }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

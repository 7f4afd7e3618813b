/// A person's name in the one form in which it is compared, stored and printed.
///
/// 1–120 Unicode scalars without space around them, all visible: letters of any script, and the private-use characters
/// that cards hold for rare ones. The dot inside a name is U+00B7 and has no space around it. Source: programme.md §5.2.
package struct PersonName: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Why a text is no name.
    package enum Problem: String, Error, CaseIterable, Sendable {
        case empty
        /// More than 120 Unicode scalars.
        case length
        /// A control character, a line break, or one that nobody sees.
        case invisible
    }

    package static let longest = 120

    package let text: String

    @specialized(where Text == String)
    package init<Text: StringProtocol>(_ input: Text) throws(Problem) {
        // Nothing makes a text shorter by much but the spaces around it.
        guard input.unicodeScalars.count <= 4 * Self.longest else { throw .length }
        let text = Self.normalised(input)
        guard !text.isEmpty else { throw .empty }
        guard text.unicodeScalars.count <= Self.longest else { throw .length }
        let isVisible = text.unicodeScalars.allSatisfy { scalar in
            scalar.isPrintable || scalar.properties.generalCategory == .privateUse
        }
        guard isVisible else { throw .invisible }
        self.text = text
    }

    /// The form of a name, whatever it holds: trimmed, composed, the dots between letters as U+00B7.
    /// In memory of its own, see `String.stored`.
    package static func normalised(_ input: some StringProtocol) -> String {
        var scalars = CompatibilityForm.composed(input.unicodeScalars.map(unified))[...]
        scalars = scalars.drop(while: isSpace)
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        var text = String.UnicodeScalarView()
        var rest = scalars
        while let next = rest.popFirst() {
            guard dots.contains(next) || isSpace(next) else {
                text.append(next)
                continue
            }
            let gap = [next] + rest.prefix { dots.contains($0) || isSpace($0) }
            rest = rest.dropFirst(gap.count - 1)
            let isOneDot = gap.count { dots.contains($0) } == 1
            if isOneDot, let before = text.last, let after = rest.first, isLetter(before), isLetter(after) {
                text.append("·")
            } else {
                text.append(contentsOf: gap)
            }
        }
        return String(text).stored
    }

    /// The first character and one asterisk; a name of one character is an asterisk. Never a whole surname: with four
    /// digits of a number beside it, it would name a person.
    package var masked: String { text.count > 1 ? "\(text.prefix(1))*" : "*" }

    package var description: String { masked }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    /// The dots that card makers, banks and keyboards use for the one between the parts of a name.
    private static let dots: Set<Unicode.Scalar> = [
        "\u{B7}", "\u{387}", "\u{2022}", "\u{2027}", "\u{2219}", "\u{22C5}", "\u{30FB}", "\u{FF0E}", "\u{FF65}",
    ]

    /// The space and the ideographic space; a line break or a tabulator in a name is refused, not trimmed.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .spaceSeparator
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .control, .format: false
        default: !dots.contains(scalar)
        }
    }

    /// The CJK compatibility ideographs as the ideographs they are canonically equal to.
    private static func unified(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xF900...0xFAFF).contains(scalar.value) || (0x2F800...0x2FA1F).contains(scalar.value) else {
            return scalar
        }
        return CompatibilityForm.folded(scalar)?.first ?? scalar
    }
}

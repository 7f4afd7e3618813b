/// Text as a terminal may show it. What a file, a device or the network brought can hold control characters, by which it
/// would move the cursor, erase what was said of it, or type (ECMA-48).
package enum VisibleText {
    /// Line feeds and tabs stay; other control characters, and those that turn or hide text, are written as `\u001b`,
    /// which also in JSON means the same.
    package static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: mustHide) else { return text }
        var visible = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if mustHide(scalar) {
                let digits = String(scalar.value, radix: 16)
                visible += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars
            } else {
                visible.append(scalar)
            }
        }
        return String(visible)
    }

    /// All of them have at most four hexadecimal digits.
    private static func mustHide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}

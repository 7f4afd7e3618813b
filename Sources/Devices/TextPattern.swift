/// A text that a property must equal, with `*` for any run of characters.
package struct TextPattern: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// At most this many characters: the time to match grows with the product of both lengths.
    package static let lengthLimit = 64

    /// Nil for an empty or too long text.
    package init?(_ text: String) {
        guard (1...Self.lengthLimit).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    package var isExact: Bool { !text.utf8.contains(UInt8(ascii: "*")) }

    /// How many characters are fixed.
    package var fixed: Int { text.utf8.count { $0 != UInt8(ascii: "*") } }

    /// A property that is not there matches nothing, not even `*`.
    package func matches(_ property: String?) -> Bool {
        guard let property else { return false }
        let pattern = Array(text.utf8)
        let value = Array(property.utf8)
        var at = 0
        var here = 0
        var star: (pattern: Int, value: Int)?
        while here < value.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at, here)
                at += 1
            } else if at < pattern.count, pattern[at] == value[here] {
                at += 1
                here += 1
            } else if let last = star {
                star = (last.pattern, last.value + 1)
                at = last.pattern + 1
                here = last.value + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Whether some text may fit both. Only two exact texts that differ surely have none in common.
    package func overlaps(_ other: TextPattern) -> Bool {
        switch (isExact, other.isExact) {
        case (true, _): other.matches(text)
        case (false, true): matches(other.text)
        case (false, false): true
        }
    }

    package var description: String { text }
}

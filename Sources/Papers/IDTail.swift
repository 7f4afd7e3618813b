package import Claims

/// The last four characters of an identity number: all of it that a paper shows (`programme.md` §10).
package struct IDTail: Hashable, Sendable, CustomStringConvertible {
    /// Digits or `X`.
    package let text: String

    /// Nil unless four characters of `0-9` and `X`.
    package init?(_ input: some StringProtocol) {
        guard input.utf8.count == 4, input.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "X") })
        else { return nil }
        text = String(input)
    }

    /// Nil only for a form of number that does not end so; none is known.
    package init?(of number: IdentityNumber) { self.init(number.text.suffix(4)) }

    package var description: String { text }
}

/// The number of a scrapping certificate, given by the central: 1–32 characters of `0-9`, `A-Z` and hyphen, the first
/// and the last no hyphen.
package struct CertificateNumber: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init?(_ input: some StringProtocol) {
        let hyphen = UInt8(ascii: "-")
        let bytes = Array(input.utf8)
        guard (1...32).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen,
            bytes.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == hyphen })
        else { return nil }
        text = String(input)
    }

    package var description: String { text }
}

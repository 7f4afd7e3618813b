/// The number of one of the four cards a reader can read.
package enum IdentityNumber: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Eighteen characters with a check character.
    case resident(ResidentID)
    /// Foreigner's permanent residence card of 2017: three letters and twelve digits. Its check rule is not public.
    case foreigner2017(String)

    /// Reads either form; nil for anything else.
    package init?(_ text: String) {
        if let number = try? ResidentID(text) {
            self = .resident(number)
            return
        }
        let bytes = Array(text.utf8)
        guard bytes.count == 15, bytes.prefix(3).allSatisfy({ (0x41...0x5A).contains($0) }),
            bytes.dropFirst(3).allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        self = .foreigner2017(text)
    }

    /// The whole number. Goes into the claim and the digests, nowhere else.
    package var text: String {
        switch self {
        case .resident(let number): number.text
        case .foreigner2017(let text): text
        }
    }

    /// The last four characters behind asterisks.
    package var masked: String { String(repeating: "*", count: max(0, text.count - 4)) + text.suffix(4) }

    package var description: String { masked }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .enum) }
}

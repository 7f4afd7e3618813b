/// The number of a company or another organisation: 18 characters, digits and capitals without I, O, S, V and Z.
///
/// Source: GB 32100-2015. Two characters say who registered it and what it is, six digits where, nine are the number of
/// the organisation (GB 11714), the last one is a check character (MOD 31). Who registers what is not checked: the
/// list grows.
struct SocialCreditCode: Equatable, Sendable {
    /// Upper-case.
    let text: String

    /// Nil for anything else; full-width and lower-case characters are not folded.
    init?(_ input: some StringProtocol) {
        let values = input.utf8.compactMap { Self.alphabet.firstIndex(of: $0) }
        guard input.utf8.count == Self.length, values.count == Self.length,
            values[Self.region].allSatisfy({ $0 < 10 }), values[17] == Self.check(of: values.prefix(17))
        else { return nil }
        text = String(input)
    }

    /// Six digits (GB/T 2260).
    var regionText: Substring { text.dropFirst(Self.region.lowerBound).prefix(Self.region.count) }

    private static let length = 18
    private static let region = 2..<8
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    /// The weights are the powers of 3 modulo 31; with the check character the sum is a multiple of 31.
    private static func check(of values: some Sequence<Int>) -> Int {
        var (sum, weight) = (0, 1)
        for value in values {
            sum += value * weight
            weight = weight * 3 % 31
        }
        return (31 - sum % 31) % 31
    }
}

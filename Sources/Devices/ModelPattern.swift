/// Four hexadecimal digits of which some may be anything: `1701`, `xx06`, `*` for all four.
package struct ModelPattern: Hashable, Sendable, CustomStringConvertible {
    /// Lower-case digits, nil for any.
    private let digits: [UInt8?]

    /// Nil for anything but `*` and four characters of `0-9a-fx`, case aside.
    package init?(_ text: String) {
        guard text != "*" else {
            digits = [nil, nil, nil, nil]
            return
        }
        let characters = Array(text.lowercased().utf8)
        guard characters.count == 4, characters.allSatisfy(Array("0123456789abcdefx".utf8).contains) else { return nil }
        digits = characters.map { $0 == UInt8(ascii: "x") ? nil : $0 }
    }

    /// How many digits are fixed: 0–4.
    package var fixed: Int { digits.count { $0 != nil } }

    package func matches(_ productID: String) -> Bool {
        let characters = Array(productID.utf8)
        return characters.count == 4 && zip(digits, characters).allSatisfy { $0 == nil || $0 == $1 }
    }

    /// Whether some number fits both.
    package func overlaps(_ other: ModelPattern) -> Bool {
        zip(digits, other.digits).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
    }

    package var description: String {
        fixed == 0 ? "*" : String(decoding: digits.map { $0 ?? UInt8(ascii: "x") }, as: UTF8.self)
    }
}

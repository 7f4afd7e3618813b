/// A stretch of a code's data whose characters the code itself names, by an ECI number.
struct ECISegment: Equatable {
    /// Nil before the first number: the symbology's own default, of which Chinese codes take no notice.
    var number: Int?
    var bytes: [UInt8] = []

    /// Takes data apart at each `\nnnnnn`; a doubled backslash becomes one. Nil where a backslash is neither.
    ///
    /// Works on bytes: the second byte of a GB18030 or Big5 character may be a backslash, and is doubled like any other.
    static func split(_ data: some Collection<UInt8>) -> [Self]? {
        let backslash = UInt8(ascii: "\\")
        var segments = [Self()]
        var rest = data[...]
        while let first = rest.first {
            guard first == backslash else {
                let plain = rest.prefix { $0 != backslash }
                segments[segments.count - 1].bytes += plain
                rest = rest[plain.endIndex...]
                continue
            }
            let after = rest.dropFirst()
            if after.first == backslash {
                segments[segments.count - 1].bytes.append(backslash)
                rest = after.dropFirst()
                continue
            }
            let digits = after.prefix(6)
            guard digits.count == 6, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            segments.append(Self(number: digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }))
            rest = after[digits.endIndex...]
        }
        return segments.filter { !$0.bytes.isEmpty }
    }
}

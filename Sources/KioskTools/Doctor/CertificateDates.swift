import Claims

/// From when until when the first certificate of a PEM file is valid. Nothing else of it is read, and nothing is checked:
/// that is for who uses it.
///
/// Source: RFC 5280 §4.1 (TBSCertificate: version, serialNumber, signature, issuer, validity), RFC 7468.
struct CertificateDates: Equatable {
    let notBefore: Timestamp
    let notAfter: Timestamp

    /// Nil for what is no certificate.
    init?(pem bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        guard let start = lines.firstIndex(of: "-----BEGIN CERTIFICATE-----"),
            let end = lines[start...].firstIndex(of: "-----END CERTIFICATE-----"),
            let data = Self.base64(lines[(start + 1)..<end].joined())
        else { return nil }
        var outer = data[...]
        guard var certificate = Self.element(0x30, of: &outer), var body = Self.element(0x30, of: &certificate) else {
            return nil
        }
        if body.first == 0xA0 { _ = Self.element(0xA0, of: &body) }
        guard Self.element(0x02, of: &body) != nil, Self.element(0x30, of: &body) != nil,
            Self.element(0x30, of: &body) != nil, var validity = Self.element(0x30, of: &body),
            let notBefore = Self.time(&validity), let notAfter = Self.time(&validity)
        else { return nil }
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// The content of the element at the front, which is taken off. Lengths up to four bytes.
    private static func element(_ tag: UInt8, of bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard bytes.popFirst() == tag, let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), bytes.count >= count else { return nil }
            length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            bytes = bytes.dropFirst(count)
        }
        guard length <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(length) }
        return bytes.prefix(length)
    }

    /// UTCTime `YYMMDDhhmmssZ`, where 50 to 99 are of the last century, or GeneralizedTime `YYYYMMDDhhmmssZ`.
    private static func time(_ bytes: inout ArraySlice<UInt8>) -> Timestamp? {
        let isShort = bytes.first == 0x17
        guard let content = element(isShort ? 0x17 : 0x18, of: &bytes), content.last == UInt8(ascii: "Z") else {
            return nil
        }
        let digits = String(decoding: content.dropLast(), as: UTF8.self)
        guard digits.utf8.count == (isShort ? 12 : 14), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        let text = isShort ? (digits.prefix(2) >= "50" ? "19" : "20") + digits : digits
        let fields = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { range in
            String(text.dropFirst(range.lowerBound).prefix(range.count))
        }
        return Timestamp("\(fields[0])-\(fields[1])-\(fields[2])T\(fields[3]):\(fields[4]):\(fields[5])Z")
    }

    private static func base64(_ text: some StringProtocol) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var bytes: [UInt8] = []
        var (bits, count): (UInt32, Int) = (0, 0)
        for character in text.utf8 where character != UInt8(ascii: "=") && character != 0x20 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}

import Claims

/// The fields of a token as bytes: flags, key, three days, five texts.
///
/// | bytes | field |
/// | --- | --- |
/// | 1 | flags: bit 0 rehearsal, the others zero |
/// | 8 | the key's fingerprint |
/// | 2 + 2 + 2 | received, issued, expires: days since 1970-01-01, big-endian |
/// | 4 | last four characters of the identity number |
/// | 1 + n, four times | length and UTF-8 of certificate number, claim number, point, plate (length 0: none) |
enum CertificateFields {
    /// Nil for a day or text that has no room.
    static func encode(_ contents: CertificateContents) -> [UInt8]? {
        var bytes: [UInt8] = [contents.isRehearsal ? 1 : 0]
        guard contents.keyFingerprint.utf8.count == 16, let key = UInt64(contents.keyFingerprint, radix: 16) else {
            return nil
        }
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: key >> shift)) }
        for date in [contents.receivedOn, contents.issuedOn, contents.expiresOn] {
            guard let day = UInt16(exactly: date.daysSince1970) else { return nil }
            bytes += [UInt8(day >> 8), UInt8(day & 0xFF)]
        }
        bytes += Array(contents.idTail.text.utf8)
        for text in [contents.number.text, contents.claim.text, contents.pointID, contents.plate?.text ?? ""] {
            guard let length = UInt8(exactly: text.utf8.count) else { return nil }
            bytes.append(length)
            bytes += Array(text.utf8)
        }
        return bytes
    }

    /// Nil unless every byte has its place and every field the form of its type; there is one form for each content.
    static func decode(_ bytes: [UInt8]) -> CertificateContents? {
        var rest = bytes[...]
        guard let flags = take(1, &rest)?.first, flags <= 1, let key = take(8, &rest),
            let received = day(&rest), let issued = day(&rest), let expires = day(&rest),
            received <= issued, issued <= expires,
            let tail = take(4, &rest).flatMap({ IDTail(String(decoding: $0, as: UTF8.self)) }),
            let number = text(&rest).flatMap({ CertificateNumber($0) }),
            let claimText = text(&rest), let claim = ClaimNumber(claimText), claim.text == claimText,
            let point = text(&rest), PaperPlace.isID(point), let plateText = text(&rest), rest.isEmpty
        else { return nil }
        let plate = Plate(plateText)
        guard plate?.text == plateText || plateText.isEmpty else { return nil }
        let fingerprint = String(key.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }, radix: 16)
        return CertificateContents(
            number: number,
            claim: claim,
            plate: plate,
            idTail: tail,
            receivedOn: received,
            pointID: point,
            issuedOn: issued,
            expiresOn: expires,
            isRehearsal: flags == 1,
            keyFingerprint: String(repeating: "0", count: 16 - fingerprint.count) + fingerprint
        )
    }

    private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private static func day(_ rest: inout ArraySlice<UInt8>) -> CivilDate? {
        take(2, &rest).map { CivilDate(daysSince1970: $0.reduce(0) { $0 << 8 | Int($1) }) }
    }

    /// Nil for what is not valid UTF-8.
    private static func text(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard let length = take(1, &rest)?.first, let bytes = take(Int(length), &rest) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}

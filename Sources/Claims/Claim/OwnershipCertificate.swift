/// The paper that the residents' community or the village committee gives an owner whose purchase was never registered
/// (programme.md §5.6: no fixed form is known).
package struct OwnershipCertificate: Hashable, Sendable {
    /// What kind of body issued it.
    package enum IssuerKind: String, CaseIterable, Sendable {
        /// 社区.
        case community
        /// 村委会.
        case villageCommittee = "village-committee"
    }

    /// The field that is wrong.
    package enum Problem: String, Error, CaseIterable, Sendable {
        /// Issuer or number: not 1–80 visible characters (at most 320 Unicode scalars) between the spaces around them.
        case issuer
        case number
        /// Given, but no `PersonName`.
        case signatory
        /// Given, but not 64 hexadecimal digits.
        case photo
    }

    package let issuerKind: IssuerKind
    /// Its name, `东嘎社区居委会`.
    package let issuer: String
    package let number: String
    package let issuedOn: CivilDate
    /// Who signed, as `PersonName` writes it.
    package let signatory: String?
    /// SHA-256 of the photo's file, 64 small hexadecimal digits.
    package let photo: String?

    package init(
        issuerKind: IssuerKind,
        issuer: String,
        number: String,
        issuedOn: CivilDate,
        signatory: String? = nil,
        photo: String? = nil
    ) throws(Problem) {
        guard let issuer = Self.entry(issuer) else { throw .issuer }
        guard let number = Self.entry(number) else { throw .number }
        self.issuerKind = issuerKind
        self.issuer = issuer
        self.number = number
        self.issuedOn = issuedOn
        if let signatory {
            guard let name = try? PersonName(signatory) else { throw .signatory }
            self.signatory = name.text
        } else {
            self.signatory = nil
        }
        if let photo {
            guard let digest = Self.digest(photo) else { throw .photo }
            self.photo = digest
        } else {
            self.photo = nil
        }
    }

    /// Without signatory and photo; the kind of issuer is told from its name: one with 村 (village) in it and without
    /// 社区 (community) is a village committee. Nil unless issuer and number are entries as above.
    package init?(issuer: String, number: String, issuedOn: CivilDate) {
        let kind: IssuerKind = issuer.contains("村") && !issuer.contains("社区") ? .villageCommittee : .community
        let certificate = try? OwnershipCertificate(
            issuerKind: kind,
            issuer: issuer,
            number: number,
            issuedOn: issuedOn
        )
        guard let certificate else { return nil }
        self = certificate
    }

    private static func entry(_ text: String) -> String? {
        guard text.unicodeScalars.count <= 400 else { return nil }
        var trimmed = text.drop(while: \.isWhitespace)
        while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
        guard (1...80).contains(trimmed.count), trimmed.unicodeScalars.count <= 320,
            trimmed.unicodeScalars.allSatisfy(\.isPrintable)
        else { return nil }
        return String(trimmed)
    }

    private static func digest(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        let isDigest =
            bytes.count == 64
            && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0 & 0xDF) }
        return isDigest ? text.lowercased() : nil
    }
}

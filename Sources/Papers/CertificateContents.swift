package import Claims

/// What the signed code on a certificate says: enough to compare the paper and the person's card with it, and no name.
package struct CertificateContents: Equatable, Sendable {
    package let number: CertificateNumber
    package let claim: ClaimNumber
    /// Nil for a bike without a plate.
    package let plate: Plate?
    package let idTail: IDTail
    package let receivedOn: CivilDate
    /// As in the programme file.
    package let pointID: String
    package let issuedOn: CivilDate
    /// The last day on which the certificate counts, at UTC+8.
    package let expiresOn: CivilDate
    package let isRehearsal: Bool
    /// Of the key that signed it: 16 lower-case hexadecimal digits.
    package let keyFingerprint: String

    package init(
        number: CertificateNumber,
        claim: ClaimNumber,
        plate: Plate?,
        idTail: IDTail,
        receivedOn: CivilDate,
        pointID: String,
        issuedOn: CivilDate,
        expiresOn: CivilDate,
        isRehearsal: Bool,
        keyFingerprint: String
    ) {
        self.number = number
        self.claim = claim
        self.plate = plate
        self.idTail = idTail
        self.receivedOn = receivedOn
        self.pointID = pointID
        self.issuedOn = issuedOn
        self.expiresOn = expiresOn
        self.isRehearsal = isRehearsal
        self.keyFingerprint = keyFingerprint
    }
}

/// The community's paper for an owner whose purchase was never registered.
package struct OwnershipCertificate: Hashable, Sendable {
    /// The community or village committee that issued it.
    package let issuer: String
    package let number: String
    package let issuedOn: CivilDate

    /// Nil unless issuer and number have 1–80 printable characters (at most 320 Unicode scalars), not only spaces.
    package init?(issuer: String, number: String, issuedOn: CivilDate) {
        guard Self.isEntry(issuer), Self.isEntry(number) else { return nil }
        self.issuer = issuer
        self.number = number
        self.issuedOn = issuedOn
    }

    private static func isEntry(_ text: String) -> Bool {
        (1...80).contains(text.count) && text.unicodeScalars.count <= 320
            && text.unicodeScalars.allSatisfy(\.isPrintable) && !text.allSatisfy(\.isWhitespace)
    }
}

/// What the inspection hands over to be committed: everything but what the commit itself adds (id, number, time,
/// place in the chain).
package struct ClaimDraft: Hashable, Sendable {
    package let applicant: CardIdentity
    /// Nil for a bike without a plate.
    package let plate: Plate?
    package let registration: Registration
    package let certificate: OwnershipCertificate?
    package let parts: [Part: PartFinding]
    /// Nil when no money goes to a card.
    package let bankCard: BankCardNumber?
    package let verdict: Verdict
    package let noticeVersion: String

    package init(
        applicant: CardIdentity,
        plate: Plate?,
        registration: Registration,
        certificate: OwnershipCertificate?,
        parts: [Part: PartFinding],
        bankCard: BankCardNumber?,
        verdict: Verdict,
        noticeVersion: String
    ) {
        self.applicant = applicant
        self.plate = plate
        self.registration = registration
        self.certificate = certificate
        self.parts = parts
        self.bankCard = bankCard
        self.verdict = verdict
        self.noticeVersion = noticeVersion
    }
}

/// What a successful commit answers.
package struct ClaimReceipt: Hashable, Sendable {
    package let claimID: ClaimID
    package let number: ClaimNumber
    package let recordedAt: Timestamp

    package init(claimID: ClaimID, number: ClaimNumber, recordedAt: Timestamp) {
        self.claimID = claimID
        self.number = number
        self.recordedAt = recordedAt
    }
}

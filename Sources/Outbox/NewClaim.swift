package import Claims

/// The place a claim that is being committed will have.
package struct ChainPlace: Hashable, Sendable {
    /// From 1, without gaps.
    package let sequence: Int64
    package let number: ClaimNumber
    /// The hash of the claim before; 64 zeros for the first.
    package let previousHash: String
}

/// What the commit's closure hands over, made for the place it was given.
package struct NewClaim: Hashable, Sendable {
    package let claimID: ClaimID
    package let recordedAt: Timestamp
    /// Canonical JSON: what is hashed, sent and kept, byte for byte. Not empty.
    package let document: [UInt8]
    package let maskedApplicant: String
    package let maskedPlate: String?
    package let amount: Fen?
    /// `Verdict.kind`.
    package let verdictKind: String
    /// Photos that the claim names, at most `ClaimStore.maximumAttachments`.
    package let attachments: [ClaimPhoto]

    /// Whether it holds its person and its vehicle: one for a bike without a plate can only ever pay a residual value.
    func isLive(vehicle: String?) -> Bool { vehicle != nil && verdictKind != Verdict.residual(Fen(0)).kind }

    package init(
        claimID: ClaimID,
        recordedAt: Timestamp,
        document: [UInt8],
        maskedApplicant: String,
        maskedPlate: String?,
        amount: Fen?,
        verdictKind: String,
        attachments: [ClaimPhoto] = []
    ) {
        self.claimID = claimID
        self.recordedAt = recordedAt
        self.document = document
        self.maskedApplicant = maskedApplicant
        self.maskedPlate = maskedPlate
        self.amount = amount
        self.verdictKind = verdictKind
        self.attachments = attachments
    }
}

/// How a commit ended. Errors are thrown; being late is no error.
package enum CommitOutcome: Hashable, Sendable {
    /// On the disk. `seen` names the parts that other live claims of this kiosk hold.
    case recorded(ClaimReceipt, seen: [PartSeen])
    /// Nothing was written: this claim of the same kiosk came first for the person.
    case personClaimed(ClaimNumber)
    /// Nothing was written: this claim of the same kiosk came first for the vehicle (for the pair, when the
    /// programme counts pairs).
    case vehicleClaimed(ClaimNumber)
}

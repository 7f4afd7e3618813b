/// What the inspection hands over to be committed: everything but what the commit itself adds (id, number, time,
/// place in the chain).
package struct ClaimDraft: Hashable, Sendable {
    package let applicant: CardIdentity
    /// Who came for the applicant, with an own ID card.
    package let agent: CardIdentity?
    package let consent: Consent
    /// What the rules looked at.
    package let facts: EligibilityFacts
    /// Nil for a bike without a plate.
    package let plate: Plate?
    /// Nil when no money goes to a card.
    package let bankCard: BankCardNumber?
    package let decision: Decision
    package let warnings: [Warning]
    package let overrides: [SupervisorOverride]

    package init(
        applicant: CardIdentity,
        agent: CardIdentity?,
        consent: Consent,
        facts: EligibilityFacts,
        plate: Plate?,
        bankCard: BankCardNumber?,
        decision: Decision,
        warnings: [Warning],
        overrides: [SupervisorOverride]
    ) {
        self.applicant = applicant
        self.agent = agent
        self.consent = consent
        self.facts = facts
        self.plate = plate
        self.bankCard = bankCard
        self.decision = decision
        self.warnings = warnings
        self.overrides = overrides
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

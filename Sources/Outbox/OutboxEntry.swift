package import Claims

/// A claim that waits to be sent.
package struct OutboxEntry: Hashable, Sendable {
    package let claimID: ClaimID
    package let number: ClaimNumber
    /// Attempts that failed so far.
    package let attempts: Int
    /// Exactly what was written at commit.
    package let document: [UInt8]

    package init(claimID: ClaimID, number: ClaimNumber, attempts: Int, document: [UInt8]) {
        self.claimID = claimID
        self.number = number
        self.attempts = attempts
        self.document = document
    }
}

/// What the outbox has for the one who sends.
package enum OutboxHead: Hashable, Sendable {
    /// The earliest claims, by sequence, whose time has come; at least one.
    case due([OutboxEntry])
    /// Something waits, nothing before this time.
    case notBefore(Timestamp)
    /// A person stopped all sending.
    case paused
    case empty
}

/// What came of sending one claim, for the store to keep.
package struct Delivery: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        /// Out of the outbox; the answer is kept.
        case answered(CentralAnswer)
        /// It stays and is not due before `until`.
        case postponed(until: Timestamp, problem: ErrorBody.Detail)
        /// The central will not take it as it is: it stays until a person has decided.
        case setAside(ErrorBody.Detail)
    }

    package let claimID: ClaimID
    package let outcome: Outcome

    package init(_ claimID: ClaimID, _ outcome: Outcome) {
        self.claimID = claimID
        self.outcome = outcome
    }
}

/// The central's answer, as the store keeps it.
package struct CentralAnswer: Hashable, Sendable {
    package enum Status: String, CaseIterable, Sendable {
        case accepted
        case duplicate
        /// Durably there with all it holds; a person decides.
        case inReview = "in-review"
        /// Sent back: to be corrected, and answered by an amendment.
        case returned
    }

    package let status: Status
    /// The central's clock.
    package let receivedAt: Timestamp
    package let reasonCode: String?
    /// The number of the claim that came first or that holds the same part, as the central wrote it.
    package let otherClaim: String?
    /// The part that the other claim holds.
    package let part: Part?

    package init(
        status: Status,
        receivedAt: Timestamp,
        reasonCode: String? = nil,
        otherClaim: String? = nil,
        part: Part? = nil
    ) {
        self.status = status
        self.receivedAt = receivedAt
        self.reasonCode = reasonCode
        self.otherClaim = otherClaim
        self.part = part
    }
}

/// The central's answer to a claim. The same claim with the same content always gets the same answer.
package struct ClaimAnswer: Codable, Equatable, Sendable {
    package enum Status: String, Codable, CaseIterable, Sendable {
        /// Stored, and nothing speaks against review.
        case accepted
        /// Stored, but another live claim holds the same person or vehicle: a person decides.
        case duplicate
    }

    package struct Reason: Codable, Equatable, Sendable {
        /// `person-already-claimed` or `vehicle-already-claimed`.
        package var code: String
        /// The number of the claim that came first.
        package var otherClaim: String?

        package init(code: String, otherClaim: String?) {
            self.code = code
            self.otherClaim = otherClaim
        }
    }

    package var claimId: String
    package var claimNumber: String
    package var status: Status
    /// RFC 3339, the central's clock when the claim was first stored.
    package var receivedAt: String
    package var reason: Reason?

    package init(claimId: String, claimNumber: String, status: Status, receivedAt: String, reason: Reason?) {
        self.claimId = claimId
        self.claimNumber = claimNumber
        self.status = status
        self.receivedAt = receivedAt
        self.reason = reason
    }
}

/// One row of `GET /v1/claims`: no personal data.
package struct ClaimSummary: Codable, Equatable, Sendable {
    package var claimId: String
    package var claimNumber: String
    package var kioskId: String
    package var sequence: Int64
    package var status: ClaimAnswer.Status
    package var amountFen: Int64?
    package var rehearsal: Bool
    package var receivedAt: String

    package init(
        claimId: String,
        claimNumber: String,
        kioskId: String,
        sequence: Int64,
        status: ClaimAnswer.Status,
        amountFen: Int64?,
        rehearsal: Bool,
        receivedAt: String
    ) {
        self.claimId = claimId
        self.claimNumber = claimNumber
        self.kioskId = kioskId
        self.sequence = sequence
        self.status = status
        self.amountFen = amountFen
        self.rehearsal = rehearsal
        self.receivedAt = receivedAt
    }
}

/// The answer of `GET /v1/claims`.
package struct ClaimPage: Codable, Equatable, Sendable {
    package var claims: [ClaimSummary]
    /// Pass as `after` to get the next page; nil at the end.
    package var next: String?

    package init(claims: [ClaimSummary], next: String?) {
        self.claims = claims
        self.next = next
    }
}

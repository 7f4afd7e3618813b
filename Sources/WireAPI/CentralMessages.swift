/// The central's answer to a claim: how it stands now, each time it is sent.
package struct ClaimAnswer: Codable, Equatable, Sendable {
    package typealias Status = ClaimStanding

    package struct Reason: Codable, Equatable, Sendable {
        /// `Reason.Code` by its raw value; for a duplicate `person-already-claimed` or `vehicle-already-claimed`; for a
        /// claim that came back a `ReturnReason`, or `amended` when `otherClaim` has taken its place; for one that kept
        /// its keys `rival-in-dispute`.
        package var code: String
        /// The number of the claim that came first, that holds the same part, or that is in dispute with this one.
        package var otherClaim: String?
        /// `battery`, `motor` or `frame`: the part that `otherClaim` holds.
        package var part: String?

        package init(code: String, otherClaim: String?, part: String? = nil) {
            self.code = code
            self.otherClaim = otherClaim
            self.part = part
        }
    }

    package var claimId: String
    package var claimNumber: String
    package var status: Status
    /// RFC 3339, the central's clock when the claim was first stored.
    package var receivedAt: String
    /// Nil for a claim that is accepted or ended.
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
    /// The number of the correction that has taken its place; nil while it was not corrected.
    package var correctedBy: String?

    package init(
        claimId: String,
        claimNumber: String,
        kioskId: String,
        sequence: Int64,
        status: ClaimAnswer.Status,
        amountFen: Int64?,
        rehearsal: Bool,
        receivedAt: String,
        correctedBy: String?
    ) {
        self.claimId = claimId
        self.claimNumber = claimNumber
        self.kioskId = kioskId
        self.sequence = sequence
        self.status = status
        self.amountFen = amountFen
        self.rehearsal = rehearsal
        self.receivedAt = receivedAt
        self.correctedBy = correctedBy
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

/// The answer of `GET /v1/claims/{claimId}/certificate` at the central.
package struct CertificateAnswer: Codable, Equatable, Sendable {
    package var number: String
    /// What the paper's code says, signed.
    package var token: String
    package var receivedOn: String
    package var issuedOn: String
    /// The last day on which the code counts.
    package var expiresOn: String
    /// The recycling company that stamps it.
    package var company: String

    package init(
        number: String,
        token: String,
        receivedOn: String,
        issuedOn: String,
        expiresOn: String,
        company: String
    ) {
        self.number = number
        self.token = token
        self.receivedOn = receivedOn
        self.issuedOn = issuedOn
        self.expiresOn = expiresOn
        self.company = company
    }
}

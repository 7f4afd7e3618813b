package import Claims

/// A claim as the kiosk's pages show it: masked, with what the central said.
package struct StoredClaim: Equatable, Sendable {
    package enum Status: String, CaseIterable, Sendable {
        case recorded
        case accepted
        case duplicate
        case inReview = "in-review"
        case returned
        case needsPerson = "needs-person"
        /// Another claim corrects it and took its place.
        case amended
        /// It is nowhere any more: a restored store or a settled loss. Number and link are left.
        case lost
        /// How it ended.
        case refused
        case withdrawn
        case paid
    }

    package let claimID: ClaimID
    package let number: ClaimNumber
    package let recordedAt: Timestamp
    package let amount: Fen?
    package let verdictKind: String
    /// Empty once the claim was wiped.
    package let maskedApplicant: String
    package let maskedPlate: String?
    package let status: Status
    /// Attempts to send it that failed.
    package let attempts: Int
    /// Why the last attempt failed, while it still waits.
    package let problem: ErrorBody.Detail?
    /// Nil until the central answered.
    package let answer: CentralAnswer?

    package init(
        claimID: ClaimID,
        number: ClaimNumber,
        recordedAt: Timestamp,
        amount: Fen?,
        verdictKind: String,
        maskedApplicant: String,
        maskedPlate: String?,
        status: Status,
        attempts: Int,
        problem: ErrorBody.Detail?,
        answer: CentralAnswer?
    ) {
        self.claimID = claimID
        self.number = number
        self.recordedAt = recordedAt
        self.amount = amount
        self.verdictKind = verdictKind
        self.maskedApplicant = maskedApplicant
        self.maskedPlate = maskedPlate
        self.status = status
        self.attempts = attempts
        self.problem = problem
        self.answer = answer
    }
}

/// What waits and why, in numbers.
package struct QueueSummary: Equatable, Sendable {
    package let waiting: Int
    /// Set aside: sending again would get the same "no".
    package let needsPerson: Int
    package let accepted: Int
    package let duplicate: Int
    package let inReview: Int
    /// Sent back, and nobody has corrected it yet.
    package let returned: Int
    /// When the first claim in the queue was recorded.
    package let oldestWaitingSince: Timestamp?
    /// Of the first claim in the queue that has one; of one that was set aside when none has.
    package let lastProblem: ErrorBody.Detail?
    /// When the first claim in the queue is tried again; nil when nothing waits or it was never tried.
    package let nextAttemptAt: Timestamp?

    package init(
        waiting: Int,
        needsPerson: Int,
        accepted: Int,
        duplicate: Int,
        inReview: Int,
        returned: Int = 0,
        oldestWaitingSince: Timestamp?,
        lastProblem: ErrorBody.Detail?,
        nextAttemptAt: Timestamp?
    ) {
        self.waiting = waiting
        self.needsPerson = needsPerson
        self.accepted = accepted
        self.duplicate = duplicate
        self.inReview = inReview
        self.returned = returned
        self.oldestWaitingSince = oldestWaitingSince
        self.lastProblem = lastProblem
        self.nextAttemptAt = nextAttemptAt
    }
}

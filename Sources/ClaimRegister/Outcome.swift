package import Claims

/// What became of a submission.
package enum Outcome: Equatable, Sendable {
    /// It lies in the register now, or did already with the same content.
    case answered(StoredAnswer)
    /// Another content is stored under this id. Nothing was changed.
    case contentDiffers
    /// Another claim has this claim number, or this kiosk's running number. Nothing was changed.
    case numberTaken
}

/// How a stored claim stands. Only an accepted claim holds its keys.
package enum Standing: Equatable, Sendable {
    case accepted
    /// A key was held by the claim of this number when the submission arrived.
    case duplicate(LiveKey.Kind, holder: ClaimNumber)
}

/// What the kiosk is told of a claim, the same each time it asks.
package struct StoredAnswer: Equatable, Sendable {
    package let claimID: ClaimID
    package let number: ClaimNumber
    package let standing: Standing
    /// When the claim was stored first.
    package let receivedAt: Timestamp

    package init(claimID: ClaimID, number: ClaimNumber, standing: Standing, receivedAt: Timestamp) {
        self.claimID = claimID
        self.number = number
        self.standing = standing
        self.receivedAt = receivedAt
    }
}

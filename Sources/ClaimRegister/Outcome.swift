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

/// How a claim stood when it was stored. All but a duplicate hold their keys until they are refused or withdrawn.
package enum Standing: Equatable, Sendable {
    case accepted
    /// A key of the once-only rule was held by the claim of this number when the submission arrived.
    case duplicate(LiveKey.Kind, holder: ClaimNumber)
    /// A person decides. `reason` is the one that the submission gave, else `part-serial-seen`; text, because a
    /// register outlives the version that knew the code. `seen` is set whenever a part was held, whatever the reason.
    case inReview(reason: String, seen: PartSeen?)
}

/// A part that a live claim named before.
package struct PartSeen: Equatable, Sendable {
    package let part: Part
    /// The live claim that was stored first of those that hold it.
    package let holder: ClaimNumber

    package init(_ part: Part, holder: ClaimNumber) {
        self.part = part
        self.holder = holder
    }
}

/// What the kiosk is told of a claim, the same each time it asks, however the claim ended.
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

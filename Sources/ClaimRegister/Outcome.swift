package import Claims

/// What became of a submission.
package enum Outcome: Equatable, Sendable {
    /// It lies in the register now, or did already with the same content.
    case answered(StoredAnswer)
    /// Another content is stored under this id. Nothing was changed.
    case contentDiffers
    /// Another claim has this claim number, or this kiosk's running number. Nothing was changed.
    case numberTaken
    /// It would correct a claim that cannot be corrected by it. Nothing was changed.
    case notAmendable(AmendmentProblem)
}

/// Why a claim cannot take the place of the one that it names.
package enum AmendmentProblem: Equatable, Sendable {
    /// That one was paid, refused or withdrawn.
    case ended(Conclusion)
    /// That one has another amendment, the one of this number.
    case amended(by: ClaimNumber)
    /// That one is of another kiosk, programme, person or vehicle, or was recorded later.
    case unrelated
}

/// How a claim stands.
package enum Standing: Equatable, Sendable {
    case accepted
    /// By `DisputeRule` the claim of this number has a key of the once-only rule. In dispute: it holds nothing.
    case duplicate(LiveKey.Kind, holder: ClaimNumber)
    /// A person decides. `reason` is the one that the submission gave, else `part-serial-seen`; text, because a
    /// register outlives the version that knew the code. `seen` is set whenever a part was held, whatever the reason.
    case inReview(reason: String, seen: PartSeen?)
    /// Sent back to its kiosk. It holds what it held; `reason` is a `ReturnReason`, as text.
    case returned(reason: String)
    /// A later claim of the kiosk corrects it and has taken its place. It holds nothing.
    case amended(by: ClaimNumber)
    case concluded(Conclusion)
}

/// A part that another live claim names too.
package struct PartSeen: Equatable, Sendable {
    package let part: Part
    /// Of the live claims that name it, the first by `DisputeRule`.
    package let holder: ClaimNumber

    package init(_ part: Part, holder: ClaimNumber) {
        self.part = part
        self.holder = holder
    }
}

/// What the kiosk is told of a claim: how it stands now, whenever it asks.
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

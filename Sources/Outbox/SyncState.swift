package import Claims

/// How far the kiosk has listened to the central.
package struct SyncState: Hashable, Sendable {
    /// Of the changes that were taken over; nil before the first.
    package let cursor: String?
    /// The end of the chain that the central was told of.
    package let told: ChainEnd?
    /// When a restored copy was put in place; nil once the central has filled in what it lacked.
    package let restoredAt: Timestamp?
    /// Of the central's register; nil before the first page of changes.
    package let epoch: String?
    /// The central's time in the latest page of changes; nil before the first.
    package let heardAt: Timestamp?
}

/// The last claim of a chain.
package struct ChainEnd: Hashable, Sendable {
    /// 0 before the first claim.
    package let sequence: Int64
    /// 64 zeros before the first claim.
    package let hash: String

    package init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }
}

/// One change of a claim at the central.
package struct StandingChange: Hashable, Sendable {
    package enum Standing: Hashable, Sendable {
        /// The central has it, and it stands like this. Its `receivedAt` counts only if no answer was known before.
        case answered(CentralAnswer)
        case concluded(Conclusion)
    }

    package let claimID: ClaimID
    package let standing: Standing
    package let at: Timestamp

    package init(claimID: ClaimID, standing: Standing, at: Timestamp) {
        self.claimID = claimID
        self.standing = standing
        self.at = at
    }
}

/// What became of changes that were to be taken over.
package struct ChangeReport: Hashable, Sendable {
    /// Changes of claims of this store.
    package var applied = 0
    /// Claims that this store does not have.
    package var unknown: [ClaimID] = []
    /// Claims that ended otherwise before.
    package var contradicted: [ClaimID] = []

    package init() {}
}

/// A link of this kiosk's chain that only the central still has.
package struct AdoptedClaim: Hashable, Sendable {
    package let claimID: ClaimID
    package let end: ChainEnd
    package let previousHash: String
    package let recordedAt: Timestamp
    package let person: String
    package let vehicle: String?
    package let parts: [PartKey]
    package let amount: Fen?
    package let verdictKind: String
    package let standing: StandingChange.Standing
    package let receivedAt: Timestamp
    /// Of a correction: the claim that it corrects, the one that this corrected, and so on.
    package let corrects: [ClaimID]

    package init(
        claimID: ClaimID,
        end: ChainEnd,
        previousHash: String,
        recordedAt: Timestamp,
        person: String,
        vehicle: String?,
        parts: [PartKey],
        amount: Fen?,
        verdictKind: String,
        standing: StandingChange.Standing,
        receivedAt: Timestamp,
        corrects: [ClaimID] = []
    ) {
        self.claimID = claimID
        self.end = end
        self.previousHash = previousHash
        self.recordedAt = recordedAt
        self.person = person
        self.vehicle = vehicle
        self.parts = parts
        self.amount = amount
        self.verdictKind = verdictKind
        self.standing = standing
        self.receivedAt = receivedAt
        self.corrects = corrects
    }
}

extension AdoptedClaim {
    /// Whether it holds person and vehicle as `NewClaim.isLive` says.
    var isLive: Bool { vehicle != nil && verdictKind != Verdict.residual(Fen(0)).kind }
}

/// A link of this kiosk's chain whose claim never reached the central: its correction did, and names it.
package struct AdoptedLink: Hashable, Sendable {
    package let claimID: ClaimID
    package let end: ChainEnd
    package let previousHash: String

    package init(claimID: ClaimID, end: ChainEnd, previousHash: String) {
        self.claimID = claimID
        self.end = end
        self.previousHash = previousHash
    }
}

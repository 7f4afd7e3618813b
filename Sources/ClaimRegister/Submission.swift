package import Claims

/// A claim on its way into the register: checked by the server, the content as canonical bytes.
package struct Submission: Equatable, Sendable {
    package let claimID: ClaimID
    /// Holds kiosk and running number as well.
    package let number: ClaimNumber
    /// The canonical JSON of the whole document, fields that this version does not know included.
    package let content: [UInt8]
    /// SHA-256 of `content`, lower-case hex: two submissions are the same when it is the same.
    package let contentHash: String
    /// As the kiosk chained it: SHA-256 of the claim before, 64 zeros for the first.
    package let previousHash: String
    /// What the kiosk's clock showed at commit.
    package let recordedAt: Timestamp
    /// Whether that clock was confirmed or plausible then, by the document.
    package let hasTrustedClock: Bool
    package let receivedAt: Timestamp
    package let rehearsal: Bool
    /// The programme's id: keys are unique within one programme.
    package let programme: String
    /// Nil while nothing is paid or it is not known yet.
    package let amount: Fen?
    /// What the claim takes for itself unless it is a duplicate, in the order in which a clash is reported: person and
    /// vehicle where each counts once, the pair alone where the programme counts pairs, none for a residual value.
    package let keys: [LiveKey]
    /// The parts that it names, whatever it pays, in the order in which one that was seen before is reported.
    package let parts: [PartKey]
    /// Why a person has to decide by the server's own rules; nil when nothing speaks against the claim.
    package let review: Reason.Code?
    /// The claim that this one corrects and takes the place of.
    package let amends: ClaimID?
    /// The links of that claim and of those that it corrects itself, as the document names them.
    package let corrects: [CorrectedLink]
    /// Each once, in the order in which a clash is reported.
    let claimKeys: [ClaimKey]

    package init(
        claimID: ClaimID,
        number: ClaimNumber,
        content: [UInt8],
        contentHash: String,
        previousHash: String,
        recordedAt: Timestamp,
        hasTrustedClock: Bool,
        receivedAt: Timestamp,
        rehearsal: Bool,
        programme: String,
        amount: Fen?,
        keys: [LiveKey],
        parts: [PartKey],
        review: Reason.Code?,
        amends: ClaimID? = nil,
        corrects: [CorrectedLink] = []
    ) {
        self.claimID = claimID
        self.number = number
        self.content = content
        self.contentHash = contentHash
        self.previousHash = previousHash
        self.recordedAt = recordedAt
        self.hasTrustedClock = hasTrustedClock
        self.receivedAt = receivedAt
        self.rehearsal = rehearsal
        self.programme = programme
        self.amount = amount
        self.keys = keys
        self.parts = parts
        self.review = review
        self.amends = amends
        self.corrects = corrects
        claimKeys = (keys.map(ClaimKey.once) + parts.map(ClaimKey.part)).reduce(into: []) { list, key in
            if !list.contains(key) { list.append(key) }
        }
    }

    /// The time by which it is ordered among its rivals: the kiosk's, if its clock can be trusted and runs no more than
    /// five minutes ahead of the central's; else the time of arrival.
    var capturedAt: Timestamp {
        hasTrustedClock && recordedAt <= receivedAt.adding(.seconds(300)) ? recordedAt : receivedAt
    }
}

/// What only one live claim of a programme can hold.
package struct LiveKey: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case person
        case vehicle
        /// The same person with the same vehicle, for programmes that read the once-only rule that way.
        case pair
    }

    package let kind: Kind
    /// Keyed digest, lower-case hex.
    package let digest: String

    package init(_ kind: Kind, digest: String) {
        self.kind = kind
        self.digest = digest
    }
}

/// A part by its serial. Any number of claims can hold it; from the second on a person decides.
package struct PartKey: Hashable, Sendable {
    package let part: Part
    /// Keyed digest, lower-case hex.
    package let digest: String

    package init(_ part: Part, digest: String) {
        self.part = part
        self.digest = digest
    }
}

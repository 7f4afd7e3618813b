// What a kiosk and the central say to each other besides claims. Each answer is signed: the `kiosk-signature` header.

/// How a claim stands at the central, as a kiosk is told.
package enum ClaimStanding: String, Codable, CaseIterable, Sendable {
    case accepted
    /// In dispute: by the fixed rule another claim came first. It holds nothing; a person decides.
    case duplicate
    case inReview = "in-review"
    /// Sent back to the kiosk: `reason` says what is to be corrected, an amendment answers it.
    case returned
    case refused
    case withdrawn
    case paid
}

/// One change of one claim, in the order in which they happened.
package struct ClaimChange: Codable, Equatable, Sendable {
    package var claimId: String
    package var claimNumber: String
    package var standing: ClaimStanding
    package var reason: ClaimAnswer.Reason?
    /// RFC 3339, the central's clock.
    package var changedAt: String

    package init(
        claimId: String,
        claimNumber: String,
        standing: ClaimStanding,
        reason: ClaimAnswer.Reason?,
        changedAt: String
    ) {
        self.claimId = claimId
        self.claimNumber = claimNumber
        self.standing = standing
        self.reason = reason
        self.changedAt = changedAt
    }
}

/// The answer of `GET /v1/kiosks/{kioskId}/changes?after={cursor}&limit={1–500}`; signed as `changes`.
package struct ChangePage: Codable, Equatable, Sendable {
    package var kioskId: String
    package var changes: [ClaimChange]
    /// Where this page begins: what was passed as `after`; nil for the beginning, also when the central does not know the
    /// place that was passed (it was restored from an older copy).
    package var since: String?
    /// Pass as `after` to get what follows; the same as was passed when nothing follows.
    package var cursor: String
    package var more: Bool
    /// The central's clock when it answered, RFC 3339: what the kiosk checks its own by.
    package var at: String
    package var chain: KioskChain

    package init(
        kioskId: String,
        changes: [ClaimChange],
        since: String?,
        cursor: String,
        more: Bool,
        at: String,
        chain: KioskChain
    ) {
        self.kioskId = kioskId
        self.changes = changes
        self.since = since
        self.cursor = cursor
        self.more = more
        self.at = at
        self.chain = chain
    }
}

/// What the central has of a kiosk's chain.
package struct KioskChain: Codable, Equatable, Sendable {
    /// The highest running number that arrived, 0 for none.
    package var highest: Int64
    package var count: Int64
    /// The lowest 100 of the numbers below `highest` that did not arrive.
    package var missing: [Int64]
    /// Of the claim with the highest number; 64 zeros for none.
    package var hash: String
    /// Random, of the register: another one after the register was put back from a copy.
    package var epoch: String
    /// The end of the chain by the kiosk's own word (`ChainHead.sequence`); nil when the central was never told.
    package var told: Int64?

    package init(
        highest: Int64,
        count: Int64,
        missing: [Int64],
        hash: String,
        epoch: String,
        told: Int64? = nil
    ) {
        self.highest = highest
        self.count = count
        self.missing = missing
        self.hash = hash
        self.epoch = epoch
        self.told = told
    }

    /// Up to this number all are there.
    package var complete: Int64 { max(0, min(missing.min().map { max($0, 1) - 1 } ?? highest, highest)) }
}

/// The body of `PUT /v1/kiosks/{kioskId}/head`, signed as `head` by the kiosk: how far its chain goes. Answered with
/// `KioskChain`, signed as `changes`.
package struct ChainHead: Codable, Equatable, Sendable {
    package var kioskId: String
    /// 0 before the first claim.
    package var sequence: Int64
    /// Of the claim with this number; 64 zeros for none.
    package var hash: String
    /// The kiosk's clock, RFC 3339.
    package var at: String

    package init(kioskId: String, sequence: Int64, hash: String, at: String) {
        self.kioskId = kioskId
        self.sequence = sequence
        self.hash = hash
        self.at = at
    }
}

/// One link of a kiosk's chain as the central has it: what a store that was restored from an old copy is missing.
/// `GET /v1/kiosks/{kioskId}/chain?after={sequence}&limit={1–500}` answers `ChainPage`, signed as `changes`.
package struct ChainEntry: Codable, Equatable, Sendable {
    package var sequence: Int64
    package var claimId: String
    package var previous: String
    package var hash: String
    package var recordedAt: String
    package var keys: ClaimDocument.Keys
    package var amountFen: Int64?
    package var verdict: String
    package var standing: ClaimStanding
    package var receivedAt: String

    package init(
        sequence: Int64,
        claimId: String,
        previous: String,
        hash: String,
        recordedAt: String,
        keys: ClaimDocument.Keys,
        amountFen: Int64?,
        verdict: String,
        standing: ClaimStanding,
        receivedAt: String
    ) {
        self.sequence = sequence
        self.claimId = claimId
        self.previous = previous
        self.hash = hash
        self.recordedAt = recordedAt
        self.keys = keys
        self.amountFen = amountFen
        self.verdict = verdict
        self.standing = standing
        self.receivedAt = receivedAt
    }
}

/// A link of a claim that never came and that a correction names.
package struct AccountedEntry: Codable, Equatable, Sendable {
    package var sequence: Int64
    package var claimId: String
    package var previous: String
    package var hash: String
    /// The correction's running number.
    package var correctedBy: Int64

    package init(sequence: Int64, claimId: String, previous: String, hash: String, correctedBy: Int64) {
        self.sequence = sequence
        self.claimId = claimId
        self.previous = previous
        self.hash = hash
        self.correctedBy = correctedBy
    }
}

package struct ChainPage: Codable, Equatable, Sendable {
    package var kioskId: String
    package var entries: [ChainEntry]
    /// Links between them whose claims never came; nil for none, and from an older central.
    package var accounted: [AccountedEntry]?
    package var more: Bool

    package init(kioskId: String, entries: [ChainEntry], accounted: [AccountedEntry]? = nil, more: Bool) {
        self.kioskId = kioskId
        self.entries = entries
        self.accounted = accounted
        self.more = more
    }
}

/// The answer of `GET /v1/kiosks/{kioskId}/days/{date}`, signed as `day`: what the central has of the claims that the
/// kiosk recorded on that day (UTC+8).
package struct DayProof: Codable, Equatable, Sendable {
    package var kioskId: String
    package var date: String
    package var count: Int64
    /// Claims of the day that never came and whose correction did, which names their link; not in `count`, not missing.
    /// Nil from an older central.
    package var accounted: Int64?
    /// Lowest and highest running number of the day; nil when there is none.
    package var first: Int64?
    package var last: Int64?
    /// Of the claim with the number `last`.
    package var hash: String?
    /// Whether all numbers from 1 to `last` are there, each linked to the one before.
    package var complete: Bool
    /// The lowest 100 numbers up to `last` that are missing.
    package var missing: [Int64]
    package var at: String

    package init(
        kioskId: String,
        date: String,
        count: Int64,
        accounted: Int64? = nil,
        first: Int64?,
        last: Int64?,
        hash: String?,
        complete: Bool,
        missing: [Int64],
        at: String
    ) {
        self.kioskId = kioskId
        self.date = date
        self.count = count
        self.accounted = accounted
        self.first = first
        self.last = last
        self.hash = hash
        self.complete = complete
        self.missing = missing
        self.at = at
    }
}

/// The answer of `GET /v1/manifest`, signed as `manifest`, with an ETag: the files that kiosks use now.
package struct SyncManifest: Codable, Equatable, Sendable {
    package struct Item: Codable, Equatable, Sendable {
        package enum Kind: String, Codable, CaseIterable, Sendable {
            case programme
            case calendar
            /// The signed snapshot of the vehicle registry.
            case registry
            /// `SealingKeys`, signed.
            case sealingKeys = "sealing-keys"
        }

        package var kind: Kind
        /// Of the file: 1–64 lower-case letters, digits, hyphens, dots.
        package var name: String
        /// SHA-256 of the content, lower-case hex; `GET /v1/files/{sha256}` gives it, in pieces if `range` asks so.
        package var sha256: String
        package var bytes: Int64

        package init(kind: Kind, name: String, sha256: String, bytes: Int64) {
            self.kind = kind
            self.name = name
            self.sha256 = sha256
            self.bytes = bytes
        }
    }

    package var items: [Item]

    package init(items: [Item]) { self.items = items }
}

/// The answer of `GET` and `PATCH /v1/photos/{sha256}`: how much of a sealed photo is at the central.
///
/// A piece is sent as `PATCH` with the headers `upload-offset`, `upload-length` (both bytes of the sealed file) and
/// `claim-id`; another offset than `received` is answered 409 `photo.offset`, with nothing changed.
package struct PhotoProgress: Codable, Equatable, Sendable {
    /// Bytes.
    package var received: Int64
    /// Whether it is whole, opened, and what the claim says it is.
    package var complete: Bool

    package init(received: Int64, complete: Bool) {
        self.received = received
        self.complete = complete
    }
}

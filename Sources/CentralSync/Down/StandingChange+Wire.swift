package import Claims
package import Outbox
package import WireAPI

extension StandingChange {
    /// Nil for what makes no sense: it says nothing of any claim.
    package init?(_ change: ClaimChange) {
        guard let id = ClaimID(change.claimId), let at = Timestamp(change.changedAt) else { return nil }
        self.init(claimID: id, standing: Standing(change.standing, change.reason, receivedAt: at), at: at)
    }
}

extension ClaimStore {
    /// Takes over a page of changes that was carried by hand: only one that follows what was heard before, and is not older
    /// by the central's time. An older one is known, one further on comes again with the next stick or by the network; so
    /// both may be mixed.
    ///
    /// A newer one tells as well that the central was restored from an older copy: by its register's epoch, or because it
    /// does not know the place `after`, which it was asked from.
    ///
    /// - Parameter writtenAt: when the file of the page was begun, by the central's clock.
    /// - Returns: how many claims wait to be sent again, nil if the central was not restored. Throws `store.*`.
    package func take(
        carried page: ChangePage,
        after: String?,
        writtenAt: Timestamp,
        at now: Timestamp
    ) async throws(KioskError) -> Int? {
        guard page.kioskId == kiosk.text, page.cursor.utf8.count <= 200, page.chain.epoch.utf8.count <= 64,
            let at = Timestamp(page.at)
        else { return nil }
        let known = try await syncState()
        let heardAt = known.heardAt ?? Timestamp(milliseconds: 0)
        guard at >= heardAt else { return nil }
        let said = Self.believable(at, now)
        let epoch = page.chain.epoch
        var waiting: Int?
        let isOther = known.epoch.map { $0 != epoch } ?? false
        let isForgotten = known.cursor != nil && after != nil && page.since == nil
        if at > heardAt, isOther || isForgotten {
            waiting = try await centralRestored(epoch: epoch, heardAt: said, writtenAt: min(writtenAt, said))
        }
        let changes = page.changes.compactMap(StandingChange.init)
        _ = try await apply(changes, after: page.since, cursor: page.cursor, epoch: epoch, said: said, at: now)
        return waiting
    }

    /// A central whose clock was far ahead once must not make all that it says later old.
    static func believable(_ time: Timestamp, _ now: Timestamp) -> Timestamp { min(time, now.adding(.seconds(86_400))) }
}

extension StandingChange.Standing {
    init(_ standing: ClaimStanding, _ reason: ClaimAnswer.Reason?, receivedAt: Timestamp) {
        let status: CentralAnswer.Status
        switch standing {
        case .accepted: status = .accepted
        case .duplicate: status = .duplicate
        case .inReview: status = .inReview
        case .returned: status = .returned
        case .refused:
            self = .concluded(.refused)
            return
        case .withdrawn:
            self = .concluded(.withdrawn)
            return
        case .paid:
            self = .concluded(.paid)
            return
        }
        self = .answered(
            CentralAnswer(
                status: status,
                receivedAt: receivedAt,
                reasonCode: reason.map { RelayDecision.clean($0.code, limit: 64) },
                otherClaim: reason?.otherClaim.map { RelayDecision.clean($0, limit: 64) },
                part: reason?.part.flatMap { Part(rawValue: $0) }
            )
        )
    }
}

extension AdoptedClaim {
    /// Nil when it is not whole.
    package init?(_ entry: ChainEntry) {
        guard let id = ClaimID(entry.claimId), let recordedAt = Timestamp(entry.recordedAt),
            let receivedAt = Timestamp(entry.receivedAt), entry.sequence > 0, Self.isHash(entry.hash),
            Self.isHash(entry.previous), entry.verdict.utf8.count <= 64, entry.keys.parts.count <= Part.allCases.count
        else { return nil }
        let digests = [entry.keys.person] + [entry.keys.vehicle].compactMap(\.self) + entry.keys.parts.values
        guard digests.allSatisfy(Self.isHash) else { return nil }
        self.init(
            claimID: id,
            end: ChainEnd(sequence: entry.sequence, hash: entry.hash),
            previousHash: entry.previous,
            recordedAt: recordedAt,
            person: entry.keys.person,
            vehicle: entry.keys.vehicle,
            parts: Part.allCases.compactMap { part in
                entry.keys.parts[part.rawValue].map { PartKey(part, digest: $0) }
            },
            amount: entry.amountFen.map { Fen($0) },
            verdictKind: entry.verdict,
            standing: StandingChange.Standing(entry.standing, nil, receivedAt: receivedAt),
            receivedAt: receivedAt,
            corrects: (entry.corrects ?? []).prefix(ClaimDocument.Amended.longestRow).compactMap { ClaimID($0) }
        )
    }

    fileprivate static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    }
}

extension ChainEnd {
    /// Nil when it makes no sense.
    init?(_ told: ChainPage.Told) {
        guard told.sequence >= 0, AdoptedClaim.isHash(told.hash) else { return nil }
        self.init(sequence: told.sequence, hash: told.hash)
    }
}

extension AdoptedLink {
    /// Nil when it is not whole.
    package init?(_ entry: AccountedEntry) {
        guard let id = ClaimID(entry.claimId), entry.sequence > 0, AdoptedClaim.isHash(entry.hash),
            AdoptedClaim.isHash(entry.previous)
        else { return nil }
        self.init(
            claimID: id,
            end: ChainEnd(sequence: entry.sequence, hash: entry.hash),
            previousHash: entry.previous
        )
    }
}

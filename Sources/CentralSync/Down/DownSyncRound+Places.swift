import Claims
import Logging
import Outbox
import Synchronization
import WireAPI

// Places in the chain whose claims were lost, and that the central has now.
extension DownSyncRound {
    /// What the central has got since of numbers that nobody had. True when something was filled in.
    func fillIn(_ chain: KioskChain) async throws(KioskError) -> Bool {
        var places = try await store.emptyPlaces(missing: chain.missing, upTo: chain.highest)
        places.removeAll(where: told.isUnfit)
        guard let first = places.first else { return false }
        let (page, claims, links) = try await self.chain(after: first - 1)
        if page.more, let last = (claims.map(\.end) + links.map(\.end)).map(\.sequence).max() {
            places.removeAll { $0 > last }
        }
        let result = try await store.fillIn(places, with: claims, links, at: time.reading.wall)
        for number in result.filled {
            logger.notice("the central has found a claim that was lost at both ends", metadata: ["claim": "\(number)"])
        }
        for number in result.unfit {
            told.noteUnfit(number.sequence)
            logger.error(
                "the central has another claim of this number than the chain here goes on from; it stays lost here",
                metadata: ["claim": "\(number)"]
            )
        }
        return !result.filled.isEmpty
    }

    /// Of claims that it had lost itself the central may have some again: those with this kiosk's ids.
    func findAgain(_ chain: KioskChain) async throws(KioskError) {
        var places = try await store.lostPlaces(missing: chain.missing, upTo: chain.highest)
        places.removeAll(where: told.isUnfit)
        while let first = places.first {
            let (page, claims, links) = try await self.chain(after: first - 1)
            let ends = claims.map { ($0.end.sequence, $0.claimID) } + links.map { ($0.end.sequence, $0.claimID) }
            let last = page.more ? ends.map(\.0).max() ?? .max : .max
            let asked = places.prefix { $0 <= last }
            guard !asked.isEmpty else { throw CentralQueries.notUnderstood("its links begin elsewhere") }
            let ids = Dictionary(ends, uniquingKeysWith: { first, _ in first }).filter { asked.contains($0.key) }
            let found = try await store.foundAgain(ids)
            for number in found {
                logger.notice("the central has found a claim that it had lost", metadata: ["claim": "\(number)"])
            }
            for place in asked where !found.contains(where: { $0.sequence == place }) {
                told.noteUnfit(place)
                logger.error(
                    "the central has another claim of this number than the one that it had lost; that one stays lost",
                    metadata: ["claim": "\(ClaimNumber(kiosk: store.kiosk, sequence: place))"]
                )
            }
            places.removeFirst(asked.count)
        }
    }
}

/// Claims that were logged: at most 1,000, each once.
final class ToldClaims: Sendable {
    private let ids = Mutex<Set<ClaimID>>([])
    private let unfit = Mutex<Set<Int64>>([])

    /// Whether the central's claim of that number did not fit here: it is not asked for again.
    func isUnfit(_ sequence: Int64) -> Bool { unfit.withLock { $0.contains(sequence) } }

    func noteUnfit(_ sequence: Int64) { unfit.withLock { _ = $0.insert(sequence) } }

    func isNew(_ id: ClaimID) -> Bool { ids.withLock { $0.count < 1_000 && $0.insert(id).inserted } }
}

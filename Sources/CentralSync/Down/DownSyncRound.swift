import Claims
import CrashPoints
import Logging
import Outbox
import Sealing
import Synchronization
import WireAPI

/// One round of questions to the central, and what is done with the answers.
struct DownSyncRound: Sendable {
    let store: ClaimStore
    let queries: CentralQueries
    let signer: SigningKey?
    let time: any TimeKeeper
    let shelf: CentralShelf?
    let admit: CentralShelf.Admission
    let logger: Logger
    let told = ToldClaims()

    init(
        store: ClaimStore,
        queries: CentralQueries,
        signer: SigningKey?,
        time: any TimeKeeper,
        shelf: CentralShelf?,
        admit: @escaping CentralShelf.Admission,
        logger: Logger
    ) {
        self.store = store
        self.queries = queries
        self.signer = signer
        self.time = time
        self.shelf = shelf
        self.admit = admit
        self.logger = logger
    }

    /// The files to use if they are others than before.
    func run(
        _ machine: inout DownSyncMachine,
        withManifest: Bool,
        _ state: inout DownSyncState
    ) async throws(KioskError) -> SyncManifest? {
        var manifest: SyncManifest?
        var step = machine.begin(
            isUnconfirmed: try await store.isUnconfirmed(),
            withManifest: withManifest && shelf != nil
        )
        while step != .done, !Task.isCancelled {
            switch step {
            case .askChain: step = machine.tookLinks(more: try await takeLinks(told: machine.told))
            case .askChanges: step = try await takeChanges(&machine, &state)
            case .tellEnd:
                try await tellEnd()
                step = machine.toldEnd()
            case .askManifest:
                manifest = try await takeFiles()
                step = .done
            case .done: break
            }
        }
        return manifest
    }

    private func takeChanges(
        _ machine: inout DownSyncMachine,
        _ state: inout DownSyncState
    ) async throws(KioskError) -> DownSyncMachine.Step {
        let known = try await store.syncState()
        let cursor = known.cursor
        let sent = time.reading
        let path = "/v1/kiosks/\(store.kiosk)/changes?limit=500" + (cursor.map { "&after=\(Self.escaped($0))" } ?? "")
        let page = try await queries.get(path, ChangePage.self, signedAs: .changes)
        let received = time.reading
        guard page.kioskId == store.kiosk.text, page.changes.count <= 500, page.cursor.utf8.count <= 200,
            page.chain.epoch.utf8.count <= 64, let at = Timestamp(page.at)
        else { throw CentralQueries.notUnderstood("it is about another kiosk, or longer than was asked for") }
        time.heard(at, sent: sent, received: received)
        state.heardAt = received.wall
        let said = ClaimStore.believable(at, received.wall)
        CrashPoint.changesHeard.pass()
        if Self.isRestored(page, known) {
            let waiting = try await store.centralRestored(epoch: page.chain.epoch, heardAt: said)
            logger.warning(
                "the central was restored from an older copy; all claims that are kept here are sent to it again",
                metadata: ["claims": "\(waiting)"]
            )
            return machine.restarted()
        }
        if try await fillIn(page.chain) { return machine.restarted() }
        let report = try await store.apply(
            page.changes.compactMap(StandingChange.init),
            cursor: page.cursor,
            epoch: page.chain.epoch,
            said: said,
            at: received.wall
        )
        CrashPoint.changesKept.pass()
        log(report)
        let end = try await store.chainEnd()
        let lacking = try await store.answered(missing: page.chain.missing, above: page.chain.highest)
        try await findAgain(page.chain)
        let (finding, step) = machine.tookChanges(
            // A cursor that does not move would be asked for for ever.
            more: page.more && page.cursor != cursor,
            highest: page.chain.highest,
            told: page.chain.told,
            end: end.sequence,
            lacking: lacking
        )
        try await act(on: finding, page.chain, heardAt: said, end)
        return step
    }

    /// Whether the central forgot what this kiosk heard of it or told it: its register has another epoch, it does not know
    /// the place among the changes, or not the end of the chain that it was told of.
    private static func isRestored(_ page: ChangePage, _ known: SyncState) -> Bool {
        if let epoch = known.epoch, epoch != page.chain.epoch { return true }
        if let cursor = known.cursor, cursor != page.since { return true }
        return known.told.map { $0.sequence > page.chain.told ?? 0 } ?? false
    }

    private func act(
        on finding: DownSyncMachine.Finding,
        _ chain: KioskChain,
        heardAt: Timestamp,
        _ end: ChainEnd
    ) async throws(KioskError) {
        switch finding {
        case .storeIsOld:
            logger.error(
                "the central knows of claims that this store lacks: it is an old copy; nothing is recorded until they are here",
                metadata: ["central": "\(max(chain.highest, chain.told ?? 0))", "store": "\(end.sequence)"]
            )
            try await store.markRestored(at: time.reading.wall)
        case .sendAgain(let sequences):
            let (waiting, wiped) = try await store.sendAgain(sequences, heardAt: heardAt)
            logger.warning("the central has lost claims; they are sent again", metadata: ["claims": "\(waiting)"])
            for number in wiped {
                logger.error(
                    "the central has lost a claim whose content is not kept here; a person must look",
                    metadata: ["claim": "\(number)", "code": "\(KioskError.Code.claimLostAtCentral)"]
                )
            }
        case .nothing: break
        }
    }

    /// `told` is what a page of changes said of the chain's end: a central that does not say it with the links gives no
    /// hash.
    private func takeLinks(told: Int64) async throws(KioskError) -> Bool {
        let (page, claims, links) = try await chain(after: try await store.chainEnd().sequence)
        var last = page.told.flatMap { ChainEnd($0) }
        if told > last?.sequence ?? 0 { last = ChainEnd(sequence: told, hash: ChainHash.genesis) }
        let isLast = !page.more
        let adoption = try await store.adopt(claims, links: links, isLast: isLast, told: last, at: time.reading.wall)
        for number in adoption.lost {
            logger.error("this number was used and its claim is lost at both ends", metadata: ["claim": "\(number)"])
        }
        if let fork = adoption.fork { throw fork }
        if !page.more {
            logger.notice("the restored store is complete again", metadata: ["claims": "\(claims.count)"])
        }
        return page.more
    }

    func chain(
        after sequence: Int64
    ) async throws(KioskError) -> (ChainPage, [AdoptedClaim], [AdoptedLink]) {
        let path = "/v1/kiosks/\(store.kiosk)/chain?after=\(sequence)&limit=500"
        let page = try await queries.get(path, ChainPage.self, signedAs: .changes)
        let claims = page.entries.compactMap { AdoptedClaim($0) }
        let accounted = page.accounted ?? []
        let links = accounted.compactMap { AdoptedLink($0) }
        let count = claims.count + links.count
        guard page.kioskId == store.kiosk.text, count == page.entries.count + accounted.count, !page.more || count > 0
        else {
            throw CentralQueries.notUnderstood("its links are not this kiosk's, or are not whole")
        }
        return (page, claims, links)
    }

    private func tellEnd() async throws(KioskError) {
        let end = try await store.chainEnd()
        guard end.sequence > 0, try await store.syncState().told != end else { return }
        let head = ChainHead(
            kioskId: store.kiosk.text,
            sequence: end.sequence,
            hash: end.hash,
            at: time.reading.wall.description
        )
        let body = try Self.canonical(head)
        _ = try await queries.put(
            "/v1/kiosks/\(store.kiosk)/head",
            body,
            signature: try signer.map { (key) throws(KioskError) in try MessageSignature(of: .head, body, by: key) },
            answer: KioskChain.self,
            signedAs: .changes
        )
        CrashPoint.headTold.pass()
        try await store.told(end)
    }

    private func takeFiles() async throws(KioskError) -> SyncManifest? {
        guard let shelf, let manifest = try await shelf.update(from: queries, admit: admit) else { return nil }
        let names = manifest.items.map(\.name)
        logger.notice(
            "other files came from the central",
            metadata: ["files": "\(names.isEmpty ? "none" : names.joined(separator: " "))"]
        )
        return manifest
    }

    /// Once for each claim: a kiosk that was given another store would ask for ever.
    private func log(_ report: ChangeReport) {
        for id in report.unknown + report.contradicted {
            let isNew = told.isNew(id)
            guard isNew else { continue }
            logger.warning(
                report.unknown.contains(id)
                    ? "the central told of a claim that this store does not have"
                    : "the central told of another end of a claim than before",
                metadata: ["id": "\(id)"]
            )
        }
    }

    private static func escaped(_ text: String) -> String {
        let safe = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        return text.utf8.map { safe.contains($0) ? String(UnicodeScalar($0)) : "%" + Self.hex($0) }.joined()
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + digits : digits
    }

    private static func canonical(_ head: ChainHead) throws(KioskError) -> [UInt8] {
        do { return try CanonicalJSON.encode(head) } catch {
            throw KioskError(.internalFault, "the chain's end could not be written", remedy: "Report this.")
        }
    }
}

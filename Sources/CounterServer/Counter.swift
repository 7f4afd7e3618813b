import AsyncAlgorithms
package import Claims
package import Inspection
package import Logging
import ServiceLifecycle
package import WireAPI

/// The counter: drives the session, and tells every page what it looks like.
///
/// Events come one at a time from pages, readers and the clock. An action of the session (a look-up, the commit) is
/// awaited without holding up other events; the session itself refuses what does not fit meanwhile.
package actor Counter: Service {
    package struct Identity: Sendable {
        package let kiosk: KioskID
        /// The point's name by language.
        package let point: [String: String]
        package let rehearsal: Bool

        package init(kiosk: KioskID, point: [String: String], rehearsal: Bool) {
            self.kiosk = kiosk
            self.point = point
            self.rehearsal = rehearsal
        }
    }

    let identity: Identity
    let ledger: any ClaimLedger
    let registry: any PlateRegistry
    let logger: Logger
    let now: @Sendable () -> Timestamp
    private let openingWarnings: @Sendable (Timestamp) -> [Warning]
    private let askForCard: @Sendable (Bool) -> Void
    private let visitEnded: @Sendable () -> Void
    private let sessionTimeout: Duration
    private let activity = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let ledgerPause: Duration
    /// Readings of the ledger that failed.
    private let failures = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    var session: CounterSession
    /// The committed claim that is on screen, as the ledger knows it.
    var claim: KioskClaimView?
    var devices: [DeviceView] = []
    var queue: QueueView?
    private var revision = 1
    private var published: CounterSnapshot?
    private var pages: [Int: AsyncStream<CounterSnapshot>.Continuation] = [:]
    private var nextPage = 0
    /// Counts sessions, so that a late confirmation cannot meet another person's claim.
    private(set) var visit = 0
    /// Of the refusal or hold that is on screen.
    var note: String?
    /// That were let in during this visit.
    private var photos = 0
    /// The last writing about notes; each waits for the one before.
    var noting: Task<Void, Never>?
    private var isRefreshing = false
    private var isLedgerStale = false
    private var isLedgerUnreadable = false
    private var isClosed = false

    /// Pages beyond this many push out the oldest one: a counter has a screen or two.
    private static let maximumPages = 16
    /// In a visit: its papers are one or two, and some are photographed again.
    private static let maximumPhotos = 16

    /// - Parameters:
    ///   - sessionTimeout: a session without an event for this long is ended.
    ///   - ledgerPause: after which a ledger that could not be read is read again.
    ///   - openingWarnings: what staff should know of the hour and the day.
    ///   - askForCard: called with true while a card is wanted. Must not block.
    ///   - visitEnded: called when nobody is at the counter any more. Must not block.
    package init(
        identity: Identity,
        programme: Programme,
        ledger: any ClaimLedger,
        registry: any PlateRegistry,
        sessionTimeout: Duration,
        ledgerPause: Duration = .seconds(5),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        openingWarnings: @escaping @Sendable (Timestamp) -> [Warning],
        askForCard: @escaping @Sendable (Bool) -> Void,
        visitEnded: @escaping @Sendable () -> Void = {}
    ) {
        self.identity = identity
        self.ledger = ledger
        self.registry = registry
        self.sessionTimeout = sessionTimeout
        self.ledgerPause = ledgerPause
        self.logger = logger
        self.now = now
        self.openingWarnings = openingWarnings
        self.askForCard = askForCard
        self.visitEnded = visitEnded
        session = CounterSession(programme: programme)
    }

    /// Ends sessions that nobody touches and follows the ledger, until graceful shutdown.
    package func run() async throws {
        // Subscribed before the first look, so that no change is missed in between.
        let changes = ledger.changes()
        await refreshLedger()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in changes.cancelOnGracefulShutdown() { await self.refreshLedger() }
            }
            group.addTask { [failures, ledgerPause] in
                let again = failures.stream.debounce(for: ledgerPause, clock: .continuous)
                for await _ in again.cancelOnGracefulShutdown() { await self.refreshLedger() }
            }
            group.addTask { [activity, sessionTimeout] in
                let quiet = activity.stream.debounce(for: sessionTimeout, clock: .continuous)
                for await _ in quiet.cancelOnGracefulShutdown() { await self.send(.timedOut) }
            }
        }
        for page in pages.values { page.finish() }
    }

    /// Takes an event, runs what it asks for, and returns when all of that is done.
    @discardableResult
    package func send(_ event: SessionEvent) async -> SessionOutcome {
        let wantedCard = session.wantsCard
        let wasIdle = session.step == .idle
        let outcome = session.handle(event, today: today)
        if session.step == .idle { claim = nil }
        if wasIdle, session.step != .idle {
            visit += 1
            photos = 0
        }
        if case .cardRead = event, wantedCard, session.wantsCard {
            // The card that was read is not the one that is wanted: another is asked for.
            askForCard(false)
            askForCard(true)
        } else if session.wantsCard != wantedCard {
            askForCard(session.wantsCard)
        }
        publish()
        if !wasIdle, session.step == .idle { visitEnded() }
        guard case .taken(let actions) = outcome else { return outcome }
        let notes = keepNotes(actions)
        activity.continuation.yield()
        await notes?.value
        for action in actions { await perform(action) }
        return outcome
    }

    /// The start of a session, refused while nothing could be recorded, and once the counter is closed.
    package func start() async -> SessionOutcome {
        let warnings = openingWarnings(now())
        guard session.step == .idle else { return await send(.start(warnings: warnings)) }
        do {
            try await ledger.checkWritable()
            // What is not in the ledger and tells nobody when it changes: a disk that was taken away or put back.
            Task { await refreshLedger() }
            // Looked at last: the counter may have been closed meanwhile.
            return await send(.start(obstacle: isClosed ? .startingAnew : nil, warnings: warnings))
        } catch {
            logger.error("nothing can be recorded", metadata: ["error": "\(error)"])
            return await send(.start(obstacle: .storeNotWritable, warnings: warnings))
        }
    }

    /// The owner's yes to what the review showed; ignored when that was another visit's review.
    ///
    /// - Parameter shown: the visit that was on the screen; nil when the caller does not say.
    package func confirm(visit shown: Int?) async -> SessionOutcome {
        if let shown, shown != visit { return .ignored(Hint(.stepNotNow, ["step": session.step.rawValue])) }
        return await send(.confirm)
    }

    /// Whether a supervisor could let something pass now.
    var takesOverride: Bool { session.canOverride }

    /// Lets one more photo in. Throws `session.event-ignored` where the step takes none, and beyond what a visit may
    /// have.
    func admitPhoto() throws(KioskError) {
        guard session.step == .ownership else {
            throw KioskError(
                .eventIgnored,
                "the step \(session.step.rawValue) takes no photo",
                remedy:
                    "photograph the paper at the step that asks for it, or log in as a supervisor to correct a claim"
            )
        }
        guard photos < Self.maximumPhotos else {
            throw KioskError(
                .eventIgnored,
                "this visit has \(Self.maximumPhotos) photos",
                remedy: "name one of them in the entry, or begin the visit anew"
            )
        }
        photos += 1
    }

    /// From a device that reads bank cards and nothing else: at any other step it says nothing.
    package func bankCardScanned(_ text: String) async {
        guard session.step == .bankCard else { return }
        await send(.scanned(text))
    }

    package func deviceChanged(_ device: DeviceView) {
        if let index = devices.firstIndex(where: { $0.role == device.role }) {
            guard devices[index] != device else { return }
            devices[index] = device
        } else {
            devices.append(device)
            devices.sort { $0.role < $1.role }
        }
        publish()
    }

    /// The device does no work here any more; another one may have its role by now.
    package func deviceReleased(role: String, path: String) {
        devices.removeAll { $0.role == role && $0.path == path }
        publish()
    }

    /// Waits until nobody is at the counter, and lets nobody begin from then on: this counter is about to be replaced.
    package func closeWhenFree() async {
        // The stream ends early when enough pages push it out.
        while !isClosed, !Task.isCancelled {
            for await _ in snapshots() where session.step == .idle {
                isClosed = true
                break
            }
        }
    }

    var today: CivilDate { now().date() }

    package var snapshot: CounterSnapshot { makeSnapshot(revision: revision, now: now().description) }

    /// The current snapshot at once, then each new one; a slow reader gets the newest.
    package func snapshots() -> AsyncStream<CounterSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: CounterSnapshot.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let page = nextPage
        nextPage += 1
        pages[page] = continuation
        if pages.count > Self.maximumPages, let oldest = pages.keys.min() {
            pages.removeValue(forKey: oldest)?.finish()
        }
        continuation.onTermination = { _ in Task { await self.closePage(page) } }
        continuation.yield(snapshot)
        return stream
    }

    private func closePage(_ page: Int) { pages[page] = nil }

    /// Reads the ledger again; one reading at a time, so that an older one never overwrites a newer.
    func refreshLedger() async {
        isLedgerStale = true
        guard !isRefreshing else { return }
        isRefreshing = true
        defer { isRefreshing = false }
        while isLedgerStale {
            isLedgerStale = false
            await readLedger()
        }
    }

    private func readLedger() async {
        do {
            let read = try await ledger.queue()
            if let id = session.receipt?.receipt.claimID {
                let view = try await ledger.claim(id)
                if session.receipt?.receipt.claimID == id { claim = view }
            }
            queue = read
            isLedgerUnreadable = false
        } catch {
            if !isLedgerUnreadable { logger.error("the queue cannot be read", metadata: ["error": "\(error)"]) }
            isLedgerUnreadable = true
            queue = nil
            failures.continuation.yield()
        }
        publish()
    }

    private func publish() {
        // A later time alone is no news.
        if let published, published == makeSnapshot(revision: published.revision, now: published.now) { return }
        revision += 1
        let snapshot = snapshot
        published = snapshot
        for page in pages.values { page.yield(snapshot) }
    }
}

import AsyncHTTPClient
import CentralSync
import Claims
import Logging
import Outbox
import Sealing
import ServiceLifecycle
import Settings
import Synchronization
import WireAPI

/// What goes on between kiosk and central besides claims: news and files down, photos up.
struct CentralSide: Sendable {
    private let downSync: DownSync
    private let uploader: PhotoUploader
    private let arrivals: FileArrivals
    private let heard = Heard()
    /// For the relay, too.
    let missing = MissingCentral()
    private let watch: CentralWatch
    private let queries: CentralQueries
    private let kiosk: KioskID

    /// - Parameter signer: the kiosk's own key; nil in a rehearsal without one.
    init(
        _ plan: KioskPlan,
        store: ClaimStore,
        photos: PhotoFolder,
        keeper: ClockKeeper,
        client: HTTPClient,
        signer: SigningKey?,
        reload: KioskReload,
        logger: Logger
    ) {
        let link = plan.settings.central
        let queries = CentralQueries(
            client: client,
            central: link.url,
            key: plan.files.centralKey,
            timeout: link.requestTimeout
        )
        self.queries = queries
        kiosk = plan.settings.kioskID
        let arrivals = FileArrivals(plan, reload, logger)
        let heard = heard
        let uploader = PhotoUploader(
            store: store,
            queries: queries,
            file: { photos.file($0) },
            missing: { photos.problem },
            now: { keeper.reading.wall },
            policy: BackOff.Policy(link.backOff),
            missingCentral: missing,
            logger: logger
        )
        downSync = DownSync(
            store: store,
            queries: queries,
            signer: signer,
            time: keeper,
            shelf: plan.shelf,
            admit: { (manifest) throws(KioskError) in try arrivals.admit(manifest) },
            interval: link.askEvery,
            policy: BackOff.Policy(link.backOff),
            missing: missing,
            logger: logger,
            onState: { state in
                heard.take(state)
                if state.problem == nil { uploader.centralAnswered() }
            },
            onFiles: { arrivals.take($0) }
        )
        self.uploader = uploader
        self.arrivals = arrivals
        watch = CentralWatch(missing, central: link.url, logger: logger)
    }

    var services: [any Service] { [downSync, uploader, watch] }

    /// Nothing to tell when all is well.
    var problems: [ControlProblem] {
        let placing = arrivals.problem.map { ControlProblem($0) }
        let listening = heard.state.problem.map {
            ControlProblem(code: $0.code, message: $0.message, remedy: $0.remedy)
        }
        return [placing, listening].compactMap(\.self)
    }

    /// What is known of the central by both ways. While nothing was sent, and with nothing to send that may be for long,
    /// the relay knows nothing: then what listening came to tells it.
    func state(_ relay: RelayState) -> RelayState {
        guard relay.problem == nil else { return relay }
        let listening = heard.state
        // Whom the central does not know any more it tells nothing, whatever it answered to claims before.
        let isRefused = listening.problem.map { KioskError.Code($0.code).refusesKiosk } ?? false
        guard relay.central == .unknown || isRefused else { return relay }
        guard let problem = listening.problem else {
            return RelayState(central: listening.heardAt == nil ? .unknown : .reachable)
        }
        // What the kiosk's own store refused says nothing of the central.
        guard !problem.code.hasPrefix("store.") else { return relay }
        return RelayState(central: .unreachable, problem: problem)
    }

    func relayChanged(_ state: RelayState) {
        uploader.relayChanged(state)
        if heard.isBack(state) { downSync.askNow() }
    }

    func retryNow() {
        uploader.retryNow()
        downSync.askNow()
    }

    /// What the central signs of that day; nil when it cannot be asked now.
    func dayProof(_ day: CivilDate) async -> DayProof? { try? await queries.dayProof(of: kiosk, on: day) }

    /// At the start: what was on the shelf when the last kiosk ended in between.
    func placeSnapshot() { arrivals.placeSnapshot() }
}

/// What was heard last, of the central and of the relay.
private final class Heard: Sendable {
    private let both = Mutex<(down: DownSyncState, relay: RelayState.Central)>((DownSyncState(), .unknown))

    var state: DownSyncState { both.withLock { $0.down } }

    func take(_ state: DownSyncState) { both.withLock { $0.down = state } }

    /// Whether the relay reaches the central and did not before.
    func isBack(_ state: RelayState) -> Bool {
        both.withLock { both in
            defer { both.relay = state.central }
            return state.central == .reachable && both.relay == RelayState.Central.unreachable
        }
    }
}

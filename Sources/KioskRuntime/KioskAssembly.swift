import AsyncHTTPClient
import CentralSync
import Claims
import ControlServer
import CounterServer
import DaemonSupport
import DeviceDiscovery
import Devices
import Glibc
import HTTPSupport
import Hummingbird
import Logging
import NIOPosix
import Outbox
import QueueServer
import Readers
import Sealing
import ServiceLifecycle
import Settings
import Trust
import VehicleRegistry
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The kiosk's parts, put together.
struct KioskAssembly: Sendable {
    /// In the state directory.
    static let bindingFile = "bindings.json"

    /// In start order; they stop in reverse: pages first, then readers, then what goes to the central.
    let services: [any Service]
    let counter: Counter
    private let central: CentralSide
    private let keeper: ClockKeeper
    private let store: ClaimStore
    private let photos: PhotoFolder
    private let client: HTTPClient

    /// Throws `store.*`, `trust.*` and `pages.missing`.
    init(
        _ plan: KioskPlan,
        on ground: KioskGround,
        _ reload: KioskReload,
        _ logger: Logger
    ) throws(KioskError) {
        let (settings, files) = (plan.settings, plan.files)
        let clock = ground.clock
        let now: @Sendable () -> Timestamp = { clock.now }
        let pages = try CounterPages(folder: settings.shareDirectory, logger: Self.quiet(logger))
        let deviceTable = try MatchFile.load(settings.deviceTable)
        store = try ClaimStore.open(
            at: "\(settings.stateDirectory)/\(ClaimStore.fileName)",
            mode: settings.mode.isRehearsal ? .rehearsal : .production,
            kiosk: settings.kioskID,
            hash: { ChainHash.claim($0) }
        )
        TemporaryCopy.removeLeftovers(in: settings.stateDirectory)
        // What goes to the central by https:// goes by what enrolment gave; a rehearsal on loopback has nothing of it.
        let trust = files.trust
        var clientConfiguration = OutboxRelay.clientConfiguration
        clientConfiguration.tlsConfiguration = try trust?.clientConfiguration()
        let makeClient: @Sendable () -> HTTPClient = { [clientConfiguration] in
            HTTPClient(eventLoopGroupProvider: .singleton, configuration: clientConfiguration)
        }
        client = makeClient()

        let sealer = Sealer(files.sealingKeys)
        let photos = try PhotoFolder(path: "\(settings.stateDirectory)/photos", sealer: sealer)
        self.photos = photos
        let keeper = ClockKeeper(store: store, wall: now, logger: logger)
        self.keeper = keeper
        let central = CentralSide(
            plan,
            store: store,
            photos: photos,
            keeper: keeper,
            client: client,
            signer: trust?.key,
            reload: reload,
            logger: logger
        )
        self.central = central
        let ledger = StoreLedger(
            store: store,
            digestKey: files.digestKey,
            sealer: sealer,
            programme: files.programme,
            pointID: files.point.id,
            photos: photos,
            clock: keeper,
            now: now,
            centralState: { central.state($0) }
        )
        let network = NetworkWatch(logger: logger)
        let relay = OutboxRelay(
            store: store,
            central: settings.central.url,
            centralKey: files.centralKey,
            network: network.changes,
            missing: central.missing,
            now: now,
            policy: BackOff.Policy(settings.central.backOff),
            timeout: settings.central.requestTimeout,
            logger: logger,
            makeClient: makeClient,
            onState: { state in
                ledger.relayChanged(state)
                central.relayChanged(state)
            }
        )
        ledger.connect {
            relay.retryNow()
            central.retryNow()
        }

        // A card or a scan that nobody takes for 256 events is older than anybody at the counter.
        let (events, sink) = AsyncStream.makeStream(of: ReaderEvent.self, bufferingPolicy: .bufferingNewest(256))
        let roster = try DeviceRoster(
            configured: settings.devices.compactMap(DeviceBinding.init),
            table: deviceTable,
            file: BindingFile(path: "\(settings.stateDirectory)/\(Self.bindingFile)"),
            logger: logger
        )
        let fixed = settings.devices.compactMap(ReaderBinding.init)
        let readers = ReaderSupervisor(
            bindings: fixed,
            source: RosterSource(
                fixed: FixedPathSource(bindings: fixed, group: MultiThreadedEventLoopGroup.singleton),
                roster: roster
            ),
            now: now,
            logger: logger,
            onEvent: { sink.yield($0) }
        )
        let watch = Self.registryWatch(settings, files, logger)
        let registry = SnapshotRegistry(watch: watch, ages: files.programme.registry)
        let (visitsEnded, visitEnded) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let counter = Counter(
            identity: .init(
                kiosk: settings.kioskID,
                point: files.point.title,
                rehearsal: settings.mode.isRehearsal
            ),
            programme: files.programme,
            ledger: ledger,
            registry: registry,
            sessionTimeout: settings.counter.sessionTimeout,
            logger: logger,
            now: now,
            openingWarnings: { time in
                files.openingWarnings(at: time) + (keeper.trust == .setBack ? [Warning(.clockSetBack)] : [])
            },
            askForCard: { readers.askForCard($0) },
            visitEnded: { visitEnded.yield() }
        )
        self.counter = counter

        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: RequestGuard(logger: logger))
        pages.add(to: router)
        let printing = PaperPrinting(store: store, readers: readers, raster: Self.besides("kiosk-raster"), now: now)
        let desk = Desk(
            papers: ClaimPapers(store: store, files: files, central: settings.central, client: client),
            photos: photos,
            printing: printing
        )
        let store = store
        let logins = SupervisorLogins(
            register: files.supervisors,
            audit: LoginAudit(store: store, now: now),
            logger: logger
        )
        CounterRoutes(counter: counter, ledger: ledger, desk: desk, logins: logins).add(to: router)
        let queue = StoreQueueDesk(
            store: store,
            stateDirectory: settings.stateDirectory,
            neighbours: StoreQueueDesk.Neighbours(
                relay: { ledger.relayState },
                retryNow: {
                    relay.retryNow()
                    central.retryNow()
                },
                namesWereTyped: { visitEnded.yield() },
                trust: { QueueTrust(trust, centralKey: files.centralKey) },
                clock: { keeper.trust.rawValue },
                photos: { try await photos.waiting(in: store) },
                photosMissing: { photos.problem },
                wipePhotos: { try photos.deleteAll() },
                dayProof: { await central.dayProof($0) }
            ),
            now: now,
            corrector: ClaimCorrector(
                programme: files.programme,
                digestKey: files.digestKey,
                sealer: sealer,
                clock: keeper,
                registry: registry,
                photoBytes: { photos.bytes(of: $0) }
            ),
            paper: QueuePaper(files, printing)
        )
        let supervisors = SupervisorRoutes(
            logins: logins,
            kiosk: .init(id: settings.kioskID.text, point: files.point.title, rehearsal: settings.mode.isRehearsal)
        )
        supervisors.add(to: router)
        QueueRoutes(desk: queue, door: supervisors.door).add(to: router)
        if let simulators = settings.rehearsal?.simulators, !simulators.isEmpty {
            let sockets = Dictionary(uniqueKeysWithValues: simulators.map { ($0.key.rawValue, $0.value) })
            RehearsalRoutes(simulators: SimulatorClient(sockets: sockets, client: client)).add(to: router)
        }
        let host = settings.counter.host
        let mode = settings.mode.rawValue
        let server = HTTPService(
            responder: router.buildResponder(),
            address: .hostname(host, port: settings.counter.port == 0 ? ground.port ?? 0 : settings.counter.port),
            check: { [access = CounterAccess(group: settings.counter.group, ownUser: getuid())] in
                access.refusal(of: $0)
            },
            logger: Self.quiet(logger),
            onListening: { port in
                ground.listens(on: port)
                let address = "http://\(ListenAddress.hostname(host, port: port ?? 0))"
                logger.notice("ready", metadata: ["address": "\(address)", "mode": "\(mode)"])
                SystemdNotifier().ready(status: "counter page at \(address)")
            }
        )
        // Who reads "ready" finds kioskctl answered too.
        let (technicianIsAnswered, answered) = AsyncStream.makeStream(of: Never.self)
        let statusSignal = ChangeSignal()
        let control = ControlService(
            path: settings.control.socket,
            control: TechnicianDesk(
                roster: roster,
                readers: readers,
                counter: counter,
                table: deviceTable,
                settings: settings,
                settingsFile: plan.settingsFile,
                printing: printing,
                catalogues: KioskFiles.languages.compactMap { files.catalogues[$0] },
                now: now,
                statusSignal: statusSignal,
                problems: {
                    [reload.problem, plan.problem, photos.problem].compactMap { $0.map { ControlProblem($0) } }
                        + central.problems
                }
            ),
            queue: queue,
            access: ControlAccess(
                technicianGroup: settings.control.technicians,
                observerGroup: settings.control.supervisors,
                ownUser: getuid()
            ),
            logger: logger,
            onListening: { answered.finish() }
        )
        services =
            central.services + [
                CertificateRenewal(
                    trust: trust,
                    client: client,
                    central: settings.central.url,
                    now: { RecordClock().now },
                    logger: logger
                ),
                keeper, network, relay, StartUpWork(watch: watch, photos: photos, store: store, logger: logger),
                counter, ReaderFeed(events: events, counter: counter, signal: statusSignal), readers,
                RosterFeed(discovery: settings.discoversDevices ? UdevMonitor(logger: logger) : nil, roster: roster),
                RetentionService(
                    store: store,
                    days: settings.retention.days,
                    now: now,
                    isClockRight: { queue.neighbours.clock() != "set-back" },
                    deletePhotos: { try await photos.deleteUnneeded(in: store) },
                    logger: logger
                ),
                control, StartingAfter(technicianIsAnswered, server),
                MemoryWiper(visitsEnded: visitsEnded, logger: logger),
            ]
    }

    /// Before anything runs. Throws `store.*`.
    func prepare() async throws(KioskError) {
        try await keeper.prepare()
        try await photos.recognise(in: store)
        central.placeSnapshot()
    }

    func close() async {
        try? await client.shutdown()
        await store.close()
    }
}

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

    /// In start order; they stop in reverse: pages first, then readers, then the relay.
    let services: [any Service]
    private let store: ClaimStore
    private let client: HTTPClient

    /// Throws `store.*`, `trust.*` and `pages.missing`.
    init(
        _ settings: KioskSettings,
        from settingsFile: String,
        _ files: KioskFiles,
        _ logger: Logger
    ) throws(KioskError) {
        let clock = RecordClock(startingAt: settings.rehearsal?.clock)
        let now: @Sendable () -> Timestamp = { clock.now }
        let pages = try CounterPages(folder: settings.shareDirectory, logger: Self.quiet(logger))
        let deviceTable = try MatchFile.load(settings.deviceTable)
        store = try ClaimStore.open(
            at: "\(settings.stateDirectory)/\(ClaimStore.fileName)",
            mode: settings.mode.isRehearsal ? .rehearsal : .production,
            kiosk: settings.kioskID,
            hash: { ChainHash.claim($0) }
        )
        // What goes to the central by https:// goes by what enrolment gave; a rehearsal on loopback has nothing of it.
        let trust = files.trust
        var clientConfiguration = OutboxRelay.clientConfiguration
        clientConfiguration.tlsConfiguration = try trust?.clientConfiguration()
        let makeClient: @Sendable () -> HTTPClient = { [clientConfiguration] in
            HTTPClient(eventLoopGroupProvider: .singleton, configuration: clientConfiguration)
        }
        client = makeClient()

        let sealer = Sealer(files.sealingKeys)
        let machineClock = MachineClock()
        let ledger = StoreLedger(
            store: store,
            digestKey: files.digestKey,
            sealer: sealer,
            programme: files.programme,
            pointID: files.point.id,
            clock: machineClock,
            now: now
        )
        let network = NetworkWatch(logger: logger)
        let relay = OutboxRelay(
            store: store,
            central: settings.central.url,
            centralKey: trust?.centralKey,
            network: network.changes,
            now: now,
            policy: BackOff.Policy(settings.central.backOff),
            timeout: settings.central.requestTimeout,
            logger: logger,
            makeClient: makeClient,
            onState: { ledger.relayChanged($0) }
        )
        ledger.connect { relay.retryNow() }

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
        let photos = try PhotoFolder(path: "\(settings.stateDirectory)/photos")
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
            openingWarnings: { files.openingWarnings(at: $0) },
            askForCard: { readers.askForCard($0) }
        )

        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: RequestGuard())
        pages.add(to: router)
        let printing = PaperPrinting(store: store, readers: readers, raster: Self.besides("kiosk-raster"), now: now)
        let desk = Desk(
            papers: ClaimPapers(store: store, files: files, central: settings.central, client: client),
            photos: photos,
            supervisors: files.supervisors,
            printing: printing
        )
        CounterRoutes(counter: counter, ledger: ledger, desk: desk).add(to: router)
        let queue = StoreQueueDesk(
            store: store,
            stateDirectory: settings.stateDirectory,
            neighbours: StoreQueueDesk.Neighbours(
                relay: { ledger.relayState },
                retryNow: { relay.retryNow() }
            ),
            now: now,
            corrector: ClaimCorrector(
                programme: files.programme,
                digestKey: files.digestKey,
                sealer: sealer,
                clock: machineClock,
                registry: registry,
                hasPhoto: { photos.has($0) }
            ),
            paper: QueuePaper(files, printing)
        )
        let supervisors = SupervisorRoutes(
            register: files.supervisors,
            audit: LoginAudit(store: store, now: now),
            kiosk: .init(id: settings.kioskID.text, point: files.point.title, rehearsal: settings.mode.isRehearsal),
            logger: logger
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
            address: .hostname(host, port: settings.counter.port),
            logger: Self.quiet(logger),
            onListening: { port in
                let address = "http://\(ListenAddress.hostname(host, port: port ?? 0))"
                logger.notice("ready", metadata: ["address": "\(address)", "mode": "\(mode)"])
                SystemdNotifier().ready(status: "counter page at \(address)")
            }
        )
        let statusSignal = ChangeSignal()
        let control = ControlService(
            path: settings.control.socket,
            control: TechnicianDesk(
                roster: roster,
                readers: readers,
                counter: counter,
                table: deviceTable,
                settings: settings,
                settingsFile: settingsFile,
                printing: printing,
                catalogues: KioskFiles.languages.compactMap { files.catalogues[$0] },
                now: now,
                statusSignal: statusSignal
            ),
            queue: queue,
            access: ControlAccess(
                technicianGroup: settings.control.technicians,
                observerGroup: settings.control.supervisors,
                ownUser: getuid()
            ),
            logger: logger
        )
        services = [
            CertificateRenewal(
                trust: trust,
                client: client,
                central: settings.central.url,
                now: { RecordClock().now },
                logger: logger
            ),
            network, relay, StartUpWork(watch: watch, photos: photos, store: store, logger: logger), counter,
            ReaderFeed(events: events, counter: counter, signal: statusSignal), readers,
            RosterFeed(discovery: settings.discoversDevices ? UdevMonitor(logger: logger) : nil, roster: roster),
            RetentionService(
                store: store,
                days: settings.retention.days,
                now: now,
                isClockRight: { queue.neighbours.clock() != "set-back" },
                logger: logger
            ),
            control, server,
        ]
    }

    /// Nil when the kiosk has no registry to ask.
    private static func registryWatch(
        _ settings: KioskSettings,
        _ files: KioskFiles,
        _ logger: Logger
    ) -> RegistryWatch? {
        guard let registry = settings.registry, let key = files.registryKey else { return nil }
        return RegistryWatch(
            path: registry.snapshot,
            key: key,
            digestKey: files.digestKey,
            rehearsal: settings.mode.isRehearsal
        ) { change in
            switch change {
            case .opened(let header):
                logger.notice(
                    "registry opened",
                    metadata: ["version": "\(header.version)", "asOf": "\(header.asOf)", "plates": "\(header.count)"]
                )
            case .refused(let error): logger.error("registry not used", metadata: ["error": "\(error)"])
            }
        }
    }

    /// A program that is installed beside this one.
    private static func besides(_ program: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/usr/bin/kioskd"
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/\(program)"
    }

    func close() async {
        try? await client.shutdown()
        await store.close()
    }

    /// The server library's own lines are for its developers.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}

extension BackOff.Policy {
    fileprivate init(_ settings: CentralLinkSettings.BackOff) {
        self.init(first: settings.first, longest: settings.longest)
    }
}

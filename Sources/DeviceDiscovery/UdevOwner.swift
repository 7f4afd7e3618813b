import CUdev
import Claims
import Devices
import Dispatch
import Glibc
import Logging

/// Owns every pointer of libudev, on one queue: the library is not safe for threads.
actor UdevOwner {
    private nonisolated let executor = QueueExecutor(label: "recycling-kiosk.udev")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let logger: Logger
    private let control: String
    private let rescan: Duration
    private let rescanWithoutUdev: Duration
    private let whenListening: @Sendable () -> Void
    private let snapshots: AsyncStream<DiscoverySnapshot>.Continuation

    private var library: OpaquePointer?
    private var monitor: OpaquePointer?
    private var events: (any DispatchSourceRead)?
    private var timer: (any DispatchSourceTimer)?
    /// By syspath.
    private var known: [String: DetectedDevice] = [:]
    private var shown: DiscoverySnapshot?
    private var hasUdev = false
    private var rescans = 0
    private var overflows = 0

    /// Events taken at one wake-up; the rest waits for the next.
    private static let drainLimit = 4_096

    init(
        logger: Logger,
        control: String,
        rescan: Duration,
        rescanWithoutUdev: Duration,
        whenListening: @escaping @Sendable () -> Void,
        snapshots: AsyncStream<DiscoverySnapshot>.Continuation
    ) {
        self.logger = logger
        self.control = control
        self.rescan = rescan
        self.rescanWithoutUdev = rescanWithoutUdev
        self.whenListening = whenListening
        self.snapshots = snapshots
    }

    /// The monitor comes first: what is plugged in between is in the enumeration, in the events, or in both.
    func start() {
        library = udev_new()
        hasUdev = listen() && access(control, F_OK) == 0
        if !hasUdev { reportMissingUdev() }
        whenListening()
        enumerate()
        show()
        let pause = hasUdev ? rescan : rescanWithoutUdev
        let timer = DispatchSource.makeTimerSource(queue: executor.queue)
        timer.setEventHandler { [weak self] in self?.assumeIsolated { $0.lookAgain() } }
        timer.schedule(deadline: .now() + pause.dispatchInterval, repeating: pause.dispatchInterval)
        timer.activate()
        self.timer = timer
    }

    func stop() async {
        timer?.cancel()
        timer = nil
        if let events {
            // The descriptor is the monitor's: it may be closed only when the source has let go of it.
            await withCheckedContinuation { continuation in
                events.setCancelHandler { continuation.resume() }
                events.cancel()
            }
        }
        events = nil
        monitor = monitor.flatMap { udev_monitor_unref($0) }
        library = library.flatMap { udev_unref($0) }
        known = [:]
    }

    /// The group "udev": events come after the rules have run, with node, permissions and properties.
    private func listen() -> Bool {
        guard let library, let monitor = udev_monitor_new_from_netlink(library, "udev") else { return false }
        for (subsystem, type) in Self.subsystems {
            udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, type)
        }
        guard udev_monitor_enable_receiving(monitor) >= 0 else {
            udev_monitor_unref(monitor)
            return false
        }
        self.monitor = monitor
        let events = DispatchSource.makeReadSource(
            fileDescriptor: udev_monitor_get_fd(monitor),
            queue: executor.queue
        )
        events.setEventHandler { [weak self] in self?.assumeIsolated { $0.drain() } }
        events.activate()
        self.events = events
        return true
    }

    private static let subsystems: [(name: String, type: String?)] = [
        ("tty", nil), ("input", nil), ("usbmisc", nil), ("usb", "usb_device"),
    ]

    private func reportMissingUdev() {
        let error = KioskError(
            .devicesNoUdev,
            "\(control) is not there: no udev runs where this process can hear it",
            remedy: "Start systemd-udevd, and give the process the host's network namespace. Until then devices are "
                + "looked for every \(rescanWithoutUdev)."
        )
        logger.error("\(error.message)", metadata: ["code": "\(error.code)", "remedy": "\(error.remedy)"])
    }
}

extension UdevOwner {
    private func drain() {
        var isComplete = true
        drain: for _ in 0..<Self.drainLimit {
            errno = 0
            let device = monitor.flatMap { udev_monitor_receive_device($0) }
            let reason = errno
            if let device {
                take(device)
                udev_device_unref(device)
                continue
            }
            switch Drain(errno: reason) {
            case .again: continue
            case .empty: break drain
            case .lost(let isWorking):
                isComplete = false
                overflows += 1
                logger.warning(
                    "events of udev were lost: looking at all devices again",
                    metadata: ["error": "\(reason)", "overflows": "\(overflows)"]
                )
                if !isWorking { break drain }
            }
        }
        if !isComplete { lookAgain() } else { show() }
    }

    /// One event. After a removal sysfs tells nothing, or of the hub: only the event's own path counts.
    private func take(_ device: OpaquePointer) {
        guard let path = UdevDevice.path(device) else { return }
        switch UdevDevice.action(device) {
        case "remove", "offline": known[path] = nil
        case "unbind": break
        case "move":
            if let old = UdevDevice.property(device, "DEVPATH_OLD") { known[old] = nil }
            known[path] = UdevDevice.read(device)
        case "bind", "change":
            // Fresh properties; a device that was not known waits for its `add` or the next look.
            if known[path] != nil { known[path] = UdevDevice.read(device) }
        default: known[path] = UdevDevice.read(device)
        }
    }

    private func lookAgain() {
        rescans += 1
        let before = known
        enumerate()
        if hasUdev, known != before {
            logger.notice("looking again found devices that no event had told of, or missed some that had gone")
        }
        show()
    }

    /// Replaces what is known. Where libudev cannot list devices, what is known stays.
    private func enumerate() {
        guard let library, let list = udev_enumerate_new(library) else { return }
        defer { udev_enumerate_unref(list) }
        for (subsystem, _) in Self.subsystems { udev_enumerate_add_match_subsystem(list, subsystem) }
        guard udev_enumerate_scan_devices(list) >= 0 else { return }
        var found: [String: DetectedDevice] = [:]
        var entry = udev_enumerate_get_list_entry(list)
        while let here = entry {
            if let path = udev_list_entry_get_name(here), let device = udev_device_new_from_syspath(library, path) {
                if let read = UdevDevice.read(device) { found[read.syspath] = read }
                udev_device_unref(device)
            }
            entry = udev_list_entry_get_next(here)
        }
        known = found
    }

    /// Says something only where something is new; the counters alone are no news.
    private func show() {
        let snapshot = DiscoverySnapshot(
            devices: known.values.sorted { $0.syspath < $1.syspath },
            hasUdev: hasUdev,
            rescans: rescans,
            overflows: overflows
        )
        guard snapshot.devices != shown?.devices || overflows != shown?.overflows else { return }
        shown = snapshot
        snapshots.yield(snapshot)
    }
}

extension Duration {
    fileprivate var dispatchInterval: DispatchTimeInterval {
        .milliseconds(Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000))
    }
}

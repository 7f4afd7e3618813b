import Claims
import Devices
import Glibc
import Logging
import Readers
import Synchronization

/// The supervisor of `kioskd` and nothing else: one byte on standard output when all scanners are ready, then one for
/// each read that was handed on.
enum ScannerHost {
    static func serve(_ paths: [String]) async throws {
        let ready = Mutex<Set<String>>([])
        let isSaid = Atomic(false)
        // What is measured here is what a flood would cost.
        var unlimited = FloodLimits()
        unlimited.bytes = .max
        unlimited.scans = .max
        let supervisor = ReaderSupervisor(
            bindings: paths.map { ReaderBinding(role: .scanner, path: $0, settings: DriverSettings(.line)) },
            limits: unlimited,
            now: { Timestamp(milliseconds: 0) },
            logger: Logger(label: "devices-bench") { _ in SwiftLogNoOpLogHandler() }
        ) { event in
            switch event {
            case .scan: say()
            case .status(let status) where status.state == .ready && !isSaid.load(ordering: .relaxed):
                let count = ready.withLock { ready in
                    ready.insert(status.path)
                    return ready.count
                }
                if count == paths.count, !isSaid.exchange(true, ordering: .relaxed) { say() }
            case .status, .released, .card, .cardProblem: break
            }
        }
        try await supervisor.run()
    }

    private static func say() {
        var mark: UInt8 = 1
        // The other end has gone: the measurement is over.
        if write(1, &mark, 1) != 1 { _exit(0) }
    }
}

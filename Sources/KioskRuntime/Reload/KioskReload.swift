import Claims
import Logging
import ServiceLifecycle
import Settings
import Synchronization

/// Replaces a running kiosk by one that is built anew from its files, without ending the process: asked for by SIGHUP and
/// by files that came from the central.
///
/// The new files are read first; broken ones are told, and the kiosk goes on as it is. It waits until nobody is at the
/// counter. One that cannot be started gives the place back to the one before.
final class KioskReload: Sendable {
    private struct State {
        var isStopping = false
        var group: ServiceGroup?
        var next: KioskPlan?
        var problem: KioskError?
        var listener: AsyncStream<Void>.Continuation?
        /// Asked for while nobody listened.
        var isPending = false
    }

    private let settingsFile: String
    private let logger: Logger
    private let state = Mutex(State())

    init(settingsFile: String, logger: Logger) {
        self.settingsFile = settingsFile
        self.logger = logger
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Why the last request changed nothing; nil when it did.
    var problem: KioskError? { state.withLock { $0.problem } }

    /// Soon. Many requests are one.
    func request() {
        state.withLock { state in
            state.isPending = state.listener == nil
            state.listener?.yield()
        }
    }

    /// Ends the kiosk that runs, and lets no other one begin.
    func stop() async {
        let group = state.withLock { state in
            state.isStopping = true
            return state.group
        }
        await group?.triggerGracefulShutdown()
    }

    /// The kiosk that runs now; false when it shall not begin.
    func began(_ group: ServiceGroup) -> Bool {
        state.withLock { state in
            state.group = group
            return !state.isStopping
        }
    }

    /// What follows after it ended; nil when nothing does.
    func ended() -> KioskPlan? {
        state.withLock { state in
            state.group = nil
            defer { state.next = nil }
            return state.isStopping ? nil : state.next
        }
    }

    /// The new one could not be started.
    func failed(_ error: KioskError) {
        logger.error("the kiosk could not start anew; it goes on as before", metadata: Self.metadata(error))
        state.withLock { $0.problem = error }
    }

    /// Takes requests while the kiosk runs, one after the other, until it ends or is to end for a new one.
    ///
    /// - Parameters:
    ///   - plan: of the kiosk that runs.
    ///   - free: returns when nobody is at the counter, and nobody can begin.
    func watch(_ plan: KioskPlan, free: () async -> Void) async {
        let (requests, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.listener = listener
            if state.isPending { listener.yield() }
            state.isPending = false
        }
        defer { state.withLock { $0.listener = nil } }
        for await _ in requests {
            do throws(KioskError) {
                let next = try KioskPlan(settingsFile: settingsFile)
                guard next.settings.stateDirectory == plan.settings.stateDirectory else { throw Self.otherFolder }
                if let problem = next.problem { throw problem }
                state.withLock { $0.problem = nil }
                logger.notice("other files are read; they are used when no visit is under way")
                await free()
                guard !Task.isCancelled else { return }
                logger.notice(
                    "starting anew with other files",
                    metadata: ["programme": "\(next.files.programme.id)", "version": "\(next.files.programme.version)"]
                )
                let group = state.withLock { state in
                    state.next = next
                    return state.group
                }
                await group?.triggerGracefulShutdown()
                return
            } catch {
                logger.error("the new files are not used; the kiosk goes on as it is", metadata: Self.metadata(error))
                state.withLock { $0.problem = error }
            }
        }
    }

    private static func metadata(_ error: KioskError) -> Logger.Metadata {
        ["code": "\(error.code)", "problem": "\(error.message)", "remedy": "\(error.remedy)"]
    }

    private static var otherFolder: KioskError {
        KioskError(
            .configContradiction,
            "stateDirectory is another one than the running kiosk's",
            remedy: "Restart the daemon: a kiosk keeps its state folder while it runs."
        )
    }
}

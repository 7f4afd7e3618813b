import CWipe
import Dispatch
import Logging
import ServiceLifecycle

/// After each visit gives back what the stacks of the process's threads still hold of it, and, as after the start, the
/// code that an idle kiosk does not run. Freed memory is wiped as it is freed (`CWipe`).
struct MemoryWiper: Service {
    /// Rung when a visit has ended.
    let visitsEnded: AsyncStream<Void>
    let logger: Logger

    /// For what ends with a visit: the last answers to the page, tasks, a paper's image.
    private static let pause = Duration.seconds(1)
    /// After which the start is over: devices, the first word with the central.
    private static let startUp = Duration.seconds(10)
    private static let queue = DispatchQueue(label: "memory.wipe")

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // There is no event for "what only a start runs has run"; ends early with the daemon.
                guard (try? await Task.sleep(for: Self.startUp)) != nil else { return }
                cwipe_release_code()
            }
            await wipe()
            group.cancelAll()
        }
    }

    private func wipe() async {
        for await _ in visitsEnded.cancelOnGracefulShutdown() {
            // There is no event for "everybody has returned"; too early leaves more, and the next visit's end takes it.
            try? await Task.sleep(for: Self.pause)
            let threads = await withCheckedContinuation { continuation in
                Self.queue.async { continuation.resume(returning: cwipe_stacks()) }
            }
            cwipe_release_code()
            logger.debug("memory wiped", metadata: ["threads": "\(threads)"])
        }
    }
}

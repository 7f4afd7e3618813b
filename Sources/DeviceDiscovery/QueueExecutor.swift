import Dispatch

/// Runs an actor on one dispatch queue, so that the queue's event sources may use its state.
final class QueueExecutor: SerialExecutor {
    let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// What `assumeIsolated` asks.
    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}

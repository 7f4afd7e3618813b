import Outbox

/// One batch on its way. The request begins at once; the batch is whole at the central only after `release`.
struct Exchange: Sendable {
    let entries: [OutboxEntry]
    private let gate: AsyncStream<Void>.Continuation
    private let request: Task<CentralReply, Never>

    init(_ entries: [OutboxEntry], by client: CentralClient) {
        let (held, gate) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.entries = entries
        self.gate = gate
        // Outlives the round of the relay that begins it, and ends with the next one or by `drop`.
        request = Task { await client.post(HeldBody(entries, gate: held)) }
    }

    /// Lets the last line go.
    func release() { gate.yield() }

    /// Ends the request, wherever it is.
    func drop() {
        request.cancel()
        gate.finish()
    }

    /// Comes early when the task that waits is cancelled.
    var reply: CentralReply {
        get async { await withTaskCancellationHandler(operation: { await request.value }, onCancel: { drop() }) }
    }
}

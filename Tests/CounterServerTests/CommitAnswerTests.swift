import Claims
import CounterServer
import Inspection
import KioskTestSupport
import Synchronization
import Testing
import WireAPI

/// From the owner's yes to "recorded".
struct CommitAnswerTests {
    @Test func `confirming twice at once makes one claim`() async throws {
        let bench = CounterBench()
        try await bench.advanceToReview()
        async let first = bench.counter.send(.confirm)
        async let second = bench.counter.send(.confirm)
        let outcomes = await [first, second]
        #expect(outcomes.count { if case .taken = $0 { true } else { false } } == 1)
        #expect(bench.ledger.state.withLock { $0.claims.count } == 1)
    }

    @Test func `a commit goes on when the request that asked for it is cancelled`() async throws {
        let bench = CounterBench()
        try await bench.advanceToReview()
        let request = Task { await bench.counter.send(.confirm) }
        request.cancel()
        _ = await request.value
        #expect(await bench.counter.snapshot.session.step == "recorded")
    }

    @Test func `"recorded" is said before the queue is read again`() async throws {
        let bench = CounterBench()
        try await bench.advanceToReview()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        // Also where the answer waits for it.
        defer { open.finish() }
        bench.ledger.set { $0.whileReading = { for await _ in gate {} } }
        let (answers, answered) = AsyncStream.makeStream(of: Void.self)
        Task {
            await bench.counter.send(.confirm)
            answered.finish()
        }
        try await withBound(.seconds(20), "the answer") { for await _ in answers {} }
        #expect(await bench.counter.snapshot.session.step == "recorded")
    }
}

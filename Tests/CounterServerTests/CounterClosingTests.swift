import CounterServer
import Inspection
import KioskTestSupport
import Testing
import WireAPI

/// A counter that is about to be replaced by one with other files.
struct CounterClosingTests {
    @Test func `nobody begins at a counter that is being replaced, however the two meet, and the page says why`() async
    {
        let bench = CounterBench()
        // Closed between the first look and the start.
        bench.ledger.set { $0.whileWriting = { await bench.counter.closeWhenFree() } }
        for _ in 0..<2 {
            #expect(await bench.counter.start() == .ignored(Hint(.startingAnew)))
            let session = await bench.counter.snapshot.session
            #expect(session.step == "idle" && session.hint?.code == "starting-anew")
        }
    }

    @Test func `a counter with a visit closes only when the visit ends, however many pages come meanwhile`()
        async throws
    {
        let bench = CounterBench()
        try await bench.advanceToPlate()
        let closing = Task { await bench.counter.closeWhenFree() }
        let page = await bench.counter.snapshots()
        // Enough pages that every earlier stream is pushed out.
        var others: [AsyncStream<CounterSnapshot>] = []
        for _ in 0..<40 {
            others.append(await bench.counter.snapshots())
            await Task.yield()
        }
        for await _ in page {}
        #expect(await bench.counter.snapshot.session.step == "plate")
        #expect(await bench.counter.start() != .ignored(Hint(.startingAnew)))
        await bench.counter.send(.cancel)
        try await withBound(.seconds(60), "the counter to close") { await closing.value }
        #expect(others.count == 40)
        #expect(await bench.counter.start() == .ignored(Hint(.startingAnew)))
    }
}

import CounterServer
import Inspection
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
}

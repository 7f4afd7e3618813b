import Claims
import CounterServer
import Inspection
import KioskTestSupport
import Synchronization
import Testing
import WireAPI

/// A counter whose ledger fails or is slow.
struct CounterLedgerTests {
    @Test func `a queue that cannot be read is not known, and is read again until it is`() async throws {
        let bench = CounterBench(ledgerPause: .milliseconds(20))
        #expect(await bench.counter.snapshot.queue == nil)
        bench.ledger.set { $0.queueFailure = KioskError(.storeFailed, "no", remedy: "call") }
        let running = Task { try await bench.counter.run() }
        defer { running.cancel() }
        let page = await bench.counter.snapshots()
        try await wait(for: "the listener of the ledger") { !bench.ledger.state.withLock { $0.listeners.isEmpty } }
        #expect(await bench.counter.snapshot.queue == nil)
        bench.ledger.set { $0.queueFailure = nil }
        try await withBound(.seconds(120), "the queue") {
            for await snapshot in page where snapshot.queue != nil { return }
            throw TestFailure("the page's stream ended")
        }
        // What was known is not shown any more once it cannot be read.
        bench.ledger.set { $0.queueFailure = KioskError(.storeFailed, "no", remedy: "call") }
        bench.ledger.accept()
        try await withBound(.seconds(120), "the queue to be unknown") {
            for await snapshot in page where snapshot.queue == nil { return }
            throw TestFailure("the page's stream ended")
        }
    }

    @Test func `stepping back while the note before is still being taken back leaves no note`() async throws {
        let bench = CounterBench()
        bench.ledger.set { $0.partClaims = ["BAT990001": earlier] }
        try await bench.advanceToPlate()
        await bench.counter.send(.plateEntered("拉萨A00101"))
        // Two things to decide on: staff who go on meet the second at once.
        await bench.counter.send(.partJudged(.battery, battery(64, serial: .text("bat-990001"))))
        #expect(await bench.counter.snapshot.session.step == "held")
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        bench.ledger.set { state in
            state.whileTakingBack = {
                begin.yield()
                for await _ in gate { break }
            }
        }
        let proceeding = Task { await bench.counter.send(.proceed) }
        for await _ in begun { break }
        bench.ledger.set { $0.whileTakingBack = nil }
        let goingBack = Task { await bench.counter.send(.back) }
        try await wait(for: "the step back") { await bench.counter.snapshot.session.step == "battery" }
        open.yield()
        _ = await (proceeding.value, goingBack.value)
        let (notes, takenBack) = bench.ledger.state.withLock { ($0.notes.map(\.id), $0.takenBack) }
        #expect(notes.count == 2)
        #expect(takenBack == notes)
    }
}

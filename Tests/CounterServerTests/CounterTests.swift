import Claims
import CounterServer
import Inspection
import KioskTestSupport
import Synchronization
import Testing
import WireAPI

struct CounterTests {
    @Test func `a page sees every step of a claim and in the end the central's answer`() async throws {
        let bench = CounterBench()
        let running = Task { try await bench.counter.run() }
        defer { running.cancel() }
        try await bench.advanceToReview()
        await bench.counter.send(.confirm)
        let recorded = await bench.counter.snapshot
        #expect(recorded.session.step == "recorded")
        #expect(recorded.session.claim?.status == "recorded")
        #expect(recorded.session.applicant == nil)
        let page = await bench.counter.snapshots()
        try await withBound(.seconds(20), "the listener of the ledger") {
            while bench.ledger.state.withLock({ $0.listeners.isEmpty }) { await Task.yield() }
        }
        bench.ledger.accept()
        let accepted = try await withBound(.seconds(20), "an accepted claim") {
            for await snapshot in page where snapshot.session.claim?.status == "accepted" { return snapshot }
            throw TestFailure("the page's stream ended")
        }
        #expect(accepted.session.claim?.centralReceivedAt != nil)
        #expect(accepted.queue.accepted == 1)
        #expect(accepted.revision > recorded.revision)
    }

    @Test func `the reader is asked for a card only while the session waits for one`() async throws {
        let bench = CounterBench()
        _ = await bench.counter.start()
        #expect(bench.cardWishes == [])
        await bench.counter.send(.agree(noticeVersion: "n1"))
        #expect(bench.cardWishes == [true])
        await bench.counter.send(.cardRead(testCard))
        #expect(bench.cardWishes == [true, false])
        await bench.counter.send(.back)
        #expect(bench.cardWishes == [true, false, true])
        await bench.counter.send(.cancel)
        #expect(bench.cardWishes == [true, false, true, false])
    }

    @Test func `a commit that fails says nothing was saved and can be tried again`() async throws {
        let bench = CounterBench()
        try await bench.advanceToReview()
        bench.ledger.set { $0.writeFailure = KioskError(.storeDiskFull, "full", remedy: "make room") }
        await bench.counter.send(.confirm)
        var session = await bench.counter.snapshot.session
        #expect(session.step == "review")
        #expect(session.hint?.code == "not-saved")
        #expect(session.hint?.values["code"] == "store.disk-full")
        #expect(session.claim == nil)
        bench.ledger.set { $0.writeFailure = nil }
        await bench.counter.send(.confirm)
        session = await bench.counter.snapshot.session
        #expect(session.step == "recorded")
        #expect(bench.ledger.state.withLock { $0.claims.count } == 1)
    }

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

    @Test func `no session starts while nothing could be recorded`() async throws {
        let bench = CounterBench()
        bench.ledger.set { $0.writeFailure = KioskError(.storeDiskFull, "full", remedy: "make room") }
        #expect(await bench.counter.start() == .ignored(Hint(.storeNotWritable)))
        #expect(await bench.counter.snapshot.session.step == "idle")
    }

    @Test func `a look-up that fails lets the card be laid again`() async throws {
        let bench = CounterBench()
        bench.ledger.set { $0.lookUpFailure = KioskError(.storeFailed, "broken", remedy: "mend it") }
        _ = await bench.counter.start()
        await bench.counter.send(.agree(noticeVersion: "n1"))
        await bench.counter.send(.cardRead(testCard))
        let session = await bench.counter.snapshot.session
        #expect(session.step == "identity")
        #expect(session.waitingFor == "card")
        #expect(session.hint?.code == "look-up-failed")
    }

    @Test func `a refusal is noted when staff leave it`() async throws {
        let bench = CounterBench()
        bench.ledger.set { $0.personClaimed = ClaimNumber(kiosk: testKiosk, sequence: 7) }
        _ = await bench.counter.start()
        await bench.counter.send(.agree(noticeVersion: "n1"))
        await bench.counter.send(.cardRead(testCard))
        #expect(await bench.counter.snapshot.session.reason?.code == "person-already-claimed")
        await bench.counter.send(.finish)
        let endings = bench.ledger.state.withLock { $0.endings }
        #expect(endings.map(\.kind) == [.refused])
        #expect(endings.first?.person == testCard.number)
    }

    @Test func `a session that nobody touches ends, and nothing of the person is left`() async throws {
        let bench = CounterBench(sessionTimeout: .milliseconds(50))
        let running = Task { try await bench.counter.run() }
        defer { running.cancel() }
        let page = await bench.counter.snapshots()
        _ = await bench.counter.start()
        await bench.counter.send(.agree(noticeVersion: "n1"))
        await bench.counter.send(.cardRead(testCard))
        let ended = try await withBound(.seconds(20), "the end of the session") {
            for await snapshot in page where snapshot.session.hint?.code == "session-timed-out" { return snapshot }
            throw TestFailure("the page's stream ended")
        }
        #expect(ended.session.step == "idle")
        #expect(!"\(ended)".contains(testCard.name))
    }

    @Test func `a slow page gets the newest snapshot, not all of them`() async throws {
        let bench = CounterBench()
        var page = await bench.counter.snapshots().makeAsyncIterator()
        _ = await bench.counter.start()
        await bench.counter.send(.agree(noticeVersion: "n1"))
        #expect(await page.next()?.session.step == "identity")
    }
}

struct ConfirmationTests {
    @Test func `a confirmation that comes late does not meet another person's claim`() async throws {
        let bench = CounterBench()
        try await bench.advanceToReview()
        let first = await bench.counter.snapshot.session.visit
        await bench.counter.send(.cancel)
        #expect(await bench.counter.snapshot.session.visit == nil)
        try await bench.advanceToReview()
        guard case .ignored = await bench.counter.confirm(visit: first) else {
            Issue.record("the late confirmation was taken")
            return
        }
        #expect(await bench.counter.snapshot.session.step == "review")
        let second = await bench.counter.snapshot.session.visit
        #expect(second != first)
        _ = await bench.counter.confirm(visit: second)
        #expect(await bench.counter.snapshot.session.step == "recorded")
    }

    @Test func `a seventeenth page pushes out the first, and the others still hear everything`() async throws {
        let bench = CounterBench()
        var first = await bench.counter.snapshots().makeAsyncIterator()
        var others: [AsyncStream<CounterSnapshot>.AsyncIterator] = []
        for _ in 0..<16 { others.append(await bench.counter.snapshots().makeAsyncIterator()) }
        _ = await first.next()
        #expect(await first.next() == nil)
        _ = await bench.counter.start()
        #expect(await others[0].next()?.session.step == "notice")
    }
}

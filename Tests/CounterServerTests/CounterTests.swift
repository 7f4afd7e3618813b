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
        try await wait(for: "the listener of the ledger") { !bench.ledger.state.withLock { $0.listeners.isEmpty } }
        bench.ledger.accept()
        let accepted = try await withBound(.seconds(120), "an accepted claim") {
            for await snapshot in page where snapshot.session.claim?.status == "accepted" { return snapshot }
            throw TestFailure("the page's stream ended")
        }
        #expect(accepted.session.claim?.centralReceivedAt != nil)
        #expect(accepted.queue?.accepted == 1)
        #expect(accepted.revision > recorded.revision)
    }

    @Test func `the reader is asked for a card only while the session waits for one`() async throws {
        let bench = CounterBench()
        _ = await bench.counter.start()
        #expect(bench.cardWishes == [])
        await bench.counter.send(.agree(testConsent))
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
        await bench.counter.send(.agree(testConsent))
        await bench.counter.send(.cardRead(testCard))
        let session = await bench.counter.snapshot.session
        #expect(session.step == "identity")
        #expect(session.waitingFor == "card")
        #expect(session.hint?.code == "look-up-failed")
    }

    @Test func `a refusal is noted at once with its rule and facts, and leaving it notes nothing more`() async throws {
        let bench = CounterBench()
        bench.ledger.set { $0.personClaim = EarlierClaim(earlier, byApplicant: true) }
        try await bench.advanceToPlate()
        await bench.counter.send(.plateEntered("拉萨A00101"))
        #expect(await bench.counter.snapshot.session.reason?.code == "person-already-claimed")
        await bench.counter.send(.finish)
        let notes = bench.ledger.state.withLock { $0.notes.map(\.ending) }
        #expect(notes.map(\.kind) == [.refused])
        #expect(notes.first?.person == testCard.number)
        #expect(notes.first?.finding.rule == .oncePerPerson)
        #expect(notes.first?.finding.facts["claim"] == earlier.text)
        #expect(notes.first?.versions == ["programme": "test@1", "registry": "r1"])
        #expect(bench.ledger.state.withLock { $0.takenBack } == [])
    }

    @Test func `a step back takes the note back, and a second refusal has a note of its own`() async throws {
        let bench = CounterBench()
        try await bench.advanceToPlate()
        await bench.counter.send(.plateEntered("拉萨A00101"))
        await bench.counter.send(.partJudged(.battery, PartJudgement(condition: .missing)))
        #expect(await bench.counter.snapshot.session.reason?.values["part"] == "battery")
        await bench.counter.send(.back)
        #expect(await bench.counter.snapshot.session.step == "battery")
        await bench.counter.send(.partJudged(.motor, PartJudgement(condition: .missing)))
        #expect(await bench.counter.snapshot.session.step == "refused")
        let (notes, takenBack) = bench.ledger.state.withLock { ($0.notes.map(\.id), $0.takenBack) }
        #expect(notes.count == 2 && Set(notes).count == 2)
        #expect(takenBack == [notes.first])
    }

    @Test func `staff go on with a hold: the note is taken back and the claim is recorded for review`() async throws {
        let bench = CounterBench()
        try await bench.advanceToPlate()
        await bench.counter.send(.plateEntered("拉萨A00101"))
        await bench.counter.send(.partJudged(.battery, battery(64)))
        let held = await bench.counter.snapshot.session
        #expect(held.step == "held")
        #expect(held.waitingFor == "proceed")
        #expect(held.reason == ReasonView(code: "other-voltage", values: ["volts": "64"]))
        #expect(held.verdict?.rule == "tariff")
        await bench.counter.send(.proceed)
        #expect(bench.ledger.state.withLock { $0.takenBack.count } == 1)
        for event: SessionEvent in [
            .partJudged(.motor, PartJudgement(condition: .present)),
            .partJudged(.frame, PartJudgement(condition: .present)),
            .bankCardEntered("6299990000000012348", repeated: "6299990000000012348"), .confirm,
        ] {
            await bench.counter.send(event)
        }
        let recorded = await bench.counter.snapshot.session
        #expect(recorded.step == "recorded")
        #expect(recorded.verdict?.kind == "hold")
        #expect(recorded.claim?.amountFen == nil)
        #expect(bench.ledger.state.withLock { $0.draft?.decision.verdict.reason?.code } == .otherVoltage)
    }

    @Test func `a serial is looked up in claims and in the record, and one seen before names its claim`() async throws {
        let bench = CounterBench()
        bench.ledger.set { $0.partClaims = ["BAT990001": earlier] }
        try await bench.advanceToPlate()
        await bench.counter.send(.plateEntered("拉萨A00101"))
        await bench.counter.send(.partJudged(.motor, PartJudgement(condition: .present, serial: .illegible)))
        await bench.counter.send(.partJudged(.frame, PartJudgement(condition: .present, serial: .text("frm 1-2345"))))
        await bench.counter.send(.partJudged(.battery, battery(60, serial: .text("bat-990001"))))
        #expect(bench.ledger.state.withLock { $0.partsAsked } == ["frame FRM12345", "battery BAT990001"])
        let session = await bench.counter.snapshot.session
        #expect(session.step == "held")
        #expect(
            session.reason
                == ReasonView(code: "part-serial-seen", values: ["part": "battery", "claim": earlier.text])
        )
    }

    @Test func `a serial that the record has otherwise is held`() async throws {
        let bench = CounterBench(registry: FakeRegistry(contradicted: [.frame]))
        try await bench.advanceToPlate()
        await bench.counter.send(.plateEntered("拉萨A00101"))
        await bench.counter.send(.partJudged(.frame, PartJudgement(condition: .present, serial: .text("FRM12345"))))
        let session = await bench.counter.snapshot.session
        #expect(session.reason == ReasonView(code: "record-contradicted", values: ["part": "frame"]))
    }

    @Test func `a part's look-up that fails asks for the part again`() async throws {
        let bench = CounterBench()
        try await bench.advanceToPlate()
        await bench.counter.send(.plateEntered("拉萨A00101"))
        bench.ledger.set { $0.lookUpFailure = KioskError(.storeFailed, "broken", remedy: "mend it") }
        await bench.counter.send(.partJudged(.battery, battery(60, serial: .text("BAT-990001"))))
        let session = await bench.counter.snapshot.session
        #expect(session.step == "battery")
        #expect(session.waitingFor == "finding")
        #expect(session.parts == [:])
        #expect(session.hint?.code == "look-up-failed")
    }

    @Test func `warnings of the hour are shown from the notice on and recorded with the claim`() async throws {
        let closed = Warning(.closedDay, ["hours": "9:30–18:00"])
        let bench = CounterBench(openingWarnings: [closed])
        _ = await bench.counter.start()
        let expected = [ReasonView(code: "closed-day", values: ["hours": "9:30–18:00"])]
        #expect(await bench.counter.snapshot.session.warnings == expected)
        await bench.counter.send(.cancel)
        try await bench.advanceToReview()
        #expect(await bench.counter.snapshot.session.warnings == expected)
        await bench.counter.send(.confirm)
        #expect(bench.ledger.state.withLock { $0.draft?.warnings } == [closed])
    }

    @Test func `an agent lays a card of their own after the owner's, and is recorded`() async throws {
        let bench = CounterBench(programme: testProgramme(agents: .recorded))
        _ = await bench.counter.start()
        await bench.counter.send(.agree(testConsent))
        await bench.counter.send(.agentComes)
        await bench.counter.send(.cardRead(testCard))
        var session = await bench.counter.snapshot.session
        #expect(session.step == "agent")
        #expect(session.agentComes)
        await bench.counter.send(.cardRead(testCard))
        #expect(await bench.counter.snapshot.session.hint?.code == "agent-same-person")
        // The wrong card fulfilled the wish for one, so the reader is asked for another.
        #expect(bench.cardWishes == [true, false, true, false, true])
        await bench.counter.send(.cardRead(agentCard))
        session = await bench.counter.snapshot.session
        #expect(session.step == "plate")
        #expect(session.agent?.maskedNumber == "**************0021")
    }

    @Test func `where agents are not allowed, one is refused`() async throws {
        let bench = CounterBench()
        _ = await bench.counter.start()
        await bench.counter.send(.agree(testConsent))
        await bench.counter.send(.agentComes)
        #expect(await bench.counter.snapshot.session.reason?.code == "agent-not-allowed")
    }

    @Test func `a session that nobody touches ends, and nothing of the person is left`() async throws {
        let bench = CounterBench(sessionTimeout: .seconds(1))
        let running = Task { try await bench.counter.run() }
        defer { running.cancel() }
        let page = await bench.counter.snapshots()
        _ = await bench.counter.start()
        await bench.counter.send(.agree(testConsent))
        await bench.counter.send(.cardRead(testCard))
        let ended = try await withBound(.seconds(120), "the end of the session") {
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
        await bench.counter.send(.agree(testConsent))
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

import AsyncHTTPClient
import CentralSync
import Claims
import InMemoryLogging
import Logging
import Outbox
import Synchronization
import Testing
import WireAPI

@Suite(.timeLimit(.minutes(5)))
struct OutboxRelayTests {
    private let fixture: RelayFixture

    init() throws { fixture = try RelayFixture() }

    @Test func `a claim goes out with its stored bytes and is acknowledged`() async throws {
        let central = try await LoopbackCentral.start { request, _ in .answer(200, RelayFixture.answer(request)) }
        let claim = try #require(try await fixture.record().first)
        guard case .due(let entries) = try await fixture.store.nextBatch(now: RelayFixture.now),
            let entry = entries.first
        else {
            Issue.record("nothing is due")
            return
        }
        try await fixture.relay(to: central.url + "/") { _ in try await fixture.reached { $0.accepted == 1 } }
        let expected = LoopbackCentral.Request(
            method: "POST",
            path: "/v1/claims",
            contentType: "application/x-ndjson",
            body: entry.document + [UInt8(ascii: "\n")]
        )
        #expect(central.requests == [expected])
        let stored = try #require(try await fixture.store.claim(id: claim.claimID))
        #expect(stored.status == .accepted && stored.answer?.receivedAt == Timestamp("2025-03-10T02:00:05Z"))
        #expect(fixture.shown.last == RelayState(central: .reachable))
        try await central.stop()
    }

    @Test func `a claim that is recorded while the relay waits goes out at once`() async throws {
        let central = try await LoopbackCentral.start { request, _ in .answer(200, RelayFixture.answer(request)) }
        try await fixture.relay(to: central.url, policy: BackOff.Policy(first: .seconds(600), longest: .seconds(600))) {
            _ in
            for count in 1...5 {
                try await fixture.record()
                try await fixture.reached { $0.accepted == count }
            }
        }
        #expect(central.requests.count == 5)
        try await central.stop()
    }

    @Test func `when the answer is lost the same bytes are sent again and counted once`() async throws {
        let central = try await LoopbackCentral.start { request, count in
            count < 3 ? .hangUp : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record()
        try await fixture.relay(to: central.url) { _ in try await fixture.reached { $0.accepted == 1 } }
        #expect(central.requests.count == 3 && Set(central.requests.map(\.body)).count == 1)
        #expect(Set(central.requests.map(\.path)).count == 1)
        #expect(fixture.messages(.warning).count == 1 && fixture.messages(.notice).count == 1)
        try await central.stop()
    }

    @Test func `a refused claim is set aside with the central's words and the next one goes`() async throws {
        let claims = try await fixture.record(4)
        let central = try await LoopbackCentral.start { request, _ in
            .answer(200, RelayFixture.answer(request, refusing: [claims[1].claimID: .claimContentDiffers]))
        }
        try await fixture.relay(to: central.url) { _ in
            try await fixture.reached { $0.accepted == 3 && $0.needsPerson == 1 }
        }
        let refused = try #require(try await fixture.store.claim(id: claims[1].claimID))
        #expect(refused.status == .needsPerson && refused.problem?.code == "claim.content-differs")
        #expect(refused.problem?.remedy == "Look at it.")
        #expect(central.requests.count == 1 && fixture.messages(.error).count == 1)
        try await central.stop()
    }

    @Test func `while the central is down claims wait, and then go out in order`() async throws {
        // A port that was free a moment ago.
        let first = try await LoopbackCentral.start { _, _ in .silence }
        try await first.stop()
        try await fixture.record(10)
        try await fixture.relay(to: first.url) { _ in
            try await fixture.reached { $0.lastProblem?.code == KioskError.Code.centralUnreachable.name }
            let state = try #require(fixture.shown.first { $0.problem != nil })
            #expect(state.central == .unreachable && state.nextAttemptAt != nil)
            let central = try await LoopbackCentral.start(port: first.port) { request, _ in
                .answer(200, RelayFixture.answer(request))
            }
            try await fixture.reached { $0.accepted == 10 }
            let numbers = central.requests.flatMap(\.sequences)
            #expect(numbers == Array(1...10))
            try await central.stop()
        }
        #expect(fixture.messages(.warning).count == 1 && fixture.messages(.notice).count == 1)
    }

    @Test func `a central that is overloaded is left alone for the pause`() async throws {
        let central = try await LoopbackCentral.start { request, count in
            count < 3 ? .answer(503, "") : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record(3)
        try await fixture.relay(to: central.url) { _ in try await fixture.reached { $0.accepted == 3 } }
        #expect(central.requests.count == 3 && Set(central.requests.map(\.body)).count == 1)
        try await central.stop()
    }

    @Test(arguments: [500, 400, 413, 422])
    func `a claim at which the central fails as a whole is found and does not hold up the others`(
        status: Int
    ) async throws {
        let poison = try await fixture.record(60)[41]
        let code: KioskError.Code = status == 500 ? .requestFailed : .claimInvalid
        let central = try await LoopbackCentral.start { request, _ in
            request.lines.contains { $0.contains(poison.claimID.text) }
                ? .answer(status, RelayFixture.refusal(code)) : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.relay(to: central.url) { _ in
            try await fixture.reached { $0.accepted == 59 && (status == 500 || $0.needsPerson == 1) }
        }
        let found = try #require(try await fixture.store.claim(id: poison.claimID))
        #expect(found.status == (status == 500 ? .recorded : .needsPerson) && found.answer == nil)
        // The others were sent in their order, and none of them alone for long; the one is tried again by itself.
        #expect(
            central.requests.count { $0.lines.count > 1 || $0.lines.first?.contains(poison.claimID.text) != true } < 40
        )
        try await central.stop()
    }

    @Test func `a claim that the central has in review is sent once and kept with its reason`() async throws {
        let central = try await LoopbackCentral.start { request, _ in
            .answer(200, RelayFixture.answer(request, status: .inReview))
        }
        let claim = try #require(try await fixture.record().first)
        try await fixture.relay(to: central.url) { _ in try await fixture.reached { $0.inReview == 1 } }
        #expect(central.requests.count == 1)
        let stored = try #require(try await fixture.store.claim(id: claim.claimID))
        #expect(stored.status == .inReview && stored.answer?.reasonCode == "part-serial-seen")
        #expect(stored.answer?.otherClaim == "DQ02-000001-3" && stored.answer?.part == .battery)
        try await central.stop()
    }

    @Test func `what is no answer leaves the claim where it is`() async throws {
        let central = try await LoopbackCentral.start { request, count in
            switch count {
            case 1: .answer(200, "<html>please log in</html>")
            case 2: .answer(307, "", location: "http://127.0.0.1:1/elsewhere")
            case 3: .answer(200, String(repeating: " ", count: 80_000))
            case 4: .raw("this is not HTTP\r\n\r\n")
            case 5: .answer(200, #"{"claimId":"0195e6a0-0000-7000-8000-000000000001"}"#)
            default: .answer(200, RelayFixture.answer(request, status: .duplicate))
            }
        }
        let claim = try #require(try await fixture.record().first)
        try await fixture.relay(to: central.url) { _ in try await fixture.reached { $0.duplicate == 1 } }
        #expect(central.requests.count == 6)
        let answer = try #require(try await fixture.store.claim(id: claim.claimID)?.answer)
        #expect(answer.reasonCode == "person-already-claimed" && answer.otherClaim == "DQ02-000001-3")
        try await central.stop()
    }

    @Test func `a central that says nothing times out and is asked again`() async throws {
        let central = try await LoopbackCentral.start { request, count in
            count == 1 ? .silence : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record()
        try await fixture.relay(to: central.url, timeout: .milliseconds(100)) { _ in
            try await fixture.reached { $0.accepted == 1 }
        }
        #expect(fixture.shown.compactMap(\.problem?.code).first == KioskError.Code.centralTimeout.name)
        try await central.stop()
    }

    @Test func `retry now ends the pause`() async throws {
        let central = try await LoopbackCentral.start { request, count in
            count == 1 ? .answer(503, "") : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record()
        let hours = BackOff.Policy(first: .seconds(3_000), longest: .seconds(3_000))
        try await fixture.relay(to: central.url, policy: hours) { relay in
            try await fixture.reached { $0.lastProblem != nil }
            relay.retryNow()
            try await fixture.reached { $0.accepted == 1 }
        }
        try await central.stop()
    }

    @Test func `what was set aside stays so, whoever rings, until a supervisor sends it again`() async throws {
        let central = try await LoopbackCentral.start { request, count in
            count == 1
                ? .answer(409, RelayFixture.refusal(.claimNumberTaken)) : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record()
        try await fixture.relay(to: central.url) { _ in try await fixture.reached { $0.needsPerson == 1 } }
        try await fixture.relay(to: central.url) { relay in
            relay.retryNow()
            try await fixture.record()
            try await fixture.reached { $0.accepted == 1 }
            #expect(try await fixture.store.queueSummary().needsPerson == 1)
            try await fixture.store.retryAll(includingSetAside: true)
            relay.retryNow()
            try await fixture.reached { $0.accepted == 2 }
        }
        #expect(try await fixture.store.queueSummary().needsPerson == 0)
        try await central.stop()
    }

    @Test func `a claim of a wrong mode waits and says why`() async throws {
        let central = try await LoopbackCentral.start { request, count in
            count == 1
                ? .answer(409, RelayFixture.refusal(.claimWrongMode)) : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record(2)
        try await fixture.relay(to: central.url) { _ in try await fixture.reached { $0.accepted == 2 } }
        #expect(fixture.shown.contains { $0.problem?.code == KioskError.Code.claimWrongMode.name })
        #expect(fixture.messages(.error).isEmpty)
        try await central.stop()
    }

    @Test func `only the relay bounds how long the central may think`() {
        // Loopback cannot show it without waiting: a read time-out would end longer exchanges than its own.
        #expect(OutboxRelay.clientConfiguration.timeout.read == nil)
    }

    @Test func `an answer that cannot be written is shown as the store's trouble, told once, until it can`()
        async throws
    {
        let central = try await LoopbackCentral.start { request, _ in .answer(200, RelayFixture.answer(request)) }
        let full = KioskError(.storeDiskFull, "no space", remedy: "Free some.")
        let store = FullStore(fixture.store, failing: 0..<3, with: full)
        try await fixture.record()
        try await fixture.relay(store, to: central.url) { _ in
            try await fixture.reached { $0.accepted == 1 }
        }
        let troubled = fixture.shown.filter { $0.problem?.code == KioskError.Code.storeDiskFull.name }
        #expect(troubled.contains { $0.nextAttemptAt != nil } && troubled.contains { $0.nextAttemptAt == nil })
        #expect(fixture.messages(.error).count == 1)
        #expect(fixture.shown.last == RelayState(central: .reachable))
        #expect(central.requests.count == 4)
        try await central.stop()
    }

    @Test func `while an attempt is under way no time is shown for the next`() async throws {
        let central = try await LoopbackCentral.start { _, count in count == 1 ? .answer(503, "") : .silence }
        try await fixture.record()
        try await fixture.relay(to: central.url) { _ in
            await central.received(2)
            #expect(fixture.shown.contains { $0.nextAttemptAt != nil })
            #expect(fixture.shown.last?.problem != nil && fixture.shown.last?.nextAttemptAt == nil)
        }
        try await central.stop()
    }

    @Test func `a clock that is set back by minutes does not hold a claim that waits`() async throws {
        let back = Atomic(false)
        let central = try await LoopbackCentral.start { request, _ in
            back.load(ordering: .relaxed) ? .answer(200, RelayFixture.answer(request)) : .answer(503, "")
        }
        try await fixture.record()
        let now: @Sendable () -> Timestamp = {
            RelayFixture.now.adding(.seconds(back.load(ordering: .relaxed) ? -1_000 : 0))
        }
        try await fixture.relay(to: central.url, now: now) { _ in
            try await fixture.reached { $0.lastProblem != nil }
            back.store(true, ordering: .relaxed)
            try await fixture.reached { $0.accepted == 1 }
        }
        try await central.stop()
    }

    @Test func `a start asks at once, whatever pause the last run was in`() async throws {
        let central = try await LoopbackCentral.start { request, _ in .answer(200, RelayFixture.answer(request)) }
        let claim = try #require(try await fixture.record().first)
        let problem = ErrorBody(KioskError(.centralUnreachable, "x", remedy: "y")).error
        let until = RelayFixture.now.adding(.seconds(3_000))
        try await fixture.store.settle(
            [Delivery(claim.claimID, .postponed(until: until, problem: problem))],
            at: RelayFixture.now
        )
        // So long a pause that the time itself is not taken for a clock's error.
        let hour = BackOff.Policy(first: .seconds(3_600), longest: .seconds(3_600))
        try await fixture.relay(to: central.url, policy: hour) { _ in
            try await fixture.reached { $0.accepted == 1 }
        }
        try await central.stop()
    }

    @Test func `a shutdown drops the request in flight and keeps the claim`() async throws {
        let central = try await LoopbackCentral.start { _, _ in .silence }
        let claim = try #require(try await fixture.record().first)
        try await fixture.relay(to: central.url) { _ in await central.received(1) }
        let stored = try #require(try await fixture.store.claim(id: claim.claimID))
        #expect(stored.status == .recorded && stored.attempts == 0)
        #expect(fixture.messages(.warning).isEmpty)
        try await central.stop()
    }
}

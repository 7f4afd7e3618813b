import CentralSync
import Claims
import Outbox
import Sealing
import Synchronization
import Testing
import WireAPI

/// What is special to many claims at once.
@Suite(.timeLimit(.minutes(5)))
struct RelayBatchTests {
    private let fixture: RelayFixture

    init() throws { fixture = try RelayFixture() }

    @Test func `batches grow with the backlog, keep the order and miss nothing`() async throws {
        let central = try await LoopbackCentral.start { request, _ in .answer(200, RelayFixture.answer(request)) }
        try await fixture.record(300)
        try await fixture.relay(to: central.url) { _ in try await fixture.reached { $0.accepted == 300 } }
        #expect(central.requests.map(\.lines.count) == [16, 16, 32, 32, 64, 64, 76])
        let numbers = central.requests.flatMap(\.sequences)
        #expect(numbers == Array(1...300))
        try await central.stop()
    }

    @Test func `when answers cannot be written one batch is sent again and no other`() async throws {
        let central = try await LoopbackCentral.start { request, _ in .answer(200, RelayFixture.answer(request)) }
        let full = KioskError(.storeDiskFull, "no space", remedy: "Free some.")
        let store = FullStore(fixture.store, failing: 2..<3, with: full)
        try await fixture.record(200)
        try await fixture.relay(store, to: central.url) { _ in try await fixture.reached { $0.accepted == 200 } }
        let sent = central.requests.map(\.lines)
        let again = sent.flatMap(\.self).reduce(into: [:]) { $0[$1, default: 0] += 1 }.filter { $0.value > 1 }
        #expect(Set(again.keys) == Set(sent[2]) && again.values.allSatisfy { $0 == 2 })
        try await central.stop()
    }

    @Test func `a line that may be answered otherwise later waits, the others are done`() async throws {
        let claims = try await fixture.record(10)
        let refused: [ClaimID: KioskError.Code] = [claims[3].claimID: .claimWrongMode]
        let central = try await LoopbackCentral.start { request, _ in
            .answer(200, RelayFixture.answer(request, refusing: refused))
        }
        try await fixture.relay(to: central.url) { _ in
            try await fixture.reached { $0.accepted == 9 && $0.lastProblem?.code == "claim.wrong-mode" }
        }
        #expect(try await fixture.store.claim(id: claims[3].claimID)?.status == .recorded)
        #expect(fixture.shown.last?.central == .reachable)
        try await central.stop()
    }

    @Test func `answers that the central's key did not sign are not believed`() async throws {
        let (key, other) = (SigningKey(), SigningKey())
        let central = try await LoopbackCentral.start { request, count in
            let text = RelayFixture.answer(request)
            func sign(_ kind: MessageSignature.Kind, _ text: String, _ key: SigningKey) -> String? {
                try? MessageSignature(of: kind, Array(text.utf8), by: key).text
            }
            return switch count {
            case 1: .answer(200, text)
            case 2: .answer(200, text, signature: sign(.answers, text, other))
            case 3: .answer(200, text, signature: sign(.changes, text, key))
            case 4: .answer(200, text, signature: sign(.answers, text + " ", key))
            case 5: .answer(200, text, signature: "nonsense")
            default: .answer(200, text, signature: sign(.answers, text, key))
            }
        }
        try await fixture.record(3)
        try await fixture.relay(to: central.url, signedBy: key.verificationKey) { _ in
            try await fixture.reached { $0.accepted == 3 }
        }
        #expect(central.requests.count == 6)
        #expect(fixture.shown.compactMap(\.problem?.code).allSatisfy { $0 == KioskError.Code.centralAnswer.name })
        try await central.stop()
    }

    @Test func `a batch that takes too long is halved until it passes`() async throws {
        let central = try await LoopbackCentral.start { request, _ in
            request.lines.count > 4 ? .silence : .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record(8)
        try await fixture.relay(to: central.url, timeout: .milliseconds(200)) { _ in
            try await fixture.reached { $0.accepted == 8 }
        }
        #expect(central.requests.map(\.lines.count).prefix(2) == [8, 4])
        try await central.stop()
    }

    @Test func `while a person has stopped it nothing is sent, and retry now changes nothing`() async throws {
        let central = try await LoopbackCentral.start { request, _ in .answer(200, RelayFixture.answer(request)) }
        let store = FullStore(fixture.store)
        store.pause(true)
        try await fixture.record(2)
        try await fixture.relay(store, to: central.url) { relay in
            relay.retryNow()
            let third = try await fixture.record().first
            #expect(third != nil && central.requests.isEmpty)
            store.pause(false)
            try await fixture.record()
            try await fixture.reached { $0.accepted == 4 }
        }
        try await central.stop()
    }

    @Test func `a batch that was begun before somebody stopped it does not go`() async throws {
        let store = FullStore(fixture.store, stopsAt: 0)
        let sentWhileStopped = Mutex(false)
        let central = try await LoopbackCentral.start { request, _ in
            if store.isPaused { sentWhileStopped.withLock { $0 = true } }
            return .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record(40)
        try await fixture.relay(store, to: central.url) { relay in
            var refusals = store.refusals.makeAsyncIterator()
            _ = await refusals.next()
            // It looks again only once nothing is on its way.
            relay.retryNow()
            _ = await refusals.next()
            store.pause(false)
            try await fixture.record()
            try await fixture.reached { $0.accepted == 41 }
        }
        let wasSent = sentWhileStopped.withLock { $0 }
        #expect(!wasSent)
        try await central.stop()
    }

    @Test func `when the network changes the pause ends, and what hangs is sent again`() async throws {
        let central = try await LoopbackCentral.start { request, count in
            switch count {
            case 1: .answer(503, "")
            case 2: .silence
            default: .answer(200, RelayFixture.answer(request))
            }
        }
        let (network, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await fixture.record(2)
        let hours = BackOff.Policy(first: .seconds(3_000), longest: .seconds(3_000))
        try await fixture.relay(to: central.url, network: network, policy: hours, timeout: .seconds(3_000)) { _ in
            try await fixture.reached { $0.lastProblem != nil }
            signal.yield()
            await central.received(2)
            signal.yield()
            try await fixture.reached { $0.accepted == 2 }
        }
        #expect(central.requests.count == 3)
        try await central.stop()
    }
}

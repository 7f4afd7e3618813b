import Testing

@testable import CentralSync

@Suite(.timeLimit(.minutes(5)))
struct DoorbellTests {
    private let bell = Doorbell()

    @Test func `a ring before the wait is kept, and taken once`() async {
        bell.ring(.changed)
        bell.ring(.changed)
        bell.ring(.retry)
        #expect(await bell.wait(for: .changed) == .changed)
        #expect(await bell.wait(for: [.changed, .retry]) == .retry)
    }

    @Test func `a ring that is not waited for wakes nobody`() async {
        async let heard = bell.wait(for: .retry)
        bell.ring(.changed)
        bell.ring(.retry)
        #expect(await heard == .retry)
        #expect(await bell.wait(for: .changed) == .changed)
    }

    @Test func `a cancelled wait ends and leaves later rings to the next`() async {
        for _ in 0..<200 {
            let waiting = Task { await bell.wait(for: .retry) }
            waiting.cancel()
            #expect(await waiting.value == [])
            bell.ring(.retry)
            #expect(await bell.wait(for: .retry) == .retry)
        }
    }

    @Test func `no ring is lost between two tasks`() async {
        for _ in 0..<500 {
            async let heard = bell.wait(for: .changed)
            async let rung: Void = bell.ring(.changed)
            await rung
            #expect(await heard == .changed)
        }
    }
}

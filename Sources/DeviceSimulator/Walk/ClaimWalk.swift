package import AsyncHTTPClient
import Claims
import WireAPI

/// What a `ClaimWalk` does: who comes with which bike.
package struct ClaimPlan: Sendable {
    /// An id of `RehearsalCast`, or whatever the hands understand.
    package var person = "owner-1"
    /// Goes through the scanner.
    package var plate = "拉萨A00101"
    package var bankCard = RehearsalCast.bankCard.text
    /// On the battery's label.
    package var volts = 60
    /// For the whole walk, from the first request to the central's acceptance.
    package var timeout: Duration = .seconds(60)

    package init() {}
}

/// Drives one claim through a kiosk's local API as a person at the counter would, from an idle session to "accepted
/// by the central", and measures on the way.
package struct ClaimWalk<Hands: CounterHands>: Sendable {
    private let counter: JSONClient
    private let hands: Hands
    private let plan: ClaimPlan

    /// - Parameter address: of the kiosk's local API, `http://127.0.0.1:PORT`.
    package init(address: String, hands: Hands, plan: ClaimPlan, client: HTTPClient) {
        self.hands = hands
        self.plan = plan
        let base = address.hasSuffix("/") ? String(address.dropLast()) : address
        counter = JSONClient(
            client: client,
            base: base,
            unreachable: KioskError(
                .walkUnreachable,
                "The kiosk's local API at \(base) does not answer",
                remedy: "See that kioskd runs and listens there"
            )
        )
    }

    /// Only returns for a claim that the central accepted.
    ///
    /// Throws `rehearsal.claim.stopped` when the session or the claim ended otherwise, `rehearsal.claim.timeout`,
    /// `rehearsal.claim.counter-unreachable`, `rehearsal.claim.answer-not-understood`, what the hands throw, or what
    /// the kiosk answered.
    package func run() async throws -> ClaimWalkReport {
        let (arrivals, continuation) = AsyncStream.makeStream(
            of: SnapshotArrival.self,
            bufferingPolicy: .bufferingNewest(256)
        )
        let progress = WalkProgress()
        return try await withThrowingTaskGroup(of: ClaimWalkReport?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await counter.follow(into: continuation)
                throw progress.streamEnded
            }
            group.addTask {
                // The one bound on everything: ends the walk wherever it stands.
                try await ContinuousClock().sleep(for: plan.timeout)
                throw progress.timeout(after: plan.timeout)
            }
            group.addTask {
                var steps = WalkSteps(
                    counter: counter,
                    hands: hands,
                    plan: plan,
                    progress: progress,
                    arrivals: arrivals.makeAsyncIterator()
                )
                return try await steps.run()
            }
            for try await report in group {
                if let report { return report }
            }
            throw CancellationError()
        }
    }
}

import Claims
import Inspection
import Testing

/// What must hold in every state that a session can reach, checked by walking all of them.
struct ReachableStateTests {
    /// Reasons that the counter never gives: the central's, and those that only facts from elsewhere can have.
    static let elsewhere: Set<Reason.Code> = [
        .undesignatedPlace, .captureUnproved, .agentUnidentified, .rulesUnknown, .verdictDiffers, .correctionUnasked,
    ]

    @Test func `every invariant of the inspection holds in every reachable state`() async throws {
        for walk in try await Walk.all() {
            let (states, transitions) = (walk.graph.states.count, walk.graph.transitions)
            print("inspection, \(walk.subject.rawValue): \(states) states, \(transitions) transitions")
            let isWhole = !walk.graph.isCutOff
            #expect(isWhole, "\(walk.subject.rawValue)")
            for (invariant, example) in walk.broken {
                Issue.record("\(walk.subject.rawValue): \(invariant.rawValue) Broken at \(example)")
            }
        }
    }

    @Test func `the walks see every step, every wait, every hint and every reason of the counter`() async throws {
        let walks = try await Walk.all()
        let states = walks.flatMap(\.graph.states)
        #expect(Set(states.map(\.step)) == Set(Step.allCases))
        #expect(Set(states.map(\.awaited)) == Set(Awaited.allCases))
        let hints = Set(walks.flatMap(\.graph.hints))
        // Photo and PIN are looked at by the counter's server; the walks have every other hint.
        #expect(Set(Hint.Code.allCases).subtracting(hints) == [.photoUnknown, .supervisorRefused])
        let reasons = Set(states.compactMap { $0.decision?.verdict.reason?.code })
        #expect(Set(Reason.Code.allCases).subtracting(reasons) == Self.elsewhere)
        let verdicts = Set(states.compactMap { $0.decision?.verdict.kind })
        #expect(verdicts == ["subsidy", "subsidy-with-certificate", "residual", "hold", "refuse"])
    }
}

import Claims
import Inspection
import Testing

/// What must hold in every state that a session can reach, checked by walking all of them.
struct ReachableStateTests {
    /// Three programmes that differ in every switch.
    static func worlds() throws -> [(name: String, world: World)] {
        [
            ("as announced", try World()),
            ("pairs", try World(onceOnly: .pair)),
            ("strict", try World(otherVoltage: .refuse, ownershipCertificate: false, plateless: nil)),
        ]
    }

    @Test func `every rule of the inspection holds in every reachable state`() throws {
        var hints: Set<Hint.Code> = []
        var reasons: Set<Reason.Code> = []
        for (name, world) in try Self.worlds() {
            let moves = Move.all(in: world).filter { $0.name != "expired card" || name == "as announced" }
            let graph = StateGraph(programme: world.programme, moves: moves)
            print("inspection, programme \(name): \(graph.states.count) states, \(graph.transitions.count) transitions")
            #expect(graph.transitions.count == graph.states.count * graph.moves.count, "the walk was cut off")
            #expect(graph.hintMatters == 0)

            let broken = StateRules(world: world).broken(in: graph)
            #expect(broken == [], "programme \(name)")
            if name == "as announced" {
                #expect(Set(graph.states.map(\.step)) == Set(Step.allCases))
                #expect(Set(graph.states.map(\.awaited)) == Set(Awaited.allCases))
            }
            hints.formUnion(graph.transitions.compactMap { $0.hint?.code })
            reasons.formUnion(graph.states.compactMap { $0.reason?.code })

            let idle = Set(graph.states.indices.filter { graph.states[$0].step == .idle })
            #expect(idle.count == 1, "idle is one state, whoever was there before")
            expectWaysOut(of: graph, to: idle)
            expectWaysIn(of: graph)
        }
        #expect(hints == Set(Hint.Code.allCases))
        #expect(reasons == Set(Reason.Code.allCases))
    }

    /// Staff alone get out of every state but a commit under way, the clock too; a commit ends by its answer.
    private func expectWaysOut(of graph: StateGraph, to idle: Set<Int>) {
        let every = Set(graph.states.indices)
        let committing = every.filter { graph.states[$0].step == .committing }
        #expect(graph.reaching(idle, by: [.cancel, .finish]) == every.subtracting(committing))
        #expect(graph.reaching(idle, by: [.timedOut]) == every.subtracting(committing))
        #expect(graph.reaching(idle, by: [.cancel, .finish, .answer]) == every)
    }

    /// Nothing gets past the notice without agreement, nor to a commit without each of its conditions.
    private func expectWaysIn(of graph: StateGraph) {
        func steps(without kind: Move.Kind) -> Set<Step> {
            Set(graph.reachable(without: [kind]).map { graph.states[$0].step })
        }
        #expect(steps(without: .agree) == [.idle, .notice, .refused])
        for part in Part.allCases {
            let reached = steps(without: .judged(part))
            #expect(reached.isDisjoint(with: [.bankCard, .review, .committing, .recorded]), "without the \(part)")
        }
        #expect(steps(without: .confirm).isDisjoint(with: [.committing, .recorded]))
        #expect(steps(without: .answer).isDisjoint(with: [.plate, .review, .committing, .recorded]))
        #expect(steps(without: .confirm).contains(.review), "the cut is no wider than it should be")
    }
}

import Claims
import Inspection

// What must hold of all states together.

extension StateRules {
    mutating func check(_ graph: StateGraph) {
        let every = Set(graph.states.indices)
        func states(at steps: Set<Step>) -> Set<Int> { every.filter { steps.contains(graph.states[$0].step) } }
        func example(_ states: Set<Int>) -> String { states.min().map { "\(graph.states[$0].step)" } ?? "none" }

        let idle = states(at: [.idle])
        demand(idle.count == 1, .idleIsNew, "\(idle.count) of them")
        let waiting = every.subtracting(states(at: [.committing]))
        for ways: [EventKind] in [[.cancel, .finish], [.back, .finish], [.timeOut]] {
            let out = graph.reaching(idle) { ways.contains($0.kind) }
            // Back alone does not lead out of an end that is noted before anybody was known, nor of a recorded claim.
            demand(waiting.isSubset(of: out), .wayOut, example(waiting.subtracting(out)))
        }
        let answered = graph.reaching(idle) { [.cancel, .finish].contains($0.kind) || $0.kind.isAnswer }
        demand(every.isSubset(of: answered), .wayOut, example(every.subtracting(answered)))

        let ends = states(at: [.recorded, .refused, .held])
        let onward = graph.reaching(ends) { !$0.kind.leaves }
        demand(every.isSubset(of: onward), .noDeadEnd, example(every.subtracting(onward)))

        func steps(_ isOpen: (StateGraph.Edge) -> Bool) -> Set<Step> {
            Set(graph.reachable(along: isOpen).map { graph.states[$0].step })
        }
        let silent = steps { $0.kind != .agree }
        demand(silent.isSubset(of: [.idle, .notice, .refused]), .needsAgreement, "\(silent)")
        for part in Part.allCases {
            let reached = steps { $0.kind != .part(part) }
            demand(reached.isDisjoint(with: [.review, .committing, .recorded]), .needsParts, "\(part)")
        }
        let unconfirmed = steps { $0.kind != .confirm }
        demand(unconfirmed.isDisjoint(with: [.committing, .recorded]), .needsConfirmation, "\(unconfirmed)")
        demand(unconfirmed.contains(.review), .needsConfirmation, "the cut is wider than it should be")
        let unanswered = steps { !$0.kind.isAnswer }
        demand(unanswered.isDisjoint(with: [.plate, .review]), .needsConfirmation, "without answers: \(unanswered)")

        let nobody = graph.reachable { $0.kind != .proceed && $0.kind != .override }
        let heldAll = states(at: [.review]).filter { graph.states[$0].decision?.verdict.amount == nil }
        demand(nobody.isDisjoint(with: heldAll), .needsPerson, example(nobody.intersection(heldAll)))
        checkRefused(graph, every)
    }

    /// As long as the same card, and where the vehicle was refused the same plate, is at the counter.
    private mutating func checkRefused(_ graph: StateGraph, _ every: Set<Int>) {
        func refused(by rule: Rule) -> Set<Int> {
            every.filter { graph.states[$0].step == .refused && graph.states[$0].decision?.finding.rule == rule }
        }
        func stays(_ edge: StateGraph.Edge, _ isSame: (Visit, Visit) -> Bool) -> Bool {
            guard edge.kind != .override, let before = graph.states[edge.source].heldVisit,
                let after = graph.states[edge.target].heldVisit
            else { return false }
            return isSame(before, after)
        }
        let person = graph.reachable(from: refused(by: .oncePerPerson)) { edge in
            stays(edge) { $0.applicant == $1.applicant }
        }
        let vehicle = graph.reachable(from: refused(by: .oncePerVehicle)) { edge in
            stays(edge) { $0.applicant == $1.applicant && $0.plate == $1.plate }
        }
        for state in person.union(vehicle) where graph.states[state].step == .review {
            switch graph.states[state].decision?.verdict {
            case .subsidy, .subsidyWithCertificate: demand(false, .refusedNotPaid, "\(graph.states[state].step)")
            case .residual, .hold, .refuse, nil: break
            }
        }
    }
}

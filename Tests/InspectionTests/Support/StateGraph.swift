import Claims

// The walk must see what a refused session still holds, and give every ticket the same number.
@testable import Inspection

/// Every state that an alphabet of moves can reach, and every transition between them.
///
/// Two sessions are one state when they differ only in their ticket and their hint: an answer is told from another by
/// its ticket being the awaited one or not, and no rule reads the hint (`Invariant.hintIsNotRead` checks it).
struct StateGraph {
    /// One transition as the walk sees it.
    struct Passage {
        let source: CounterSession
        let move: Move
        let outcome: SessionOutcome
        /// With hint and ticket as they were left.
        let after: CounterSession
        let isLoop: Bool
    }

    struct Edge: Hashable {
        let source: Int
        let kind: EventKind
        let target: Int
    }

    /// The ticket of every stored state.
    static let ticket = 1

    private(set) var states: [CounterSession] = []
    private(set) var transitions = 0
    /// Transitions that lead somewhere, each once.
    private(set) var edges: Set<Edge> = []
    private(set) var hints: Set<Hint.Code> = []
    /// Whether the walk stopped because of too many states.
    private(set) var isCutOff = false

    /// Walks breadth-first from rest, showing every transition to `visit`. Lets other tests have a turn in between.
    init(programme: Programme, moves: [Move], limit: Int = 4_000, visit: (Passage) -> Void) async {
        var numbers: [Key: Int] = [:]
        let start = CounterSession(programme: programme).normalised
        numbers[Key(state: start.state)] = 0
        states = [start]
        var next = 0
        while next < states.count {
            guard states.count < limit else {
                isCutOff = true
                return
            }
            let source = states[next]
            await Task.yield()
            for move in moves {
                var after = source
                let outcome = after.handle(move.event(Self.ticket), today: move.day)
                let isLoop = after.state == source.state
                visit(Passage(source: source, move: move, outcome: outcome, after: after, isLoop: isLoop))
                transitions += 1
                if let hint = after.hint { hints.insert(hint.code) }
                if isLoop { continue }
                let target = numbers[Key(state: after.state)] ?? states.count
                if target == states.count {
                    numbers[Key(state: after.state)] = target
                    states.append(after.normalised)
                }
                edges.insert(Edge(source: next, kind: move.kind, target: target))
            }
            next += 1
        }
    }

    /// The states that can be reached from `start` by edges that `along` lets pass.
    func reachable(from start: Set<Int> = [0], along isOpen: (Edge) -> Bool) -> Set<Int> {
        var onward: [Int: [Int]] = [:]
        for edge in edges where isOpen(edge) { onward[edge.source, default: []].append(edge.target) }
        return Self.closure(of: start, along: onward)
    }

    /// The states from which one of `targets` can be reached.
    func reaching(_ targets: Set<Int>, along isOpen: (Edge) -> Bool) -> Set<Int> {
        var backward: [Int: [Int]] = [:]
        for edge in edges where isOpen(edge) { backward[edge.target, default: []].append(edge.source) }
        return Self.closure(of: targets, along: backward)
    }

    private static func closure(of start: Set<Int>, along edges: [Int: [Int]]) -> Set<Int> {
        var seen = start
        var open = Array(start)
        while let state = open.popLast() {
            for next in edges[state] ?? [] where seen.insert(next).inserted { open.append(next) }
        }
        return seen
    }

    /// A state as a dictionary key; equality is the state's own, over all that it holds.
    private struct Key: Hashable {
        let state: CounterSession.State

        func hash(into hasher: inout Hasher) {
            guard let visit = state.visit else { return }
            hasher.combine(visit.applicant?.number)
            hasher.combine(visit.relation)
            hasher.combine(visit.knowledge?.registration)
            hasher.combine(visit.parts)
            hasher.combine(visit.partKnowledge)
            hasher.combine(visit.accepted.count)
            hasher.combine(visit.overrides)
            hasher.combine(visit.kilometres)
            hasher.combine(visit.condition)
            hasher.combine(visit.bankCard)
        }
    }
}

extension CounterSession {
    /// The visit in memory, on screen or not.
    var heldVisit: Visit? { state.visit }

    /// With the ticket and the hint that every stored state has.
    var normalised: CounterSession {
        var session = self
        session.ticket = StateGraph.ticket
        session.hint = nil
        return session
    }

    func hinting(_ hint: Hint) -> CounterSession {
        var session = self
        session.hint = hint
        return session
    }

    func hasSameState(as other: CounterSession) -> Bool { state == other.state }
}

extension CounterSession.State {
    var visit: Visit? {
        switch self {
        case .identity(let visit), .agent(let visit), .plate(let visit), .ownership(let visit), .parts(let visit),
            .kilometres(let visit), .condition(let visit), .bankCard(let visit), .review(let visit, _),
            .committing(let visit, _), .refused(_, .some(let visit)), .held(_, let visit):
            visit
        case .idle, .notice, .recorded, .refused(_, nil): nil
        }
    }
}

import Claims

// The walk must see what a refused session still holds, and give every ticket the same number.
@testable import Inspection

/// Every state that an alphabet of moves can reach, and every transition between them.
///
/// Two sessions are one state when they differ only in their ticket and their hint: an answer is told from another by
/// its ticket being the awaited one or not, and no rule reads the hint (`hintMatters` counts where that is untrue).
struct StateGraph {
    struct Transition {
        let source: Int
        let move: Int
        let outcome: SessionOutcome
        /// The hint and the ticket as they were left.
        let hint: Hint?
        let ticket: Int
        let target: Int
    }

    private struct Edge: Hashable {
        let source: Int
        let kind: Move.Kind
        let target: Int
    }

    /// The ticket of every stored state.
    static let ticket = 1

    private(set) var states: [CounterSession] = []
    private(set) var transitions: [Transition] = []
    private(set) var hintMatters = 0
    private var edges: Set<Edge> = []
    let moves: [Move]

    /// Walks breadth-first from rest. Stops at `limit` states: the caller checks that it was not reached.
    init(programme: Programme, moves: [Move], limit: Int = 50_000) {
        self.moves = moves
        var numbers: [Key: Int] = [:]
        let start = Self.normalised(CounterSession(programme: programme))
        numbers[Key(session: start)] = 0
        states = [start]
        var next = 0
        while next < states.count, states.count < limit {
            let source = states[next]
            for (move, what) in moves.enumerated() {
                let event = what.event(Self.ticket)
                var after = source
                let outcome = after.handle(event, today: what.day)
                var hinted = source
                hinted.hint = Hint(.notSaved, ["code": "x"])
                let isSame = hinted.handle(event, today: what.day) == outcome
                let key = Key(session: Self.normalised(after))
                if !isSame || Self.normalised(hinted) != key.session { hintMatters += 1 }
                let target = key.session == source ? next : numbers[key] ?? states.count
                if target == states.count {
                    numbers[key] = target
                    states.append(key.session)
                }
                transitions.append(
                    Transition(
                        source: next,
                        move: move,
                        outcome: outcome,
                        hint: after.hint,
                        ticket: after.ticket,
                        target: target
                    )
                )
                edges.insert(Edge(source: next, kind: what.kind, target: target))
            }
            next += 1
        }
    }

    /// The states that can be reached without moves of the kinds given.
    func reachable(without kinds: Set<Move.Kind>) -> Set<Int> {
        var onward: [Int: Set<Int>] = [:]
        for edge in edges where !kinds.contains(edge.kind) { onward[edge.source, default: []].insert(edge.target) }
        return Self.closure(of: [0], along: onward)
    }

    /// The states from which one of `targets` can be reached by moves of the kinds given.
    func reaching(_ targets: Set<Int>, by kinds: Set<Move.Kind>) -> Set<Int> {
        var backward: [Int: Set<Int>] = [:]
        for edge in edges where kinds.contains(edge.kind) { backward[edge.target, default: []].insert(edge.source) }
        return Self.closure(of: targets, along: backward)
    }

    private static func closure(of start: Set<Int>, along edges: [Int: Set<Int>]) -> Set<Int> {
        var seen = start
        var open = Array(start)
        while let state = open.popLast() {
            for next in edges[state] ?? [] where seen.insert(next).inserted { open.append(next) }
        }
        return seen
    }

    static func normalised(_ session: CounterSession) -> CounterSession {
        var session = session
        session.ticket = ticket
        session.hint = nil
        return session
    }

    /// A session as a dictionary key; equality is the session's own, over all that it holds.
    private struct Key: Hashable {
        let session: CounterSession

        func hash(into hasher: inout Hasher) {
            hasher.combine(session.step)
            hasher.combine(session.awaited)
            hasher.combine(session.reason)
            guard let visit = session.heldVisit else { return }
            hasher.combine(visit.applicant)
            hasher.combine(visit.registration)
            hasher.combine(visit.certificate)
            hasher.combine(visit.parts)
            hasher.combine(visit.scannedSerial)
            hasher.combine(visit.bankCard)
        }
    }
}

extension CounterSession {
    /// The visit in memory, on screen or not.
    var heldVisit: Visit? {
        switch state {
        case .identity(let visit), .plate(let visit), .ownership(let visit), .parts(let visit), .bankCard(let visit),
            .review(let visit, _), .committing(let visit, _), .refused(_, .some(let visit)), .held(_, let visit):
            visit
        case .idle, .notice, .recorded, .refused(_, nil): nil
        }
    }
}

import Inspection

/// docs/inspection.md, made from what the walks saw.
struct InspectionDocument {
    private struct Way: Hashable {
        let from: Step
        let kind: EventKind
        let to: Step
    }

    private let walks: [Walk]
    private let ways: Set<Way>
    private let awaited: [Step: Set<Awaited>]

    init(_ walks: [Walk]) {
        self.walks = walks
        var ways: Set<Way> = []
        var awaited: [Step: Set<Awaited>] = [:]
        for graph in walks.map(\.graph) {
            for edge in graph.edges {
                let (from, to) = (graph.states[edge.source].step, graph.states[edge.target].step)
                ways.insert(Way(from: from, kind: edge.kind, to: to))
            }
            for state in graph.states { awaited[state.step, default: []].insert(state.awaited) }
        }
        self.ways = ways
        self.awaited = awaited
    }

    var text: String {
        """
        # The inspection, step by step

        Written by `scripts/inspection-doc` from the states that the tests walk through; do not edit it by hand. A test fails
        when it is stale.

        A session at the counter is a value (`CounterSession`) that takes events and returns actions. A test walks breadth-first
        from rest over all events, for programmes that differ in every switch, and checks the invariants below in every state
        and of every transition. Each walk has every kind of event; the inputs that its programme's rules tell apart come in all
        their varieties.

        ## The way of a visit

        Only what leads on. From every step but `idle` and `committing` there is a way back or out: see the table.

        ```mermaid
        stateDiagram-v2
            [*] --> idle
        \(diagram)
            recorded --> [*]
            refused --> [*]
            held --> [*]
        ```

        ## Steps

        | step | waits for | leads on | back to | out by |
        | --- | --- | --- | --- | --- |
        \(table)

        `refused` and `held` note what ended and why as soon as they are entered; every way out but finish and time-out takes
        the note back. From `held`, proceed leads on to wherever the visit was; from `refused`, a supervisor's override does, if
        the programme's `reviewable` has the reason.

        ## Invariants

        \(Invariant.allCases.map { "- \($0.rawValue)" }.joined(separator: "\n"))

        ## Numbers

        Two sessions are one state when they differ only in their ticket and their hint. Every event of the walk's alphabet is
        tried in every state.

        | walk | states | transitions |
        | --- | --- | --- |
        \(numbers)

        """
    }

    private var numbers: String {
        let rows = walks.map { "| \($0.subject.rawValue) | \($0.graph.states.count) | \($0.graph.transitions) |" }
        let states = walks.reduce(0) { $0 + $1.graph.states.count }
        let transitions = walks.reduce(0) { $0 + $1.graph.transitions }
        return (rows + ["| **all** | \(states) | \(transitions) |"]).joined(separator: "\n")
    }

    private var diagram: String {
        Step.allCases.flatMap { from in
            Step.allCases.compactMap { to in
                let kinds = names { $0.from == from && $0.to == to && from != to && !$0.kind.leaves }
                // Where a way on from an end leads depends on where the visit was; the table says so.
                guard !kinds.isEmpty, from != .refused, from != .held else { return nil }
                return "    \(Self.id(from)) --> \(Self.id(to)): \(kinds.joined(separator: ", "))"
            }
        }.joined(separator: "\n")
    }

    private var table: String {
        Step.allCases.map { from in
            let isEnd = from == .refused || from == .held
            let on =
                isEnd
                ? names { $0.from == from && !$0.kind.leaves }
                : Step.allCases.flatMap { to in
                    names { $0.from == from && $0.to == to && !$0.kind.leaves }.map { "\($0) → \(to.rawValue)" }
                }
            let back = Step.allCases.filter { to in ways.contains(Way(from: from, kind: .back, to: to)) }
            let out = [EventKind.cancel, .finish, .timeOut].filter { kind in
                ways.contains(Way(from: from, kind: kind, to: .idle))
            }
            let waits = Awaited.allCases.filter { awaited[from]?.contains($0) ?? false }
            let cells = [waits.map(\.rawValue), on, back.map(\.rawValue), out.map(\.name)]
            return "| `\(from.rawValue)` | "
                + cells.map { $0.isEmpty ? "–" : $0.joined(separator: ", ") }
                .joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }

    private func names(_ isWanted: (Way) -> Bool) -> [String] { Set(ways.filter(isWanted).map(\.kind.name)).sorted() }

    /// Mermaid knows no hyphens in names.
    private static func id(_ step: Step) -> String { step.rawValue.split(separator: "-").joined(separator: "_") }
}

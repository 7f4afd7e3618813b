import Claims
import Inspection
import Testing

/// One programme, walked through all its states.
struct Walk: Sendable {
    /// What a walk is about: programmes that differ in every switch, each with the inputs that its rules tell apart.
    enum Subject: String, CaseIterable {
        case announced = "as announced: people and midnight"
        case announcedBike = "as announced: plates and papers"
        case announcedParts = "as announced: parts"
        case announcedSerials = "as announced: serials"
        case announcedMoney = "as announced: bank cards"
        case pair = "pairs, agents, photo of the certificate, held plates, one residual value for whole bikes"
        case pairPeople = "the same: people"
        case strict = "all refused, a supervisor may send it to review; no certificate, no plateless bike"
        case strictPeople = "the same: agents and minors"
        case strictParts = "the same: parts"
        case kilometres = "by kilometres, no registry, agents"
        case strictKilometres = "by kilometres, other readings refused, a supervisor may send them to review"
        case flat = "one flat amount"

        var focus: Focus {
            switch self {
            case .announced: [.people, .midnight]
            case .announcedBike: .bike
            case .announcedParts: .parts
            case .announcedSerials: .serials
            case .announcedMoney, .flat: .money
            case .pairPeople: .people
            case .pair: .bike
            case .strict: .bike
            case .strictPeople: .people
            case .strictParts: .parts
            case .kilometres: []
            case .strictKilometres: .scans
            }
        }

        func world() throws -> World {
            let reviewable: Set<Reason.Code> = [
                .notATarget, .registeredOutside, .certificateNotAccepted, .partMissing, .partWrong,
                .otherVoltage, .otherKilometres, .plateUnknown, .voltageUnclear, .voltageContradicted, .ownerMinor,
            ]
            switch self {
            case .announced, .announcedBike, .announcedParts, .announcedSerials, .announcedMoney: return try World()
            case .pair, .pairPeople:
                return try World(
                    plates: .hold,
                    pattern: "拉萨A\\d{5}",
                    onceOnly: .pair,
                    ownership: Programme.Ownership(certificate: true, maximumAgeDays: 90, photo: .required),
                    agents: .recorded,
                    plateless: Programme.Plateless(rows: [World.plateless[0]], incomplete: false)
                )
            case .strict, .strictPeople, .strictParts:
                return try World(
                    otherwise: .refuse,
                    doubts: .refuse,
                    ownership: Programme.Ownership(certificate: false),
                    plateless: nil,
                    reviewable: self == .strictPeople ? [.agentNotAllowed, .ownerMinor] : reviewable
                )
            case .kilometres:
                return try World(
                    tariff: .kilometres,
                    agents: .recorded,
                    plateless: Programme.Plateless(rows: [World.plateless[0]], incomplete: true),
                    registry: nil
                )
            case .strictKilometres:
                return try World(tariff: .kilometres, otherwise: .refuse, plateless: nil, reviewable: reviewable)
            case .flat: return try World(tariff: .flat, registry: nil, reviewable: [])
            }
        }
    }

    let subject: Subject
    let graph: StateGraph
    let broken: [Invariant: String]

    init(_ subject: Subject) async throws {
        let world = try subject.world()
        var rules = StateRules(world: world)
        let graph = await StateGraph(programme: world.programme, moves: Move.all(in: world, subject.focus)) { passage in
            rules.check(passage)
            // The same event after another hint: once for all is enough, because hints know no programme.
            guard subject == .flat else { return }
            var hinted = passage.source.hinting(Hint(.notSaved, ["code": "x"]))
            let outcome = hinted.handle(passage.move.event(StateGraph.ticket), today: passage.move.day)
            let isSame = outcome == passage.outcome && hinted.hasSameState(as: passage.after)
            rules.demand(isSame, .hintIsNotRead, "\(passage.source.step): \(passage.move.name)")
        }
        for state in graph.states { rules.check(state) }
        rules.check(graph)
        self.subject = subject
        self.graph = graph
        broken = rules.broken
    }

    /// All walks, each done once, two at a time or as many as there are cores.
    static func all() async throws -> [Walk] { try await shared.value }

    private static let shared = Task<[Walk], any Error> {
        try await withThrowingTaskGroup(of: Walk.self) { group in
            for subject in Subject.allCases { group.addTask { try await Walk(subject) } }
            let walks = try await group.reduce(into: [:]) { $0[$1.subject] = $1 }
            return try Subject.allCases.map { try #require(walks[$0]) }
        }
    }
}

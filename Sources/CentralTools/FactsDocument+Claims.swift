import Claims

// Claims that were made before.

extension FactsDocument {
    /// Stages of a claim's life in the words of the programme, and what they mean for its keys.
    enum Stage: String, CaseIterable {
        case live, captured, uploaded, accepted, returned, approved, paid, refused, rejected, withdrawn
        case inReview = "in-review"
        case inBatch = "in-batch"
        case sentToBank = "sent-to-bank"
        case returnedByBank = "returned-by-bank"

        var state: EarlierClaim.State {
            switch self {
            case .live, .captured, .uploaded, .accepted, .returned, .approved, .inReview, .inBatch, .sentToBank,
                .returnedByBank:
                .live
            case .paid: .paid
            case .refused, .rejected: .refused
            case .withdrawn: .withdrawn
            }
        }

        /// Whether both can be said of one claim; nil says that it is live or paid, and `live` any stage of its life.
        static func agree(_ one: Stage?, _ other: Stage?) -> Bool {
            guard let one, let other else { return (one ?? other)?.state.holdsKeys ?? true }
            guard one.state == other.state else { return false }
            return one == other || one.state != .live || one == .live || other == .live
        }
    }

    /// Stands for a claim whose number the facts leave out; never shown.
    static func standIn(_ sequence: Int64) -> ClaimNumber? {
        KioskID("00").map { ClaimNumber(kiosk: $0, sequence: sequence) }
    }

    mutating func readClaims(_ node: FactsReader) {
        guard let members = node.members(["person", "vehicle"]) else { return }
        for node in members["person"]?.oneOrMore(32) ?? [] {
            if let claim = readPersonClaim(node) { personClaims.append(claim) }
        }
        for node in members["vehicle"]?.oneOrMore(32) ?? [] {
            if let claim = readVehicleClaim(node) { vehicleClaims.append(claim) }
        }
    }

    private mutating func readPersonClaim(_ node: FactsReader) -> Earlier? {
        guard let members = node.members(["number", "state", "flow"]) else { return nil }
        // A residual value is no grant: such a claim does not count as the person's subsidy.
        let flow = members["flow"].map { $0.choice(["subsidy", "plateless"]) } ?? "subsidy"
        let read = earlier(node, members, byApplicant: true, standIn: 1)
        return flow == "plateless" ? nil : read
    }

    private mutating func readVehicleClaim(_ node: FactsReader) -> Earlier? {
        guard let members = node.members(["number", "state", "byApplicant"]) else { return nil }
        return earlier(node, members, byApplicant: members["byApplicant"]?.truth(), standIn: 2)
    }

    private mutating func earlier(
        _ node: FactsReader,
        _ members: [String: FactsReader],
        byApplicant: Bool?,
        standIn: Int64
    ) -> Earlier? {
        guard let stage = members["state"] else {
            node.reject("a claim with its state: live, paid, refused or withdrawn")
            return nil
        }
        let told = members["number"].map { claimNumber($0) }
        guard let stage = stage.choice(Stage.self), let number = told ?? Self.standIn(standIn) else { return nil }
        var byApplicant = byApplicant
        if members["number"] != nil {
            // One claim of the same person and the same vehicle is one by the applicant.
            let isOwn = mentions.contains { $0.number == number && $0.byApplicant == true }
            mentions.append(Mention(node: node, number: number, stage: stage, byApplicant: byApplicant))
            byApplicant = byApplicant ?? (isOwn ? true : nil)
        }
        return Earlier(claim: EarlierClaim(number, stage.state, byApplicant: byApplicant), node: node)
    }

    /// One claim has one state and one applicant, wherever the facts speak of it.
    func checkMentions() {
        for (index, mention) in mentions.enumerated() {
            let earlier = mentions[..<index].filter { $0.number == mention.number }
            if earlier.contains(where: { !Stage.agree($0.stage, mention.stage) }) {
                mention.node.contradiction(
                    "the same claim is in another state elsewhere in the facts",
                    "A claim has one state; seenInClaim names one that is live or paid."
                )
            }
            if let told = mention.byApplicant, earlier.contains(where: { $0.byApplicant == !told }) {
                mention.node.contradiction(
                    "the same claim is both the applicant's and another person's",
                    "Correct byApplicant or the number."
                )
            }
        }
    }

    func claimNumber(_ node: FactsReader) -> ClaimNumber? {
        guard let text = node.text(1...40) else { return nil }
        guard let number = ClaimNumber(text) else {
            node.reject("a claim number with its check character, such as DQ01-000123-B; leave it out if it is unknown")
            return nil
        }
        return number
    }
}

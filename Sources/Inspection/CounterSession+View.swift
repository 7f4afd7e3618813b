package import Claims

extension CounterSession {
    package var step: Step {
        switch state {
        case .idle: .idle
        case .notice: .notice
        case .identity: .identity
        case .agent: .agent
        case .plate: .plate
        case .ownership: .ownership
        case .parts(let visit):
            switch visit.partUnderLookUp ?? visit.nextPart {
            case .battery: .battery
            case .motor: .motor
            case .frame, nil: .frame
            }
        case .kilometres: .kilometres
        case .condition: .condition
        case .bankCard: .bankCard
        case .review: .review
        case .committing: .committing
        case .recorded: .recorded
        case .refused: .refused
        case .held: .held
        }
    }

    package var awaited: Awaited {
        switch state {
        case .idle: .start
        case .notice: .agreement
        case .identity(let visit): visit.applicant == nil ? .card : .lookUp
        case .agent: .card
        case .plate(let visit): visit.plate == nil ? .plate : .lookUp
        case .ownership: .certificate
        case .parts(let visit): visit.partUnderLookUp == nil ? .finding : .lookUp
        case .kilometres: .kilometres
        case .condition: .condition
        case .bankCard: .bankCard
        case .review: .confirmation
        case .committing: .commit
        case .held: .proceed
        case .recorded, .refused: .finish
        }
    }

    /// Whether the reader should look for a card: the only time it is asked to.
    package var wantsCard: Bool { awaited == .card }

    /// What is shown of the visit; nil before the card and after the end.
    package var visit: Visit? {
        switch state {
        case .identity(let visit), .agent(let visit), .plate(let visit), .ownership(let visit), .parts(let visit),
            .kilometres(let visit), .condition(let visit), .bankCard(let visit), .review(let visit, _),
            .committing(let visit, _):
            visit
        case .idle, .notice, .recorded, .refused, .held: nil
        }
    }

    /// What the rules say: of the review, or of what ended the session.
    package var decision: Decision? {
        switch state {
        case .review(_, let decision), .committing(_, let decision), .recorded(_, let decision): decision
        case .refused(let finding, let visit): decision(finding, visit)
        case .held(let finding, let visit): decision(finding, visit)
        case .idle, .notice, .identity, .agent, .plate, .ownership, .parts, .kilometres, .condition, .bankCard: nil
        }
    }

    private func decision(_ finding: Finding, _ visit: Visit?) -> Decision {
        var versions = ["programme": "\(programme.id)@\(programme.version)"]
        if let registry = visit?.knowledge?.registryVersion { versions["registry"] = registry }
        // By the day of the consent: what else is objected to does not depend on midnight passing since.
        let all = visit.map { visit in
            Eligibility.objections(to: visit.facts(today: visit.consent.at.date()), under: programme)
        }
        return Decision(
            finding: finding,
            others: (all ?? []).filter { $0 != finding },
            versions: versions,
            isProvisional: false
        )
    }

    /// Warnings of the visit, or of the hour before there is one.
    package func warnings(today: CivilDate) -> [Warning] {
        switch state {
        case .notice(let warnings): warnings
        case .held(_, let visit), .refused(_, .some(let visit)): visit.openingWarnings
        default: visit?.warnings(today: today, under: programme) ?? []
        }
    }

    /// What was committed, while its end is on screen.
    package var receipt: (receipt: ClaimReceipt, decision: Decision)? {
        guard case .recorded(let receipt, let decision) = state else { return nil }
        return (receipt, decision)
    }

    package var canGoBack: Bool { stateBefore != nil }

    package var canCancel: Bool {
        switch state {
        case .notice, .identity, .agent, .plate, .ownership, .parts, .kilometres, .condition, .bankCard, .review: true
        case .idle, .committing, .recorded, .refused, .held: false
        }
    }

    /// Whether a supervisor could send the refusal to review, or let the bank card number pass.
    package var canOverride: Bool { overridable != nil }
}

package import Claims

extension CounterSession {
    package var step: Step {
        switch state {
        case .idle: .idle
        case .notice: .notice
        case .identity: .identity
        case .plate: .plate
        case .ownership: .ownership
        case .parts(let visit):
            switch visit.nextPart {
            case .battery: .battery
            case .motor: .motor
            case .frame, nil: .frame
            }
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
        case .plate(let visit): visit.plate == nil ? .plate : .lookUp
        case .ownership: .certificate
        case .parts: .finding
        case .bankCard: .bankCard
        case .review: .confirmation
        case .committing: .commit
        case .recorded, .refused, .held: .finish
        }
    }

    /// Whether the reader should look for a card: the only time it is asked to.
    package var wantsCard: Bool { awaited == .card }

    /// What is shown of the visit; nil before the card and after the end.
    package var visit: Visit? {
        switch state {
        case .identity(let visit), .plate(let visit), .ownership(let visit), .parts(let visit), .bankCard(let visit),
            .review(let visit, _), .committing(let visit, _):
            visit
        case .idle, .notice, .recorded, .refused, .held: nil
        }
    }

    package var verdict: Verdict? {
        switch state {
        case .review(_, let verdict), .committing(_, let verdict): verdict
        case .refused(let reason, _): .refuse(reason)
        case .held(let reason, _): .hold(reason)
        case .idle, .notice, .identity, .plate, .ownership, .parts, .bankCard, .recorded: nil
        }
    }

    package var reason: Reason? {
        switch verdict {
        case .refuse(let reason), .hold(let reason): reason
        case .subsidy, .subsidyWithCertificate, .residual, nil: nil
        }
    }

    /// What was committed, while its end is on screen.
    package var receipt: (receipt: ClaimReceipt, amount: Fen?)? {
        guard case .recorded(let receipt, let amount) = state else { return nil }
        return (receipt, amount)
    }

    package var canGoBack: Bool { stateBefore != nil }

    package var canCancel: Bool {
        switch state {
        case .notice, .identity, .plate, .ownership, .parts, .bankCard, .review: true
        case .idle, .committing, .recorded, .refused, .held: false
        }
    }
}

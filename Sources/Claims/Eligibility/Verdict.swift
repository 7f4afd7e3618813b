/// What the programme says of a bike and its owner. At the kiosk it is advice with evidence; the central decides.
package enum Verdict: Hashable, Sendable {
    case subsidy(Fen)
    case subsidyWithCertificate(Fen)
    /// No subsidy: the recycling company pays a residual value.
    case residual(Fen)
    case hold(Reason)
    case refuse(Reason)

    /// A stable name for stores and wires.
    package var kind: String {
        switch self {
        case .subsidy: "subsidy"
        case .subsidyWithCertificate: "subsidy-with-certificate"
        case .residual: "residual"
        case .hold: "hold"
        case .refuse: "refuse"
        }
    }

    package var isRefusal: Bool {
        if case .refuse = self { true } else { false }
    }

    /// Why nothing is paid, or not yet.
    package var reason: Reason? {
        switch self {
        case .hold(let reason), .refuse(let reason): reason
        case .subsidy, .subsidyWithCertificate, .residual: nil
        }
    }

    /// What is paid, nil when nothing is or it is not known yet.
    package var amount: Fen? {
        switch self {
        case .subsidy(let fen), .subsidyWithCertificate(let fen), .residual(let fen): fen
        case .hold, .refuse: nil
        }
    }
}

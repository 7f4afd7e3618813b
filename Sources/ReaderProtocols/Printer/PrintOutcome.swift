/// What became of a paper.
package enum PrintOutcome: Equatable, Sendable {
    /// The printer took everything and was well afterwards.
    case printed
    /// It is not on paper as a whole. `begun`: the upper part may be.
    case notPrinted(PrintObstacle, begun: Bool)
    /// Somebody has to look at the paper.
    case unknown(PrintDoubt)

    /// Whether the next print of the same thing has to be marked as a copy: always, unless surely nothing came out.
    package var makesNextACopy: Bool {
        switch self {
        case .notPrinted(_, begun: false): false
        case .printed, .notPrinted(_, begun: true), .unknown: true
        }
    }
}

/// What keeps a printer from printing.
package enum PrintObstacle: Equatable, Sendable {
    case paperOut
    case coverOpen
    case offline
    case error(PrinterFault)
    /// It answered before and does not any more: switched off, or its cable is out.
    case silent
    /// It was unplugged before the job's turn came.
    case gone
}

/// Why it is not known what came out.
package enum PrintDoubt: Equatable, Sendable {
    /// The printer never answers questions.
    case neverAnswers
    /// It stopped answering during the job.
    case fellSilent
    /// Unplugged, or the kiosk was stopped, during the job.
    case interrupted
    /// It takes no more bytes.
    case stuck
    /// Everything was sent, and then it stopped for this.
    case stopped(PrintObstacle)
}

extension PrinterCondition {
    /// Nil when a job may be sent.
    package var obstacle: PrintObstacle? {
        switch self {
        case .ready, .paperLow, .unknown: nil
        case .paperOut: .paperOut
        case .coverOpen: .coverOpen
        case .offline: .offline
        case .error(let fault): .error(fault)
        }
    }
}

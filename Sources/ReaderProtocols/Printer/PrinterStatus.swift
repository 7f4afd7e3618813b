/// The questions of `DLE EOT n` and their answers of one byte (docs/readers/escpos-printer.md).
package enum PrinterStatus {
    package enum Query: UInt8, CaseIterable, Sendable {
        case printer = 1
        case offlineCause = 2
        case error = 3
        case paper = 4

        package var bytes: [UInt8] { [0x10, 0x04, rawValue] }
    }

    package enum Answer: Equatable, Sendable {
        case printer(isOffline: Bool)
        case offlineCause(isCoverOpen: Bool, isPaperOut: Bool, isFaulty: Bool)
        case error(PrinterFault)
        case paper(isLow: Bool, isOut: Bool)
    }

    /// Nil for a byte that cannot be an answer: bits 1 and 4 are always set, 0 and 7 always clear.
    package static func answer(_ byte: UInt8, to query: Query) -> Answer? {
        guard byte & 0x93 == 0x12 else { return nil }
        func has(_ bits: UInt8) -> Bool { byte & bits != 0 }
        return switch query {
        case .printer: .printer(isOffline: has(0x08))
        case .offlineCause: .offlineCause(isCoverOpen: has(0x04), isPaperOut: has(0x20), isFaulty: has(0x40))
        case .error: .error(has(0x20) ? .lasting : has(0x08) ? .cutter : has(0x40) ? .passing : .other)
        case .paper: .paper(isLow: has(0x0C), isOut: has(0x60))
        }
    }
}

/// What a printer means by "error".
package enum PrinterFault: String, Equatable, Sendable {
    case cutter
    /// It has to be switched off and on, or repaired.
    case lasting
    /// It recovers by itself: a hot print head.
    case passing
    case other
}

/// How a printer is, as far as it says.
package enum PrinterCondition: Equatable, Sendable {
    case ready
    case paperLow
    case paperOut
    case coverOpen
    /// It says so and gives no cause; somebody may hold the feed button.
    case offline
    case error(PrinterFault)
    /// It answers nothing, or was not asked yet.
    case unknown

    /// `ready`, `paper-low`, `paper-out`, `cover-open`, `offline`, `error` or `unknown`.
    package var word: String {
        switch self {
        case .ready: "ready"
        case .paperLow: "paper-low"
        case .paperOut: "paper-out"
        case .coverOpen: "cover-open"
        case .offline: "offline"
        case .error: "error"
        case .unknown: "unknown"
        }
    }
}

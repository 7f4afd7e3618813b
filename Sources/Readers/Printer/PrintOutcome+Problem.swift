package import Claims
package import ReaderProtocols

extension PrintOutcome {
    /// Nil when it was printed.
    ///
    /// - Parameter path: of the printer, for the message.
    package func problem(_ path: String) -> KioskError? {
        switch self {
        case .printed: nil
        case .notPrinted(let obstacle, begun: false): obstacle.problem(path, "nothing was sent")
        case .notPrinted(let obstacle, begun: true): obstacle.problem(path, "it stopped in the middle of a paper")
        case .unknown(let doubt):
            KioskError(
                .printerOutcomeUnknown,
                "\(path): \(doubt.message)",
                remedy: "Look at the paper. If it is not whole, print again: the new one is marked as a copy."
            )
        }
    }
}

extension PrintObstacle {
    fileprivate func problem(_ path: String, _ what: String) -> KioskError {
        KioskError(code, "\(path): \(message); \(what)", remedy: remedy)
    }

    private var code: KioskError.Code {
        switch self {
        case .paperOut: .printerPaperOut
        case .coverOpen: .printerCoverOpen
        case .offline: .printerOffline
        case .error: .printerFault
        case .silent: .printerSilent
        case .gone: .printerGone
        }
    }

    fileprivate var message: String {
        switch self {
        case .paperOut: "the paper has ended"
        case .coverOpen: "the cover is open"
        case .offline: "the printer says that it is offline and gives no cause"
        case .error(.cutter): "the cutter failed"
        case .error(.lasting): "the printer has a fault that does not pass"
        case .error(.passing): "the printer has a fault that should pass and does not"
        case .error(.other): "the printer says that it has a fault"
        case .silent: "the printer answered before and does not any more"
        case .gone: "the printer was unplugged"
        }
    }

    private var remedy: String {
        switch self {
        case .paperOut: "Put a roll in and print again."
        case .coverOpen: "Close the cover and print again."
        case .offline: "Look for a light, a held feed button, a jam; switch the printer off and on."
        case .error: "Switch the printer off, clear the knife, switch it on; if it stays, replace it."
        case .silent: "Switch the printer on; check its cable."
        case .gone: "Plug the printer in and print again."
        }
    }
}

extension PrintDoubt {
    fileprivate var message: String {
        switch self {
        case .neverAnswers: "the printer answers no questions; everything was sent"
        case .fellSilent: "the printer stopped answering during the paper"
        case .interrupted: "the printer was unplugged, or the kiosk stopped, during the paper"
        case .stuck: "the printer takes no more bytes"
        case .stopped(let obstacle): "everything was sent, then \(obstacle.message)"
        }
    }
}

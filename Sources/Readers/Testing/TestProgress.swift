import Claims
package import Devices
import ReaderProtocols
import Synchronization
package import WireAPI

/// Turns what a reader tells into the lines of a technician's test.
package final class TestProgress: Sendable {
    private struct State {
        var status: ReaderState?
        var problem: KioskError?
        var cardFound: Int?
    }

    private let role: DeviceRole
    private let path: String
    private let state = Mutex(State())

    package init(role: DeviceRole, path: String) {
        self.role = role
        self.path = path
    }

    /// Nil where there is nothing new to say.
    package func line(for event: ReaderEvent, at milliseconds: Int) -> ControlTestLine? {
        state.withLock { state in
            switch event {
            case .card(let card):
                let found = state.cardFound ?? milliseconds
                return ControlTestLine(
                    card: ControlCardRead(card, readMilliseconds: milliseconds - found),
                    at: milliseconds
                )
            case .scan(let scan, from: _):
                let read = ControlScanRead(
                    text: scan.text,
                    symbology: scan.symbology?.rawValue,
                    identifier: scan.identifier,
                    charset: scan.charset.word
                )
                return ControlTestLine(scan: read, at: milliseconds)
            case .cardProblem(let problem):
                return ControlTestLine(
                    progress: "the card gave no identity (\(problem.rawValue)): \(problem.advice.text)",
                    at: milliseconds
                )
            case .released: return nil
            case .status(let status):
                if status.state == .reading { state.cardFound = milliseconds }
                defer { (state.status, state.problem) = (status.state, status.problem) }
                if let problem = status.problem {
                    guard problem.code != state.problem?.code else { return nil }
                    return ControlTestLine(progress: "\(problem.message): \(problem.remedy)", at: milliseconds)
                }
                guard status.state != state.status else { return nil }
                return words(for: status.state).map { ControlTestLine(progress: $0, at: milliseconds) }
            }
        }
    }

    /// The last line of a test in which nothing was read: what is wrong, or that nothing came.
    package func timeout(at milliseconds: Int) -> ControlTestLine {
        let problem = state.withLock { $0.problem }
        let nothing = KioskError(
            .readerNothingRead,
            "\(role == .idCard ? "no card was laid on the reader" : "no code was scanned") at \(path) in this time",
            remedy: role == .idCard
                ? "the reader answers: lay a card while the test runs, or give it more --seconds"
                : "scan while the test runs; if the scanner beeps and nothing comes, check its --baud and its interface mode"
        )
        return ControlTestLine(problem: ControlProblem(problem ?? nothing), at: milliseconds)
    }

    private func words(for state: ReaderState) -> String? {
        switch state {
        case .missing, .unavailable: "waiting for the device"
        case .starting: "the line is open"
        case .ready: role == .idCard ? "the reader answers" : "scan a code"
        case .asking: "lay a card on the reader"
        case .reading: "reading the card"
        case .removeCard: "take the card away and lay it again"
        case .silent, .faulty: nil
        }
    }
}

extension ScannedText.Charset {
    /// As docs/control-api.md lists it.
    fileprivate var word: String {
        switch self {
        case .ascii: "ascii"
        case .eci: "eci"
        case .configured: "configured"
        case .guessedUTF8: "guessed-utf-8"
        case .guessedGB18030: "guessed-gb18030"
        }
    }
}

extension Duration {
    package var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}

import Claims
import Devices
import ReaderProtocols
import Readers
import Synchronization
import WireAPI

/// One test of a device: its events in, lines for the technician out. The last line is a result or a problem; what comes
/// after it is dropped.
final class DeviceTest: Sendable {
    private let role: DeviceRole
    private let tell: @Sendable (ControlTestLine) -> Void
    private let begin = ContinuousClock.now
    private let state = Mutex(State())

    private struct State {
        var isOver = false
        var shown: ReaderState?
        /// Since the card was found.
        var reading: ContinuousClock.Instant?
    }

    init(role: DeviceRole, tell: @escaping @Sendable (ControlTestLine) -> Void) {
        self.role = role
        self.tell = tell
    }

    /// Until a result, or until the device is taken back.
    func follow(_ events: AsyncStream<ReaderEvent>) async {
        for await event in events {
            switch event {
            case .status(let status): show(status)
            case .card(let card): return end(cardLine(card))
            case .cardProblem(let problem):
                progress("The card gave no identity (\(problem.rawValue)): \(problem.advice.text)")
            case .scan(let scan, from: _):
                let read = ControlScanRead(
                    text: scan.text,
                    symbology: scan.identifier,
                    charset: "\(scan.charset)"
                )
                return end(ControlTestLine(scan: read, at: elapsed))
            }
        }
        if !Task.isCancelled { counterBegan() }
    }

    func gaveUp(after limit: Duration) {
        end(
            KioskError(
                .devicesTestTimeout,
                "nothing was read within \(limit.components.seconds) s",
                remedy: role == .idCard
                    ? "Lay an ID card flat on the reader; if the state stays silent, look at its cable and power."
                    : "Scan a code; if nothing comes, the scanner may be set to another mode: scan its set-up code."
            )
        )
    }

    func counterBegan() {
        end(
            KioskError(
                .devicesInUse,
                "the counter took the device back: somebody is being served, or it was unbound",
                remedy: "Test it again when the counter is idle."
            )
        )
    }

    private var elapsed: Int { Self.milliseconds(ContinuousClock.now - begin) }

    static func milliseconds(_ time: Duration) -> Int {
        Int(time.components.seconds) * 1_000 + Int(time.components.attoseconds / 1_000_000_000_000_000)
    }

    private func show(_ status: ReaderStatus) {
        let isNews = state.withLock { state in
            if status.state == .reading { state.reading = .now }
            defer { state.shown = status.state }
            return state.shown != status.state
        }
        guard isNews else { return }
        switch status.state {
        case .asking: progress("Lay a card on the reader.")
        case .ready where role != .idCard: progress("Scan a code.")
        case .ready: break
        case .reading: progress("A card was found.")
        case .removeCard: progress("Take the card away, then lay it again.")
        case .starting, .missing, .unavailable, .silent, .faulty:
            let problem = status.problem.map { ": \($0.message). \($0.remedy)" } ?? ""
            progress("The device is \(status.state.rawValue)\(problem)")
        }
    }

    private func cardLine(_ card: CardIdentity) -> ControlTestLine {
        let reading = state.withLock { $0.reading }
        let took = reading.map { Self.milliseconds(ContinuousClock.now - $0) } ?? 0
        return ControlTestLine(card: ControlCardRead(card, readMilliseconds: took), at: elapsed)
    }

    private func progress(_ text: String) {
        guard !state.withLock({ $0.isOver }) else { return }
        tell(ControlTestLine(progress: text, at: elapsed))
    }

    private func end(_ problem: KioskError) { end(ControlTestLine(problem: ControlProblem(problem), at: elapsed)) }

    private func end(_ line: ControlTestLine) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { tell(line) }
    }
}

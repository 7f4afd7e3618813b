import Claims
import Devices
import Readers
import Synchronization
import WireAPI

/// One test of a device that the daemon has: its events in, lines for the technician out. The last line is a result or a
/// problem; what comes after it is dropped.
final class DeviceTest: Sendable {
    private let progress: TestProgress
    private let tell: @Sendable (ControlTestLine) -> Void
    private let begin = ContinuousClock.now
    private let isOver = Mutex(false)

    init(role: DeviceRole, path: String, tell: @escaping @Sendable (ControlTestLine) -> Void) {
        progress = TestProgress(role: role, path: path)
        self.tell = tell
    }

    /// Until a result, or until the device is taken back.
    func follow(_ events: AsyncStream<ReaderEvent>) async {
        for await event in events {
            if let line = progress.line(for: event, at: elapsed) {
                say(line)
                if line.isLast { return }
            }
            // What cannot work now will not read a card in this time either: say why, not that nothing came.
            if case .status(let status) = event, status.state.isHopeless { return gaveUp() }
        }
        if !Task.isCancelled { takenBack() }
    }

    func gaveUp() { say(progress.timeout(at: elapsed)) }

    func takenBack() {
        let problem = KioskError(
            .devicesInUse,
            "the counter took the device back: somebody is being served, or it was unbound",
            remedy: "Test it again when the counter is idle."
        )
        say(ControlTestLine(problem: ControlProblem(problem), at: elapsed))
    }

    private var elapsed: Int { (ContinuousClock.now - begin).wholeMilliseconds }

    private func say(_ line: ControlTestLine) {
        let wasOver = isOver.withLock { isOver in
            defer { isOver = isOver || line.isLast }
            return isOver
        }
        if !wasOver { tell(line) }
    }
}

extension ReaderState {
    fileprivate var isHopeless: Bool {
        switch self {
        case .missing, .unavailable, .silent, .faulty: true
        case .starting, .ready, .asking, .reading, .removeCard: false
        }
    }
}

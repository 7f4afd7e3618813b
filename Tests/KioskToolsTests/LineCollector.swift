import Synchronization
import WireAPI

/// The lines of a test, in order.
final class LineCollector: Sendable {
    private let stored = Mutex<[ControlTestLine]>([])

    var lines: [ControlTestLine] { stored.withLock { $0 } }

    func add(_ line: ControlTestLine) { stored.withLock { $0.append(line) } }
}

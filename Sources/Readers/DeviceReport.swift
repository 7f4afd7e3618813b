import Claims
import Logging
import ReaderProtocols
import Synchronization

/// The status of one device, and the way its news go: to the log and to whoever listens to the readers.
final class DeviceReport: Sendable {
    let binding: ReaderBinding
    private let status: Mutex<ReaderStatus>
    private let logger: Logger
    private let events: AsyncStream<ReaderEvent>.Continuation

    init(binding: ReaderBinding, logger: Logger, events: AsyncStream<ReaderEvent>.Continuation) {
        self.binding = binding
        var logger = logger
        logger[metadataKey: "role"] = "\(binding.role.rawValue)"
        logger[metadataKey: "path"] = "\(binding.path)"
        self.logger = logger
        self.events = events
        status = Mutex(ReaderStatus(role: binding.role, path: binding.path, state: .missing))
    }

    var current: ReaderStatus { status.withLock { $0 } }

    func set(_ state: ReaderState, problem: KioskError? = nil) {
        update {
            $0.state = state
            $0.problem = problem
        }
    }

    /// Changes counters, and tells of it when that is news.
    func update(_ change: (inout ReaderStatus) -> Void) { tell(nil, change) }

    func handOn(_ identity: CardIdentity) { tell(.card(identity)) { $0.reads += 1 } }

    func handOn(_ scan: ScannedText) { tell(.scan(scan)) { $0.reads += 1 } }

    /// An ID-card reader answered for the first time since it was opened.
    func found(baud: Int, configured: Int) {
        let notice = baud == configured ? nil : KioskError.otherSpeed(baud, configured: configured, binding.path)
        update {
            $0.baud = baud
            $0.notice = notice
        }
    }

    func handOn(_ problem: CardProblem) {
        logger.notice(
            "card gave no identity",
            metadata: ["problem": "\(problem.rawValue)", "advice": "\(problem.advice.text)"]
        )
        tell(.cardProblem(problem)) { _ in }
    }

    /// The event first, then the status if the change is news; both inside the lock, so that they leave in the order
    /// they came about.
    private func tell(_ event: ReaderEvent?, _ change: (inout ReaderStatus) -> Void) {
        status.withLock { status in
            let before = status
            change(&status)
            if let event { events.yield(event) }
            guard status.isNews(since: before) else { return }
            log(before, status)
            events.yield(.status(status))
        }
    }

    private func log(_ before: ReaderStatus, _ after: ReaderStatus) {
        if let notice = after.notice, notice.code != before.notice?.code {
            let metadata: Logger.Metadata = [
                "code": "\(notice.code)", "notice": "\(notice.message)", "remedy": "\(notice.remedy)",
            ]
            logger.notice("reader works, but is not as it should be", metadata: metadata)
        }
        if let module = after.module, module != before.module {
            logger.notice("reader told its module's number", metadata: ["module": "\(module)"])
        }
        guard after.state != before.state || after.problem?.code != before.problem?.code else { return }
        var metadata: Logger.Metadata = ["state": "\(after.state.rawValue)"]
        if let problem = after.problem {
            metadata["code"] = "\(problem.code)"
            metadata["problem"] = "\(problem.message)"
            metadata["remedy"] = "\(problem.remedy)"
            logger.warning("reader has a problem", metadata: metadata)
        } else {
            // The to and fro of reading cards is nothing for a technician.
            let isRoutine = before.problem == nil && before.state.isWorking && after.state.isWorking
            logger.log(level: isRoutine ? .debug : .notice, "reader changed state", metadata: metadata)
        }
    }
}

extension ReaderState {
    fileprivate var isWorking: Bool {
        switch self {
        case .ready, .asking, .reading, .removeCard: true
        case .missing, .unavailable, .starting, .silent, .faulty: false
        }
    }
}

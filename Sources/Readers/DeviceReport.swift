import Claims
import Devices
import Logging
import NIOCore
import ReaderProtocols
import Synchronization

/// The status of one device, and the way its news go: to the log and to whoever listens to the readers.
final class DeviceReport: Sendable {
    let settings: DriverSettings
    let limits: FloodLimits
    private let status: Mutex<ReaderStatus>
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let events: AsyncStream<ReaderEvent>.Continuation
    /// Where what the device reads goes instead, while a technician tests it.
    private let borrower = Mutex<AsyncStream<ReaderEvent>.Continuation?>(nil)
    private let openChannel = Mutex<(any Channel)?>(nil)
    private let recorder = Mutex<AsyncStream<LineRecord>.Continuation?>(nil)

    init(
        binding: ReaderBinding,
        logger: Logger,
        limits: FloodLimits = FloodLimits(),
        now: @escaping @Sendable () -> Timestamp = { Timestamp(milliseconds: 0) },
        events: AsyncStream<ReaderEvent>.Continuation
    ) {
        self.logger = logger
        self.now = now
        settings = binding.settings
        self.limits = limits
        self.events = events
        status = Mutex(ReaderStatus(binding, state: .missing))
    }

    var current: ReaderStatus { status.withLock { $0 } }

    var path: String { current.path }

    /// The same device, now at that path.
    func moved(to path: String) { status.withLock { $0.path = path } }

    func set(_ state: ReaderState, problem: KioskError? = nil) {
        update {
            $0.state = state
            $0.problem = problem
        }
    }

    /// Changes counters, and tells of it when that is news.
    func update(_ change: (inout ReaderStatus) -> Void) { tell(nil, change) }

    func handOn(_ identity: CardIdentity) { tell(.card(identity)) { $0.noteRead(at: now()) } }

    func handOn(_ scan: ScannedText) { tell(.scan(scan, from: current.role)) { $0.noteRead(at: now()) } }

    /// An ID-card reader answered for the first time since it was opened.
    func found(baud: Int, configured: Int) {
        let notice = baud == configured ? nil : KioskError.otherSpeed(baud, configured: configured, path)
        update {
            $0.baud = baud
            $0.notice = notice
        }
    }

    func handOn(_ problem: CardProblem) {
        logger.notice(
            "card gave no identity",
            metadata: ["path": "\(path)", "problem": "\(problem.rawValue)", "advice": "\(problem.advice.text)"]
        )
        tell(.cardProblem(problem)) { _ in }
    }

    /// What the device reads goes to `borrower`; nil gives it back to the counter. Gives who had it before.
    @discardableResult
    func lend(to borrower: AsyncStream<ReaderEvent>.Continuation?) -> AsyncStream<ReaderEvent>.Continuation? {
        self.borrower.withLock { present in
            defer { present = borrower }
            return present
        }
    }

    /// Every byte from and to the device is told to `recorder` as well; nil ends that. Gives who had it before.
    @discardableResult
    func record(to recorder: AsyncStream<LineRecord>.Continuation?) -> AsyncStream<LineRecord>.Continuation? {
        self.recorder.withLock { present in
            defer { present = recorder }
            return present
        }
    }

    /// While the line is open: whom orders and papers go to.
    var channel: (any Channel)? { openChannel.withLock { $0 } }

    func attach(_ channel: (any Channel)?) { openChannel.withLock { $0 = channel } }

    func noteBytes(_ direction: LineRecord.Direction, _ bytes: ByteBuffer) {
        recorder.withLock { recorder in
            _ = recorder?.yield(LineRecord(direction, bytes))
        }
    }

    /// Ends whoever borrowed or records the device, and tells that it has no work any more.
    func release() {
        lend(to: nil)?.finish()
        record(to: nil)?.finish()
        status.withLock { _ = events.yield(.released($0)) }
    }

    /// The event first, then the status if the change is news; both inside the lock, so that they leave in the order
    /// they came about.
    private func tell(_ event: ReaderEvent?, _ change: (inout ReaderStatus) -> Void) {
        status.withLock { status in
            let before = status
            change(&status)
            if let event {
                let borrower = borrower.withLock { $0 }
                (borrower ?? events).yield(event)
            }
            guard status.isNews(since: before) else { return }
            log(before, status)
            events.yield(.status(status))
            borrower.withLock { _ = $0?.yield(.status(status)) }
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
        var metadata: Logger.Metadata = [
            "role": "\(after.role.rawValue)", "path": "\(after.path)", "state": "\(after.state.rawValue)",
        ]
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

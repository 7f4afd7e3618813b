import Claims
import CounterServer
import Devices
import Inspection
import ReaderProtocols
import Readers
import ServiceLifecycle
import WireAPI

/// Hands what the readers report to the counter, in order.
struct ReaderFeed: Service {
    let events: AsyncStream<ReaderEvent>
    let counter: Counter
    /// Rings after each change of a device's status.
    let signal: ChangeSignal

    func run() async {
        for await event in events.cancelOnGracefulShutdown() {
            switch event {
            case .status(let status):
                await counter.deviceChanged(DeviceView(status))
                signal.notify()
            case .released(let status):
                await counter.deviceReleased(role: status.role.rawValue, path: status.path)
                signal.notify()
            case .card, .cardProblem, .scan:
                // In a task of its own, whose memory is freed and wiped: this one lives as long as the daemon.
                await withTaskGroup { group in group.addTask { await self.hand(event) } }
            }
        }
    }

    private func hand(_ event: ReaderEvent) async {
        switch event {
        case .card(let identity): await counter.send(.cardRead(identity))
        case .cardProblem(let problem): await counter.send(.cardFailed(Hint(problem)))
        case .scan(let scan, from: .bankCard): await counter.bankCardScanned(scan.text)
        case .scan(let scan, from: _): await counter.send(.scanned(scan.text))
        case .status, .released: break
        }
    }
}

extension DeviceView {
    init(_ status: ReaderStatus) {
        self.init(
            role: status.role.rawValue,
            state: status.state.rawValue,
            path: status.path,
            problem: status.problem.map { ErrorBody($0).error },
            notice: status.notice.map { ErrorBody($0).error },
            reads: status.reads
        )
    }
}

extension Hint {
    fileprivate init(_ problem: CardProblem) {
        switch problem {
        case .moved: self.init(.cardMoved)
        case .readFailed, .refusedReader, .refusedByReader, .verificationFailed: self.init(.cardReadFailed)
        case .notAnIdentityCard, .unknownKind: self.init(.cardNotAnID)
        case .nameUnreadable, .numberUnreadable, .numberOfOtherKind: self.init(.cardUnreadable)
        }
    }
}

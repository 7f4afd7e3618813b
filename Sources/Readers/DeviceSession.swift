import Claims
import Devices
import NIOCore
import NIOPosix
import SerialPort

/// One device for the life of the daemon: opens it, runs its driver, opens it again.
final class DeviceSession: Sendable {
    private enum Signal {
        case appeared(ReaderBinding)
        case disappeared
        case closed
        case paused
    }

    let report: DeviceReport
    private let wish: CardWish
    private let lastCard = LastCard()
    private let foundSpeed = FoundSpeed()
    private let eventLoop: any EventLoop
    private let signals: AsyncStream<Signal>
    private let continuation: AsyncStream<Signal>.Continuation

    /// A line that stayed open this long, or gave a whole frame, was a good run: the next pause starts short.
    private static let goodRun = TimeAmount.seconds(5)

    init(report: DeviceReport, wish: CardWish, eventLoop: any EventLoop) {
        self.report = report
        self.wish = wish
        self.eventLoop = eventLoop
        (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
    }

    /// Told again with another path, it is the same device in another place.
    func appeared(_ binding: ReaderBinding) { continuation.yield(.appeared(binding)) }

    func disappeared() { continuation.yield(.disappeared) }

    /// Closes the line; nothing more happens.
    func end() { continuation.finish() }

    /// Runs until cancelled, then closes the line.
    func run() async {
        var lifecycle = DeviceLifecycle()
        var backoff = Backoff()
        var random = SystemRandomNumberGenerator()
        var line: Line?
        var timer: Scheduled<Void>?
        var binding: ReaderBinding?
        for await signal in signals {
            timer?.cancel()
            timer = nil
            var action: DeviceLifecycle.Action
            switch signal {
            case .appeared(let found):
                let isElsewhere = binding.map { $0.path != found.path } ?? false
                binding = found
                report.moved(to: found.path)
                // The hang-up at the old place may still be on its way.
                if isElsewhere, lifecycle.disappeared() == .close { line?.channel.close(promise: nil) }
                action = lifecycle.appeared()
            case .disappeared:
                // Late news: what disappeared is the device before this one, and the line is open on what is there.
                if let device = line?.device, device == NodeIdentity(path: report.path) { continue }
                action = lifecycle.disappeared()
            case .paused: action = lifecycle.paused()
            case .closed:
                if let ended = line, wasGood(ended) { backoff.reset() }
                line.map(release)
                line = nil
                action = lifecycle.closed()
                report.set(.missing, problem: SerialPort.gone(report.path))
            }
            if action == .open, let binding {
                do {
                    line = try await open(binding)
                    action = lifecycle.opened()
                } catch {
                    if Task.isCancelled { break }
                    report.set(error.code == .readerMissing ? .missing : .unavailable, problem: error)
                    action = lifecycle.closed()
                }
            }
            switch action {
            case .none, .open: break
            case .close: line?.channel.close(promise: nil)
            case .pause: timer = schedule(after: backoff.next(using: &random))
            case .waitForDevice:
                backoff.reset()
                report.set(.missing, problem: SerialPort.missing(report.path))
            }
        }
        timer?.cancel()
        if let line {
            try? await line.channel.close()
            release(line)
        }
    }

    /// An open device.
    private struct Line {
        let channel: any Channel
        let speedControl: LineSpeed
        /// What was opened; nil if the path led somewhere else meanwhile.
        let device: NodeIdentity?
        let token: Int?
        let openedAt: NIODeadline
        let framesBefore: Int
    }

    private func open(_ binding: ReaderBinding) async throws(KioskError) -> Line {
        let drivers = DriverHandlers(report: report, wish: wish, lastCard: lastCard, foundSpeed: foundSpeed)
        let before = NodeIdentity(path: binding.path)
        let port = try await openPort(binding)
        let device = NodeIdentity(path: binding.path)
        report.set(.starting)
        let framesBefore = report.current.frames
        let speedControl = try port.speedControl()
        // Before the driver may say that the device is ready.
        report.update { $0.opens += 1 }
        let channel: any Channel
        do {
            channel = try await port.makeChannel(on: eventLoop) { channel in
                try drivers.add(to: channel, for: binding, speedControl)
            }
        } catch {
            report.update { $0.opens -= 1 }
            throw error
        }
        report.attach(channel)
        channel.closeFuture.whenComplete { [continuation] _ in continuation.yield(.closed) }
        return Line(
            channel: channel,
            speedControl: speedControl,
            device: device == before ? device : nil,
            token: binding.settings.driver == .sdt ? listen(channel) : nil,
            openedAt: .now(),
            framesBefore: framesBefore
        )
    }

    /// Opening may block for as long as a driver likes: not on an event loop, not on a thread of the task pool.
    private func openPort(_ binding: ReaderBinding) async throws(KioskError) -> SerialPort {
        let baud = foundSpeed.baud ?? binding.settings.baud
        do {
            return try await NIOThreadPool.singleton.runIfActive {
                switch binding.settings.driver {
                case .sdt, .line, .ssi: try SerialPort.open(path: binding.path, baud: baud)
                case .keyboard: try SerialPort.openKeyboard(path: binding.path)
                case .escpos: try SerialPort.openPrinter(path: binding.path, baud: baud)
                }
            }
        } catch let error as KioskError {
            throw error
        } catch {
            throw KioskError(
                .readerOpenFailed,
                "\(binding.path) was not opened",
                remedy: "restart the kiosk",
                cause: error
            )
        }
    }

    /// Passes the wish for a card on to the driver of a channel.
    private func listen(_ channel: any Channel) -> Int {
        wish.add { number in
            // Later, not now: the wish may change in the middle of the driver's own work.
            channel.eventLoop.execute {
                channel.pipeline.fireUserInboundEventTriggered(CardReaderHandler.WishChanged(number: number))
            }
        }
    }

    private func release(_ line: Line) {
        report.attach(nil)
        if let token = line.token { wish.remove(token) }
        line.speedControl.close()
    }

    private func wasGood(_ line: Line) -> Bool {
        NIODeadline.now() - line.openedAt >= Self.goodRun || report.current.frames > line.framesBefore
    }

    private func schedule(after pause: Duration) -> Scheduled<Void> {
        eventLoop.scheduleTask(in: TimeAmount(pause)) { [continuation] in _ = continuation.yield(.paused) }
    }
}

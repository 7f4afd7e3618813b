import NIOCore

/// A device as far as its bytes go: what the host sends in, messages out, no clock and no I/O.
protocol LineMachine: Sendable {
    mutating func receive(_ bytes: [UInt8]) -> [[UInt8]]

    /// What the machine waits for at present.
    var timer: LineTimer? { get }

    /// The time of `timer` is up.
    mutating func timeIsUp() -> [[UInt8]]
}

struct LineTimer: Equatable, Sendable {
    /// Another number for each new wait.
    var number: Int
    var after: Duration
}

/// Runs a machine at the master's end of a line. What the device sends of itself goes through here too, and may start
/// a wait.
final class LineMachineHandler<Machine: LineMachine>: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let machine: Shared<Machine>
    private var current: LineTimer?
    private var scheduled: Scheduled<Void>?

    init(machine: Shared<Machine>) { self.machine = machine }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        send(machine.use { $0.receive(bytes) }, context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        follow(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        scheduled?.cancel()
        scheduled = nil
    }

    /// What the line does not take is lost, as on a real one that nobody reads.
    private func send(_ messages: [[UInt8]], _ context: ChannelHandlerContext) {
        for message in messages where !message.isEmpty {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: message)), promise: nil)
        }
        follow(context)
    }

    private func follow(_ context: ChannelHandlerContext) {
        let timer = machine.use { $0.timer }
        guard timer != current else { return }
        current = timer
        scheduled?.cancel()
        scheduled = timer.map { timer in
            context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timer.after)) {
                self.current = nil
                self.send(self.machine.use { $0.timeIsUp() }, context)
            }
        }
    }
}

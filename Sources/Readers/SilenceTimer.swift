import NIOCore

/// Fires when a line has been silent for some time. Bytes only move a mark; no timer is made for each of them.
final class SilenceTimer {
    private let gap: TimeAmount
    private let fire: (ChannelHandlerContext) -> Void
    private var timer: Scheduled<Void>?
    private var lastByte = NIODeadline.uptimeNanoseconds(0)

    init(_ gap: TimeAmount, _ fire: @escaping (ChannelHandlerContext) -> Void) {
        self.gap = gap
        self.fire = fire
    }

    /// Bytes came; `isWaiting` says whether anything waits for more of them.
    func heard(_ isWaiting: Bool, _ context: ChannelHandlerContext) {
        lastByte = context.eventLoop.now
        if !isWaiting { cancel() } else if timer == nil { schedule(context) }
    }

    func cancel() {
        timer?.cancel()
        timer = nil
    }

    private func schedule(_ context: ChannelHandlerContext) {
        let delay = lastByte + gap - context.eventLoop.now
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
            guard let self, context.channel.isActive else { return }
            self.timer = nil
            if context.eventLoop.now - self.lastByte < self.gap {
                self.schedule(context)
            } else {
                self.fire(context)
            }
        }
    }
}

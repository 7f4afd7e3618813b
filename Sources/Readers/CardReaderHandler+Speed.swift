import NIOCore
import ReaderProtocols

/// The search for the speed of a reader that never answered since the line was opened. It happens in a pause of the
/// sequence, which learns of it only when a reader was found: then its pause is over.
extension CardReaderHandler {
    /// One round over the other speeds.
    struct SpeedRound {
        /// What the sequence wants done once the round is over.
        var next: CardReadSequence.Next
        /// The line is taking a new speed; what comes belongs to the old one.
        var isSettling = true
    }

    /// Begins a round, if the reader never answered, in place of the pause. Gives whether it did.
    func searchSpeed(inPlaceOf next: CardReadSequence.Next, _ context: ChannelHandlerContext) -> Bool {
        guard case .wait = next, condition == .silent || condition == .faulty(.garbled) else { return false }
        let action = search.silent()
        guard action != .keep else { return false }
        round = SpeedRound(next: next)
        endTimer()
        follow(action, context)
        return true
    }

    /// A whole frame came. Gives whether it was the answer that a round looked for.
    func endSearch(_ context: ChannelHandlerContext) -> Bool {
        if case .settled(let baud) = search.answered() {
            speeds.found.baud = baud == speeds.configured ? nil : baud
            report.found(baud: baud, configured: speeds.configured)
        }
        guard let round else { return false }
        self.round = nil
        if case .wait = round.next {
            perform(sequence.waited(), context)
        } else {
            carryOut(round.next, context)
        }
        return true
    }

    private func follow(_ action: SpeedSearch.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .keep, .settled: break
        case .tryAt(let baud):
            change(to: baud, context) { handler, context, isSet in
                if isSet {
                    handler.probe(context)
                } else {
                    handler.follow(handler.search.silent(), context)
                }
            }
        case .exhausted(let baud):
            change(to: baud, context) { handler, context, _ in
                guard let round = handler.round else { return }
                handler.round = nil
                handler.carryOut(round.next, context)
            }
        }
    }

    private func change(
        to baud: Int,
        _ context: ChannelHandlerContext,
        then body: @escaping (CardReaderHandler, ChannelHandlerContext, _ isSet: Bool) -> Void
    ) {
        round?.isSettling = true
        speeds.set(baud, context.eventLoop).hop(to: context.eventLoop).assumeIsolated().whenComplete { result in
            let isSet = if case .success = result { true } else { false }
            self.schedule(isSet ? TimeAmount(SpeedSearch.settleTime) : .zero, context) { handler, context in
                body(handler, context, isSet)
            }
        }
    }

    private func probe(_ context: ChannelHandlerContext) {
        round?.isSettling = false
        write(.status, context)
        schedule(TimeAmount(SpeedSearch.timePerSpeed), context) { $0.follow($0.search.silent(), $1) }
    }
}

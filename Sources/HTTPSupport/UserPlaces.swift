import Glibc
import Logging
import NIOCore
import NIOHTTPTypes
import Synchronization

/// How many connections of a Unix socket each user holds: one who keeps connecting must not take the places of all.
final class UserPlaces: Sendable {
    private let most: Int
    private let taken = Mutex<[uid_t: Int]>([:])

    init(most: Int) { self.most = most }

    /// Root has as many as there are.
    func take(_ user: uid_t) -> Bool {
        taken.withLock { taken in
            guard user == 0 || taken[user, default: 0] < most else { return false }
            taken[user, default: 0] += 1
            return true
        }
    }

    func giveBack(_ user: uid_t) {
        taken.withLock { taken in
            let left = taken[user, default: 1] - 1
            taken[user] = left > 0 ? left : nil
        }
    }
}

/// Takes a place for its connection, or closes it at once: an answer would wait for a question, and hold a place too.
final class UserPlaceHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let places: UserPlaces
    private let refusals: RefusalLog
    private var isAsked = false
    private var user: uid_t?

    init(places: UserPlaces, refusals: RefusalLog) {
        self.places = places
        self.refusals = refusals
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { ask(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        ask(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let user { places.giveBack(user) }
        user = nil
        context.fireChannelInactive()
    }

    private func ask(_ context: ChannelHandlerContext) {
        guard !isAsked else { return }
        isAsked = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        // Answered on the spot: the socket is at hand.
        PeerLookup.user(of: context.channel).whenComplete { answer in
            let (handler, context) = bound.value
            // Who is not known is turned away by the check of who asks.
            guard case .success(let user) = answer, context.channel.isActive else { return }
            guard handler.places.take(user) else {
                handler.refusals.note("too many connections of one user", from: "uid \(user)", ["uid": "\(user)"])
                return context.close(promise: nil)
            }
            handler.user = user
        }
    }
}

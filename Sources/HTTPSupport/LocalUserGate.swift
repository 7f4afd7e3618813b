import Claims
import HTTPTypes
import Logging
import NIOCore
import NIOHTTPTypes
import NIOPosix

/// Asks once, before anything of a connection over loopback is read, which user of this machine opened it. One who may
/// not gets the reason as the answer to his first request; nothing of him reaches a route.
final class LocalUserGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum Verdict {
        case asked
        case admitted
        case refused(KioskError)
    }

    private let check: @Sendable (UnixPeer?) -> KioskError?
    private let refusals: RefusalLog
    private var verdict: Verdict?
    private var isReadWanted = false
    private var isAnswered = false

    /// - Parameter check: nil lets the user in; asked with nil for a user who is not known.
    init(refusals: RefusalLog, check: @escaping @Sendable (UnixPeer?) -> KioskError?) {
        self.refusals = refusals
        self.check = check
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { ask(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        ask(context)
        context.fireChannelActive()
    }

    func read(context: ChannelHandlerContext) {
        switch verdict {
        case nil, .asked: isReadWanted = true
        case .admitted, .refused: context.read()
        }
    }

    private func ask(_ context: ChannelHandlerContext) {
        guard verdict == nil else { return }
        verdict = .asked
        let (local, remote) = (context.localAddress, context.remoteAddress)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        // The list of sockets may be long, and the users' names on the network.
        NIOThreadPool.singleton.runIfActive(eventLoop: context.eventLoop) { [check] () -> (UnixPeer?, KioskError?) in
            let peer = local.flatMap { local in
                remote.flatMap { TCPOwner.uid(of: $0, connectedTo: local) }.map { PeerLookup.peer(uid: $0) }
            }
            return (peer, check(peer))
        }.whenComplete { answer in
            let (handler, context) = bound.value
            switch answer {
            case .success(let (peer, refusal)): handler.decide(peer, refusal, context)
            // The process ends.
            case .failure: context.close(promise: nil)
            }
        }
    }

    private func decide(_ peer: UnixPeer?, _ refusal: KioskError?, _ context: ChannelHandlerContext) {
        verdict = refusal.map { .refused($0) } ?? .admitted
        if let refusal {
            let uid = peer.map { "\($0.uid)" } ?? "unknown"
            refusals.note("connection refused", from: "uid \(uid)", ["code": "\(refusal.code)", "uid": "\(uid)"])
        }
        guard isReadWanted else { return }
        isReadWanted = false
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch verdict {
        case .admitted: context.fireChannelRead(data)
        case .refused(let error): answer(error, context)
        // Nothing is read before there is a verdict.
        case nil, .asked: context.close(promise: nil)
        }
    }

    /// Once; the handler before this one closes the connection after it.
    private func answer(_ error: KioskError, _ context: ChannelHandlerContext) {
        guard !isAnswered else { return }
        isAnswered = true
        guard let body = try? JSONMessage.encode(ErrorBody(error)) else { return context.close(promise: nil) }
        let headers: HTTPFields = [
            .contentType: "application/json", .contentLength: "\(body.readableBytes)", .cacheControl: "no-store",
            .connection: "close",
        ]
        let head = HTTPResponse(status: error.code.status, headerFields: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

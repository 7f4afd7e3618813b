import Claims
import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1
import X509

/// Looks which certificates a server shows, and hangs up: the handshake is never finished, nothing is sent.
///
/// This is how a kiosk that knows the authority by its fingerprint only comes to the authority's certificate. What
/// follows is an ordinary connection that trusts nothing else.
struct AuthorityProbe {
    let address: CentralAddress
    let now: Timestamp

    private static let patience = TimeAmount.seconds(15)

    /// The authority with this fingerprint.
    ///
    /// Throws `central.unreachable`, `trust.wrong-authority` when the server does not show it, and `trust.clock-wrong`
    /// when by this machine's clock the server's certificate is not good yet or no more.
    func authority(_ fingerprint: String) async throws(KioskError) -> AuthorityCertificate {
        let chain: [[UInt8]]
        do {
            chain = try await shown()
        } catch {
            throw KioskError(
                .centralUnreachable,
                "no TLS connection to \(address.host), port \(address.port)",
                remedy: "Check cable, network and the central's address, and that kiosk-central runs there with TLS.",
                cause: error
            )
        }
        guard let der = chain.first(where: { AuthorityCertificate.fingerprint(of: $0) == fingerprint }),
            let authority = AuthorityCertificate(der: der), let first = chain.first,
            let server = try? Certificate(derEncoded: first)
        else {
            throw KioskError(
                .trustWrongAuthority,
                "the server at \(address.host) does not show the authority that the token names",
                remedy:
                    "Check the address. If it is right, stop: another server, or somebody in between, answers. Nothing was sent."
            )
        }
        let (starts, ends) = (Timestamp(server.notValidBefore), Timestamp(server.notValidAfter))
        guard starts <= now, now <= ends else {
            throw KioskError(
                .trustClock,
                "it is \(now) by this machine's clock, and the central's certificate is good from \(starts) to \(ends)",
                remedy: "Set the clock (timedatectl set-ntp true). If it is right, the central needs a new certificate."
            )
        }
        return authority
    }

    private func shown() async throws -> [[UInt8]] {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        let context = try NIOSSLContext(configuration: configuration)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let found = loop.makePromise(of: [[UInt8]].self)
        let late = loop.scheduleTask(in: Self.patience) { found.fail(ChannelError.connectTimeout(Self.patience)) }
        defer { late.cancel() }
        do {
            let channel = try await ClientBootstrap(group: loop)
                .connectTimeout(Self.patience)
                .channelInitializer { [address] channel in
                    channel.eventLoop.makeCompletedFuture {
                        let tls = try NIOSSLClientHandler(
                            context: context,
                            serverHostname: address.serverName,
                            customVerificationCallback: { chain, verdict in
                                found.succeed(chain.prefix(8).compactMap { try? $0.toDERBytes() })
                                verdict.succeed(.failed)
                            }
                        )
                        try channel.pipeline.syncOperations.addHandlers([tls, ProbeEnd(found)])
                    }
                }
                .connect(host: address.host, port: address.port).get()
            let chain = try await found.futureResult.get()
            channel.close(promise: nil)
            return chain
        } catch {
            found.fail(error)
            throw error
        }
    }
}

/// Tells the probe that the connection ended before a certificate came.
private final class ProbeEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let found: EventLoopPromise<[[UInt8]]>

    init(_ found: EventLoopPromise<[[UInt8]]>) { self.found = found }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        found.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        found.fail(ChannelError.eof)
        context.fireChannelInactive()
    }
}

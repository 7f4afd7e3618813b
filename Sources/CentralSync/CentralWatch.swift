import Dispatch
import Glibc
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Notices that a central is back behind a network that never went: of that the kernel tells nothing, see `NetworkWatch`.
///
/// While somebody waits out a pause because the central does not answer, a connection to it is begun every second or so
/// and closed at once; nothing is sent. The first that comes about after one that did not ends the pauses. After each that
/// comes about the next is begun later, and the next end of pauses is later, until the central has answered: so one that
/// takes connections and answers nothing, or comes and goes, is soon left to the pauses. While nobody waits, nothing
/// wakes.
package struct CentralWatch: Service {
    /// As long as a first and a second attempt of TCP take.
    private static let patience = TimeAmount.seconds(2)

    private let missing: MissingCentral
    private let host: String
    private let port: Int
    private let interval: Duration
    private let policies: (looks: BackOff.Policy, returns: BackOff.Policy)
    private let clock: any Clock<Duration>
    private let logger: Logger
    /// Looking up a name may block for long. One at a time.
    private let lookUps = DispatchQueue(label: "central-watch")

    /// - Parameters:
    ///   - central: its address, `http://` or `https://`.
    ///   - interval: after a connection that did not come about; up to a fifth is taken off at random.
    ///   - policies: pauses after connections that did, and the least between two ends of pauses.
    package init(
        _ missing: MissingCentral,
        central: String,
        interval: Duration = .seconds(1),
        policies: (looks: BackOff.Policy, returns: BackOff.Policy) = (
            BackOff.Policy(first: .seconds(1), longest: .seconds(30)),
            BackOff.Policy(first: .seconds(2), longest: .seconds(300))
        ),
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.missing = missing
        let url = URL(string: central)
        host = url?.host() ?? ""
        port = url?.port ?? (url?.scheme?.lowercased() == "http" ? 80 : 443)
        self.interval = interval
        self.policies = policies
        self.clock = clock
        self.logger = logger
    }

    /// What is remembered until the central answers.
    private struct Outage {
        var looks: BackOff
        var returns: BackOff
        /// When pauses may be ended again.
        var nextReturn = ContinuousClock.now
        /// Whether the last connection came about.
        var cameAbout = false
        /// The same, but that it did counts only once pauses may be ended; nil before the first.
        var isThere: Bool?
        /// What was logged, each once.
        var wasAway = false
        var wasBack = false
    }

    /// Runs until graceful shutdown or cancellation.
    package func run() async {
        await cancelWhenGracefulShutdown {
            var outage = newOutage
            while !Task.isCancelled {
                guard missing.isAwaited else {
                    _ = await missing.bell.wait(for: .changed)
                    continue
                }
                if missing.takeAnswered() {
                    // Whom it answered noticed before this did.
                    if outage.isThere == false { missing.wakeAll() }
                    outage = newOutage
                }
                let pause =
                    outage.cameAbout
                    ? outage.looks.next(random: .random(in: 0..<1)) : interval * .random(in: 0.8...1)
                // Nothing tells when it takes connections again; so there is time alone to wait for.
                try? await clock.sleep(for: pause)
                guard missing.isAwaited, let isThere = await takesConnections() else { continue }
                note(isThere, &outage)
            }
        }
    }

    private var newOutage: Outage { Outage(looks: BackOff(policies.looks), returns: BackOff(policies.returns)) }

    private func note(_ isThere: Bool, _ outage: inout Outage) {
        logger.debug("looked for the central", metadata: ["there": "\(isThere)"])
        outage.cameAbout = isThere
        if isThere, outage.isThere == false {
            // Not yet: the next look is taken for the first one that finds it.
            guard ContinuousClock.now >= outage.nextReturn else { return }
            outage.nextReturn = .now + outage.returns.next(random: .random(in: 0..<1))
            if !outage.wasBack { logger.notice("the central takes connections again") }
            outage.wasBack = true
            missing.wakeAll()
        } else if !isThere, !outage.wasAway {
            logger.notice("the central takes no connections; it is looked for")
            outage.wasAway = true
        }
        outage.isThere = isThere
    }

    /// Whether any address that the name has takes a connection. Nil when the task was cancelled meanwhile.
    private func takesConnections() async -> Bool? {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        lookUps.async { [host, port] in
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let bootstrap = ClientBootstrap(group: loop).connectTimeout(Self.patience)
            let attempts = Self.addresses(of: host, port).map { address in
                bootstrap.connect(to: address).map { $0.close(promise: nil) }
            }
            EventLoopFuture.whenAllComplete(attempts, on: loop).whenSuccess { results in
                answer.yield(results.contains { (try? $0.get()) != nil })
            }
        }
        for await isThere in answers { return isThere }
        return nil
    }

    private static func addresses(of host: String, _ port: Int) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        return sequence(first: first, next: { $0?.pointee.ai_next }).prefix(8).compactMap { entry in
            guard let entry = entry?.pointee, let address = entry.ai_addr else { return nil }
            let raw = UnsafeRawPointer(address)
            return switch entry.ai_family {
            case AF_INET: SocketAddress(raw.loadUnaligned(as: sockaddr_in.self), host: host)
            case AF_INET6: SocketAddress(raw.loadUnaligned(as: sockaddr_in6.self), host: host)
            default: nil
            }
        }
    }
}

import Dispatch
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
/// While somebody waits out a pause because the central does not answer, a connection to it is begun every second and
/// closed at once; nothing is sent. The first that comes about after one that did not ends the pauses. After each that
/// comes about the next is begun later, up to half a minute, until the central has answered something: so one that takes
/// connections and answers nothing, or comes and goes, is left to the pauses. While nobody waits, nothing wakes.
package struct CentralWatch: Service {
    /// As long as a first and a second attempt of TCP take.
    private static let patience = TimeAmount.seconds(2)

    private let missing: MissingCentral
    private let host: String
    private let port: Int
    private let interval: Duration
    private let policy: BackOff.Policy
    private let clock: any Clock<Duration>
    private let logger: Logger
    /// Looking up a name may block for long. One at a time.
    private let lookUps = DispatchQueue(label: "central-watch")

    /// - Parameters:
    ///   - central: its address, `http://` or `https://`.
    ///   - interval: after a connection that did not come about; up to a fifth is taken off at random.
    ///   - policy: pauses after connections that did.
    package init(
        _ missing: MissingCentral,
        central: String,
        interval: Duration = .seconds(1),
        policy: BackOff.Policy = BackOff.Policy(first: .seconds(1), longest: .seconds(30)),
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.missing = missing
        let url = URL(string: central)
        host = url?.host() ?? ""
        port = url?.port ?? (url?.scheme?.lowercased() == "http" ? 80 : 443)
        self.interval = interval
        self.policy = policy
        self.clock = clock
        self.logger = logger
    }

    /// What is remembered until the central answers.
    private struct Outage {
        var backOff: BackOff
        /// Whether the last connection came about; nil before the first.
        var isThere: Bool?
        /// What was logged, each once.
        var wasAway = false
        var wasBack = false
    }

    /// Runs until graceful shutdown or cancellation.
    package func run() async {
        await cancelWhenGracefulShutdown {
            var outage = Outage(backOff: BackOff(policy))
            while !Task.isCancelled {
                guard missing.isAwaited else {
                    _ = await missing.bell.wait(for: .changed)
                    continue
                }
                if missing.takeAnswered() { outage = Outage(backOff: BackOff(policy)) }
                let pause =
                    outage.isThere == true
                    ? outage.backOff.next(random: .random(in: 0..<1)) : interval * .random(in: 0.8...1)
                try? await clock.sleep(for: pause)
                guard missing.isAwaited, let isThere = await takesConnections() else { continue }
                note(isThere, &outage)
            }
        }
    }

    private func note(_ isThere: Bool, _ outage: inout Outage) {
        logger.debug("looked for the central", metadata: ["there": "\(isThere)"])
        if isThere, outage.isThere == false {
            if !outage.wasBack { logger.notice("the central takes connections again") }
            outage.wasBack = true
            missing.wakeAll()
        } else if !isThere, !outage.wasAway {
            logger.notice("the central takes no connections; it is looked for")
            outage.wasAway = true
        }
        outage.isThere = isThere
    }

    /// Looks at the first address that the name has. Nil when the task was cancelled meanwhile.
    private func takesConnections() async -> Bool? {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        lookUps.async { [host, port] in
            guard let address = try? SocketAddress.makeAddressResolvingHost(host, port: port) else {
                answer.yield(false)
                return
            }
            ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(Self.patience)
                .connect(to: address)
                .whenComplete { result in
                    if case .success(let channel) = result { channel.close(promise: nil) }
                    answer.yield((try? result.get()) != nil)
                }
        }
        for await isThere in answers { return isThere }
        return nil
    }
}

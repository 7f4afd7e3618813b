package import Claims
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who cannot reach the central now.
package final class MissingCentral: Sendable {
    package enum Asker: Hashable, Sendable {
        case claims
        case news
        case photos
    }

    private let askers = Mutex<Set<Asker>>([])
    fileprivate let bell = Doorbell()

    package init() {}

    /// What one of them came to; nil after an attempt that went well. Only a central that does not answer is missing.
    package func note(_ problem: ErrorBody.Detail?, by asker: Asker) {
        let codes: [KioskError.Code] = [.centralUnreachable, .centralTimeout]
        let isMissing = problem.map { codes.contains(KioskError.Code($0.code)) } ?? false
        let isFirst = askers.withLock { askers in
            let before = askers.isEmpty
            if isMissing { askers.insert(asker) } else { askers.remove(asker) }
            return before && !askers.isEmpty
        }
        if isFirst { bell.ring(.changed) }
    }

    var isMissing: Bool { askers.withLock { !$0.isEmpty } }

    /// Until one of them fails again.
    fileprivate func forget() { askers.withLock { $0 = [] } }
}

/// Notices that a central is back behind a network that never went: of that the kernel tells nothing, see `NetworkWatch`.
///
/// While the central is missing, a connection to it is begun every second and closed at once; nothing is sent. What counts
/// is the change from none to one: a central that takes connections and answers nothing is left to the pauses between
/// attempts. While it is not missing, nothing wakes.
package struct CentralWatch: Service {
    /// As long as a first and a second attempt of TCP take.
    private static let patience = TimeAmount.seconds(2)

    private let missing: MissingCentral
    private let host: String
    private let port: Int
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let onReturn: @Sendable () -> Void

    /// - Parameters:
    ///   - central: its address, `http://` or `https://`.
    ///   - interval: between two connections; up to a fifth is taken off at random.
    ///   - onReturn: called each time that a connection came about after one that did not.
    package init(
        _ missing: MissingCentral,
        central: String,
        interval: Duration = .seconds(1),
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger,
        onReturn: @escaping @Sendable () -> Void
    ) {
        self.missing = missing
        let url = URL(string: central)
        host = url?.host() ?? ""
        port = url?.port ?? (url?.scheme?.lowercased() == "http" ? 80 : 443)
        self.interval = interval
        self.clock = clock
        self.logger = logger
        self.onReturn = onReturn
    }

    /// Runs until graceful shutdown or cancellation.
    package func run() async {
        await cancelWhenGracefulShutdown {
            var wasAway = false
            while !Task.isCancelled {
                guard missing.isMissing else {
                    wasAway = false
                    _ = await missing.bell.wait(for: .changed)
                    continue
                }
                try? await clock.sleep(for: interval * .random(in: 0.8...1))
                guard let isThere = await takesConnections() else { continue }
                if isThere, wasAway {
                    logger.notice("the central takes connections again")
                    missing.forget()
                    onReturn()
                }
                if !isThere, !wasAway { logger.notice("the central takes no connections; it is looked for") }
                wasAway = !isThere
            }
        }
    }

    /// Nil when the task was cancelled meanwhile.
    private func takesConnections() async -> Bool? {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.patience)
            .connect(host: host, port: port)
            .whenComplete { result in
                if case .success(let channel) = result { channel.close(promise: nil) }
                answer.yield((try? result.get()) != nil)
            }
        for await isThere in answers { return isThere }
        return nil
    }
}

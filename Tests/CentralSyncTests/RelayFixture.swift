import AsyncHTTPClient
import CentralSync
import Claims
import Foundation
import InMemoryLogging
import Logging
import NIOPosix
import Outbox
import Sealing
import ServiceLifecycle
import ServiceLifecycleTestKit
import Synchronization
import Testing
import WireAPI

/// A real store in a folder of its own and a relay to a central.
final class RelayFixture: Sendable {
    static let now = Timestamp(milliseconds: 1_741_572_000_000)

    let store: ClaimStore
    let log = InMemoryLogHandler()
    private let folder: String
    private let states = Mutex<[RelayState]>([])

    var shown: [RelayState] { states.withLock { $0 } }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("relay-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let kiosk = try #require(KioskID("DQ01"))
        store = try ClaimStore.open(at: folder + "/kiosk.db", mode: .rehearsal, kiosk: kiosk) {
            ContentHash.sha256(of: $0)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func record(_ count: Int = 1) async throws -> [ClaimReceipt] {
        var receipts: [ClaimReceipt] = []
        for _ in 0..<count {
            let person = UUID().uuidString
            let outcome = try await store.commit(onceOnly: .each, person: person, vehicle: nil, parts: []) { place in
                var random = SystemRandomNumberGenerator()
                let id = ClaimID(at: Self.now, using: &random)
                let text = #"{"claimId":"\#(id)","claimNumber":"\#(place.number)","sequence":\#(place.sequence)}"#
                return NewClaim(
                    claimID: id,
                    recordedAt: Self.now,
                    document: Array(text.utf8),
                    maskedApplicant: "王*",
                    maskedPlate: nil,
                    amount: nil,
                    verdictKind: "hold"
                )
            }
            if case .recorded(let receipt, _) = outcome { receipts.append(receipt) }
        }
        return receipts
    }

    /// Runs the relay until the body is done, then shuts it down gracefully and waits for its end.
    func relay(
        _ store: (any RelayStore)? = nil,
        to central: String,
        signedBy key: VerificationKey? = nil,
        network: AsyncStream<Void> = AsyncStream { $0.finish() },
        missing: MissingCentral = MissingCentral(),
        policy: BackOff.Policy = BackOff.Policy(first: .milliseconds(20), longest: .milliseconds(40)),
        timeout: Duration = .seconds(10),
        clock: any Clock<Duration> = ContinuousClock(),
        now: (@Sendable () -> Timestamp)? = nil,
        while body: (OutboxRelay) async throws -> Void
    ) async throws {
        let log = log
        let origin = ContinuousClock.now
        let relay = OutboxRelay(
            store: store ?? self.store,
            central: central,
            centralKey: key,
            network: network,
            missing: missing,
            now: now ?? { Self.now.adding(ContinuousClock.now - origin) },
            clock: clock,
            policy: policy,
            timeout: timeout,
            logger: Logger(label: "relay") { _ in log },
            makeClient: {
                HTTPClient(
                    eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
                    configuration: OutboxRelay.clientConfiguration
                )
            },
            onState: { state in self.states.withLock { $0.append(state) } }
        )
        let outcome: Result<Void, any Error> = await testGracefulShutdown { trigger in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await relay.run() }
                let outcome: Result<Void, any Error>
                do { outcome = .success(try await body(relay)) } catch { outcome = .failure(error) }
                trigger.triggerGracefulShutdown()
                await group.waitForAll()
                return outcome
            }
        }
        try outcome.get()
    }

    /// Returns when the store is as the test says; the suite's time limit bounds it.
    func reached(_ condition: (QueueSummary) -> Bool) async throws {
        let changes = store.changes
        if condition(try await store.queueSummary()) { return }
        for await _ in changes where condition(try await store.queueSummary()) { return }
    }

    /// Returns when something failed, or after the time.
    func failed(within limit: Duration) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.reached { $0.lastProblem != nil } }
            group.addTask { try await Task.sleep(for: limit) }
            try await group.next()
            group.cancelAll()
        }
    }

    func messages(_ level: Logger.Level) -> [String] {
        log.entries.filter { $0.level == level }.map { "\($0.message)" }
    }

    /// What a central answers to a request of the relay: a line a claim, an error for those that are to be refused.
    static func answer(
        _ request: LoopbackCentral.Request,
        status: ClaimAnswer.Status = .accepted,
        refusing: [ClaimID: KioskError.Code] = [:]
    ) -> String {
        request.lines.map { line in
            guard let document = try? JSONDecoder().decode([String: JSONText].self, from: Data(line.utf8)) else {
                return "\n"
            }
            let id = document["claimId"]?.text ?? ""
            if let code = ClaimID(id).flatMap({ refusing[$0] }) {
                return #"{"claimId":"\#(id)","# + refusal(code).dropFirst() + "\n"
            }
            let reason: ClaimAnswer.Reason? =
                switch status {
                case .accepted, .refused, .withdrawn, .paid: nil
                case .duplicate: .init(code: "person-already-claimed", otherClaim: "DQ02-000001-3")
                case .inReview: .init(code: "part-serial-seen", otherClaim: "DQ02-000001-3", part: "battery")
                case .returned: .init(code: "correct-bank-card", otherClaim: nil)
                }
            let answer = ClaimAnswer(
                claimId: id,
                claimNumber: document["claimNumber"]?.text ?? "",
                status: status,
                receivedAt: "2025-03-10T10:00:05.000+08:00",
                reason: reason
            )
            return String(decoding: (try? JSONEncoder().encode(answer)) ?? Data(), as: UTF8.self) + "\n"
        }.joined()
    }

    static func refusal(_ code: KioskError.Code) -> String {
        let body = ErrorBody(KioskError(code, "the claim says otherwise", remedy: "Look at it."))
        return String(decoding: (try? JSONEncoder().encode(body)) ?? Data(), as: UTF8.self)
    }

    /// A string or a number, as text.
    private struct JSONText: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                text = "\(number)"
            } else {
                text = try container.decode(String.self)
            }
        }
    }
}

extension LoopbackCentral.Request {
    var lines: [String] { String(decoding: body, as: UTF8.self).split(separator: "\n").map { String($0) } }

    /// The running numbers of the claims.
    var sequences: [Int] {
        struct Numbered: Decodable {
            let sequence: Int
        }
        return lines.compactMap { try? JSONDecoder().decode(Numbered.self, from: Data($0.utf8)).sequence }
    }
}

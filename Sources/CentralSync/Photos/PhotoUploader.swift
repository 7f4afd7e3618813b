package import Claims
import CrashPoints
import Glibc
package import Logging
import NIOHTTP1
package import Outbox
import Sealing
import ServiceLifecycle
import Synchronization
import WireAPI

/// Carries the photos of claims that the central has to it, piece by piece, one photo after another.
///
/// A piece goes where the central says it ended, so that a cut costs one piece. Claims go first. What fails is tried
/// again with growing pauses; while the relay finds the central unreachable nothing is tried. A photo that the central
/// refuses is kept until a person has decided; no photo is deleted here.
package final class PhotoUploader: Service {
    /// Bytes, the most that the central takes at once.
    package static let longestPiece = 256 << 10
    /// Offsets that were wrong in a row before the photo rests.
    private static let mostMismatches = 3

    private let store: ClaimStore
    private let queries: CentralQueries
    private let file: @Sendable (String) -> String
    private let missing: @Sendable () -> KioskError?
    private let now: @Sendable () -> Timestamp
    private let clock: any Clock<Duration>
    private let policy: BackOff.Policy
    private let piece: Int
    private let missingCentral: MissingCentral
    private let logger: Logger
    private let bell = Doorbell()
    private let reachable = Mutex(true)

    /// - Parameters:
    ///   - file: the path of a photo's sealed file, by its name.
    ///   - missing: why no photo is there at all; then none is set aside, they wait.
    ///   - piece: bytes, 1 to `longestPiece`.
    ///   - missingCentral: ends pauses when the central may be back, see `CentralWatch`.
    package init(
        store: ClaimStore,
        queries: CentralQueries,
        file: @escaping @Sendable (String) -> String,
        missing: @escaping @Sendable () -> KioskError? = { nil },
        now: @escaping @Sendable () -> Timestamp,
        clock: any Clock<Duration> = ContinuousClock(),
        policy: BackOff.Policy = BackOff.Policy(),
        piece: Int = longestPiece,
        missingCentral: MissingCentral = MissingCentral(),
        logger: Logger
    ) {
        self.store = store
        self.queries = queries
        self.file = file
        self.missing = missing
        self.now = now
        self.clock = clock
        self.policy = policy
        self.piece = min(max(piece, 1), Self.longestPiece)
        self.missingCentral = missingCentral
        self.logger = logger
    }

    /// What the relay finds of the central. Photos wait with the claims.
    package func relayChanged(_ state: RelayState) { set(reachable: state.central != .unreachable) }

    /// The central answered somebody else; what the relay found may be of long ago.
    package func centralAnswered() { set(reachable: true) }

    private func set(reachable isReachable: Bool) {
        let came = reachable.withLock { before in
            defer { before = isReachable }
            return isReachable && !before
        }
        if came { bell.ring(.retry) }
    }

    /// Ends the pause that is under way.
    package func retryNow() { bell.ring(.retry) }

    /// Runs until graceful shutdown or cancellation. A piece in flight is dropped then: sending it again is harmless.
    package func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                let changes = self.store.changes
                group.addTask { for await _ in changes { self.bell.ring(.changed) } }
                await self.upload()
                group.cancelAll()
            }
        }
    }

    private struct Progress {
        var backOff: BackOff
        var problem: ErrorBody.Detail?
        /// The photo whose offset the central has said since the daemon began.
        var asked: AttachmentEntry.ID?
        var mismatches = 0
        /// Photos that arrived as something else, once.
        var begunAnew: Set<AttachmentEntry.ID> = []
    }

    private func upload() async {
        var progress = Progress(backOff: BackOff(policy))
        while !Task.isCancelled {
            guard reachable.withLock({ $0 }) else {
                _ = await bell.wait(for: .retry)
                continue
            }
            do throws(KioskError) {
                switch try await store.nextAttachment(now: now(), within: policy.longest * 2) {
                case .due(let entry):
                    let returns = missingCentral.returns
                    guard let pause = try await step(entry, &progress) else { continue }
                    missingCentral.waits(.photos, after: progress.problem, since: returns) { [bell] in
                        bell.ring(.retry)
                    }
                    _ = await bell.wait(for: .retry, atMost: pause, clock)
                    missingCentral.waitsNoMore(.photos)
                case .notBefore(let time):
                    let wait = min(
                        max(time.milliseconds.subtractingReportingOverflow(now().milliseconds).partialValue, 50),
                        60_000
                    )
                    _ = await bell.wait(for: [.changed, .retry], atMost: .milliseconds(wait), clock)
                case .empty: _ = await bell.wait(for: [.changed, .retry])
                }
            } catch {
                if Task.isCancelled { return }
                let pause = rest(ErrorBody(error).error, &progress)
                _ = await bell.wait(for: .retry, atMost: pause, clock)
            }
        }
    }

    /// One exchange about one photo. Gives the pause that must follow.
    private func step(_ entry: AttachmentEntry, _ progress: inout Progress) async throws(KioskError) -> Duration? {
        if let missing = missing() { return rest(ErrorBody(missing).error, &progress) }
        let path = "/v1/photos/\(entry.photo.name)"
        let isAsking = progress.asked != entry.id
        let piece = isAsking ? nil : await read(entry)
        if !isAsking, piece == nil {
            // It may have gone meanwhile.
            if let missing = missing() { return rest(ErrorBody(missing).error, &progress) }
            return try await setAside(entry, unreadable(entry))
        }
        let reply: CentralQueries.Reply
        do throws(KioskError) {
            if isAsking {
                reply = try await queries.send(.GET, path, ["claim-id": entry.claimID.text])
            } else {
                guard let bytes = piece else { return nil }
                let headers: HTTPHeaders = [
                    "content-type": "application/octet-stream", "claim-id": entry.claimID.text,
                    "upload-offset": "\(entry.confirmed)", "upload-length": "\(entry.photo.bytes)",
                ]
                reply = try await queries.send(.PATCH, path, headers, bytes)
            }
            if reply.status == 200 { _ = try queries.signed(reply, as: .answers) }
        } catch {
            return rest(ErrorBody(error).error, &progress)
        }
        CrashPoint.photoAnswered.pass()
        switch PhotoDecision.action(for: reply, wasAsked: isAsking) {
        case .progress(let there):
            // An answer to a piece that does not move would be sent for ever.
            guard isAsking || there.complete || there.received > entry.confirmed else {
                return try await postpone(entry, &progress)
            }
            recovered(&progress)
            progress.asked = entry.id
            progress.mismatches = there.complete ? 0 : progress.mismatches
            // All is there but not whole: another sealed copy was begun there, or the central still looks.
            if isAsking, !there.complete, there.received >= entry.photo.bytes {
                return try await postpone(entry, &progress)
            }
            try await store.confirm(entry, bytes: there.received, complete: there.complete)
            CrashPoint.photoConfirmed.pass()
            if there.complete { logger.info("the central has the photo", metadata: ["claim": "\(entry.number)"]) }
            return nil
        case .askAgain:
            progress.asked = nil
            progress.mismatches += 1
            if progress.mismatches > Self.mostMismatches { return try await postpone(entry, &progress) }
            return nil
        case .beginAnew(let problem):
            let isFirst = progress.begunAnew.count < 1_000 && progress.begunAnew.insert(entry.id).inserted
            guard isFirst else { return try await setAside(entry, problem) }
            progress.asked = nil
            try await store.confirm(entry, bytes: 0, complete: false)
            return nil
        case .setAside(let problem): return try await setAside(entry, problem)
        case .pause(let problem): return rest(problem, &progress)
        }
    }

    private func setAside(_ entry: AttachmentEntry, _ problem: ErrorBody.Detail) async throws(KioskError) -> Duration? {
        try await store.setAside(entry, problem: problem)
        logger.error(
            "a photo does not reach the central; a person must look",
            metadata: ["claim": "\(entry.number)", "code": "\(problem.code)", "problem": "\(problem.message)"]
        )
        return nil
    }

    /// This photo rests, the others go.
    private func postpone(_ entry: AttachmentEntry, _ progress: inout Progress) async throws(KioskError) -> Duration? {
        progress.asked = nil
        progress.mismatches = 0
        let pause = progress.backOff.next(random: .random(in: 0..<1))
        let problem = ErrorBody(CentralQueries.notUnderstood("the photo of \(entry.number) makes no progress there"))
            .error
        try await store.postpone(entry, until: now().adding(pause * 2), problem: problem)
        return nil
    }

    private func rest(_ problem: ErrorBody.Detail, _ progress: inout Progress) -> Duration {
        if progress.problem?.code != problem.code {
            logger.warning(
                "photos do not reach the central; they wait",
                metadata: ["code": "\(problem.code)", "problem": "\(problem.message)", "remedy": "\(problem.remedy)"]
            )
        }
        progress.problem = problem
        progress.asked = nil
        return progress.backOff.next(random: .random(in: 0..<1))
    }

    private func recovered(_ progress: inout Progress) {
        if progress.problem != nil { logger.notice("photos reach the central again") }
        progress.problem = nil
        progress.backOff.reset()
        missingCentral.answered()
    }

    /// The next piece; nil when the file is not there with the size it had at commit.
    private func read(_ entry: AttachmentEntry) async -> [UInt8]? {
        let path = file(entry.photo.name)
        let count = Int(min(Int64(piece), entry.photo.bytes - entry.confirmed))
        return await SealedFile(path: path, bytes: entry.photo.bytes).piece(at: entry.confirmed, count: count)
    }

    private func unreadable(_ entry: AttachmentEntry) -> ErrorBody.Detail {
        let path = file(entry.photo.name)
        return ErrorBody(
            KioskError(
                .photoUnreadable,
                "the photo \(path) of claim \(entry.number) is not there as it was recorded",
                remedy: "Look at the disk; photograph the paper again if the owner comes back."
            )
        ).error
    }
}

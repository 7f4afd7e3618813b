import Bundles
import CentralSync
import Claims
import Outbox
import QueueServer
import WireAPI

extension StoreQueueDesk {
    /// Bytes that a claim takes of the disk beside its document: pages, indexes, journal.
    private static let besideDocument: Int64 = 4_096
    /// Bytes that are kept free whatever comes.
    private static let reserve: Int64 = 2 << 20

    func status() async throws -> QueueStatus {
        let summary = try await store.queueSummary()
        let extent = try await store.extent()
        let pause = try await store.sendingPause()
        let stop = try await store.recordingStop()
        let photos = try await store.attachmentSummary()
        let setAside = photos.needsPerson > 0 ? try await store.firstSetAsideAttachment() : nil
        let relay = neighbours.relay()
        let time = now()
        let free = CarriedFile.freeBytes(stateDirectory) ?? 0
        let ends = neighbours.trust().certificateEnds
        let age = summary.oldestWaitingSince.map { max(0, (time.milliseconds - $0.milliseconds) / 1_000) }
        let room = max(0, free - Self.reserve) / ((extent.meanDocument ?? 2_048) * 2 + Self.besideDocument)
        let days = ends.map { ($0.milliseconds - time.milliseconds) / 86_400_000 }
        var status = QueueStatus(
            kioskId: store.kiosk.text,
            light: .red,
            waiting: summary.waiting,
            needsPerson: summary.needsPerson,
            photosWaiting: photos.waiting,
            photosNeedPerson: photos.needsPerson,
            photosMissing: neighbours.photosMissing().map { ErrorBody($0).error },
            photoTrouble: setAside.map { QueueStatus.PhotoTrouble(claimNumber: $0.number.text, problem: $0.problem) },
            returned: extent.returned,
            accepted: summary.accepted,
            inReview: summary.inReview,
            duplicate: summary.duplicate,
            lost: extent.lost,
            oldestWaitingSince: summary.oldestWaitingSince?.description,
            oldestAgeSeconds: age,
            lastProblem: relay.problem ?? summary.lastProblem,
            stopped: stop.map { ErrorBody($0).error },
            nextAttemptAt: summary.waiting > 0 && pause == nil ? relay.nextAttemptAt?.description : nil,
            central: relay.central.rawValue,
            paused: pause.map { QueueStatus.Pause(by: $0.by, since: $0.since.description) },
            freeBytes: free,
            roomForClaims: room,
            space: QueueStatus.Reserve(roomForClaims: room, freeBytes: free),
            clock: neighbours.clock(),
            lastSequence: extent.lastSequence,
            confirmedUpTo: extent.confirmedUpTo,
            certificateEnds: ends?.description,
            certificateDays: days,
            certificate: days.map { QueueStatus.Reserve(certificateDays: $0) },
            at: time.description
        )
        status.light = status.rightLight
        return status
    }

    func claims(_ filter: QueuePage.Filter, after: Int64, limit: Int) async throws -> QueuePage {
        let wanted: ClaimStore.Filter =
            switch filter {
            case .unsent: .unsent
            case .needsPerson: .needsPerson
            case .returned: .returned
            case .all: .all
            }
        let claims = try await store.claims(wanted, after: after, limit: limit)
        return QueuePage(
            claims: claims.map(KioskClaimView.init),
            next: claims.count == limit ? claims.last?.number.sequence : nil
        )
    }

    func audit(after: Int64, limit: Int) async throws -> AuditPage {
        let lines = try await store.auditLines(after: after, limit: limit)
        return AuditPage(lines: lines, next: lines.count == limit ? lines.last?.number : nil)
    }

    func retry(by actor: QueueActor) async throws {
        try await store.retryAll(entry("queue.retry", actor))
        neighbours.retryNow()
    }

    func pause(by actor: QueueActor) async throws { try await store.pauseSending(entry("queue.pause", actor)) }

    func resume(by actor: QueueActor) async throws {
        try await store.resumeSending(entry("queue.resume", actor))
        neighbours.retryNow()
    }

    func entry(_ action: String, _ actor: QueueActor, subject: String? = nil, detail: String? = nil) -> AuditEntry {
        AuditEntry(
            at: now(),
            actor: actor.name,
            role: actor.role.rawValue,
            via: actor.via.rawValue,
            action: action,
            subject: subject,
            detail: detail
        )
    }
}

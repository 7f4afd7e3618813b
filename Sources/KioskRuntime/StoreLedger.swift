import CentralSync
import Claims
import CounterServer
import Inspection
import Outbox
import QueueServer
import Sealing
import Synchronization
import WireAPI

/// The counter's ledger on the kiosk's store: makes the document of a claim, in which what names
/// people is sealed, and shows claims masked.
final class StoreLedger: ClaimLedger {
    private let store: ClaimStore
    private let digestKey: DigestKey
    private let sealer: Sealer
    private let clock: any ClaimClock
    private let programme: Programme
    private let pointID: String
    private let photos: PhotoFolder
    private let now: @Sendable () -> Timestamp
    /// What else is known of the central, laid over what the relay said.
    private let centralState: @Sendable (RelayState) -> RelayState
    private let relay = Mutex<(state: RelayState, retry: (@Sendable () -> Void)?)>((RelayState(central: .unknown), nil))
    private let relayChanges = ChangeSignal()
    private let presses = PressFilter()

    init(
        store: ClaimStore,
        digestKey: DigestKey,
        sealer: Sealer,
        programme: Programme,
        pointID: String,
        photos: PhotoFolder,
        clock: any ClaimClock,
        now: @escaping @Sendable () -> Timestamp,
        centralState: @escaping @Sendable (RelayState) -> RelayState
    ) {
        self.store = store
        self.digestKey = digestKey
        self.sealer = sealer
        self.clock = clock
        self.programme = programme
        self.pointID = pointID
        self.photos = photos
        self.now = now
        self.centralState = centralState
    }

    /// What the relay last said of the central.
    func relayChanged(_ state: RelayState) {
        relay.withLock { $0.state = state }
        relayChanges.notify()
    }

    /// What was heard last.
    var relayState: RelayState { centralState(relay.withLock { $0.state }) }

    /// What `retryNow` rings.
    func connect(retry: @escaping @Sendable () -> Void) { relay.withLock { $0.retry = retry } }

    func checkWritable() async throws { try await store.checkWritable() }

    func earlierClaim(person: IdentityNumber) async throws -> EarlierClaim? {
        try await store.liveClaim(person: digestKey.person(person))
            .map { EarlierClaim($0, byApplicant: true) }
    }

    func earlierClaim(vehicle: Plate, applicant: IdentityNumber) async throws -> EarlierClaim? {
        let person = digestKey.person(applicant)
        let vehicle = digestKey.vehicle(vehicle)
        // The applicant's own first: where pairs count, another person's claim for the bike says nothing.
        if let own = try await store.liveClaim(person: person, vehicle: vehicle) {
            return EarlierClaim(own, byApplicant: true)
        }
        return try await store.liveClaim(vehicle: vehicle).map { EarlierClaim($0, byApplicant: false) }
    }

    func liveClaim(part: Part, serial: PartSerial) async throws -> ClaimNumber? {
        guard let digest = digestKey.part(part, serial) else { return nil }
        return try await store.liveClaim(part: part, digest: digest)
    }

    func record(_ draft: ClaimDraft) async throws -> ClaimRecording {
        let keys = keys(of: draft)
        let outcome = try await store.commit(
            onceOnly: programme.onceOnly,
            person: keys.person,
            vehicle: keys.vehicle,
            parts: Part.allCases.compactMap { part in keys.parts[part.rawValue].map { PartKey(part, digest: $0) } }
        ) { [self] place in
            try newClaim(draft, keys: keys, at: place)
        }
        switch outcome {
        // What was seen of the parts is among the draft's facts already: nothing is recorded in between.
        case .recorded(let receipt, _): return .recorded(receipt)
        case .personClaimed(let number): return .refused(Reason(.personClaimed, ["claim": number.text]))
        case .vehicleClaimed(let number):
            let code: Reason.Code = programme.onceOnly == .pair ? .pairClaimed : .vehicleClaimed
            return .refused(Reason(code, ["claim": number.text]))
        }
    }

    func note(_ ending: Ending, id: String) async throws {
        guard let reason = ending.finding.verdict.reason else { return }
        try await store.recordEnding(
            SessionEnding(
                id: id,
                endedAt: now(),
                kind: ending.kind == .refused ? .refused : .held,
                step: ending.kind.rawValue,
                reason: reason,
                rule: ending.finding.rule.rawValue,
                facts: ending.finding.facts,
                versions: ending.versions,
                personDigest: ending.person.map(digestKey.person),
                vehicleDigest: ending.plate.map(digestKey.vehicle)
            )
        )
    }

    func takeBackNote(id: String) async throws { try await store.takeBackEnding(id: id, at: now()) }

    func claim(_ id: ClaimID) async throws -> KioskClaimView? { try await store.claim(id: id).map(KioskClaimView.init) }

    func recentClaims(limit: Int) async throws -> [KioskClaimView] {
        try await store.recentClaims(limit: limit).map(KioskClaimView.init)
    }

    func queue() async throws -> QueueView {
        QueueView(
            try await store.queueSummary(),
            try await store.attachmentSummary(),
            stop: try await store.recordingStop(),
            photosMissing: photos.problem,
            relayState
        )
    }

    /// Anybody at the counter may: it harms nothing. What is set aside stays so, and a pause goes on.
    func retryNow() async throws {
        guard presses.isNew(at: .now) else { return }
        let clerk = QueueActor(name: "counter", role: .clerk, via: .page)
        try await store.audit(
            AuditEntry(
                at: now(),
                actor: clerk.name,
                role: clerk.role.rawValue,
                via: clerk.via.rawValue,
                action: "queue.retry-now"
            )
        )
        relay.withLock { $0.retry }?()
    }

    func changes() -> AsyncStream<Void> { relayChanges.merged(with: store.changes) }

    private func keys(of draft: ClaimDraft) -> ClaimDocument.Keys {
        let person = digestKey.person(draft.applicant.number)
        let vehicle = draft.plate.map(digestKey.vehicle)
        let parts = draft.facts.parts.compactMap { part, finding in
            digestKey.part(part, finding.serial).map { (part.rawValue, $0) }
        }
        return ClaimDocument.Keys(
            person: person,
            vehicle: vehicle,
            pair: vehicle.map { digestKey.pair(person: person, vehicle: $0) },
            parts: Dictionary(uniqueKeysWithValues: parts),
            card: draft.bankCard.map(digestKey.card)
        )
    }

    private func newClaim(_ draft: ClaimDraft, keys: ClaimDocument.Keys, at place: ChainPlace) throws -> NewClaim {
        var random = SystemRandomNumberGenerator()
        let stamp = clock.stamp
        let recordedAt = stamp.reading.wall
        let id = ClaimID(at: recordedAt, using: &random)
        let claim = OpenClaim(
            draft: draft,
            claimID: id,
            number: place.number,
            recordedAt: recordedAt,
            point: pointID,
            rehearsal: store.mode == .rehearsal,
            programme: (programme.id, programme.version),
            clock: stamp.wire,
            keys: keys,
            chain: ClaimDocument.ChainLink(sequence: place.sequence, previous: place.previousHash)
        )
        return NewClaim(
            claimID: id,
            recordedAt: recordedAt,
            document: try CanonicalJSON.encode(try sealer.document(of: claim, clock: stamp.wire)),
            maskedApplicant: draft.applicant.number.masked,
            maskedPlate: draft.plate?.masked,
            amount: draft.decision.verdict.amount,
            verdictKind: draft.decision.verdict.kind,
            attachments: try attachments(of: draft, place.number)
        )
    }

    /// Photos are committed with the claim that names them. Throws `photo.unreadable`: then nothing is recorded.
    private func attachments(of draft: ClaimDraft, _ number: ClaimNumber) throws(KioskError) -> [ClaimPhoto] {
        guard let name = draft.facts.certificate?.photo else { return [] }
        guard let bytes = photos.bytes(of: name) else {
            throw KioskError(
                .photoUnreadable,
                "the photo \(photos.file(name)) of the claim that would be \(number) is not there any more",
                remedy: "Nothing was recorded. Look at the disk, then photograph the paper again."
            )
        }
        return [ClaimPhoto(name: name, bytes: bytes)]
    }
}

extension QueueView {
    init(
        _ summary: QueueSummary,
        _ photos: AttachmentSummary,
        stop: KioskError?,
        photosMissing: KioskError?,
        _ relay: RelayState
    ) {
        self.init(
            waiting: summary.waiting,
            needsPerson: summary.needsPerson,
            photosWaiting: photos.waiting,
            photosNeedPerson: photos.needsPerson,
            returned: summary.returned,
            accepted: summary.accepted,
            inReview: summary.inReview,
            duplicate: summary.duplicate,
            oldestWaitingSince: summary.oldestWaitingSince?.description,
            lastProblem: relay.problem ?? summary.lastProblem,
            stopped: stop.map { ErrorBody($0).error },
            photosMissing: photosMissing.map { ErrorBody($0).error },
            nextAttemptAt: summary.waiting > 0 ? relay.nextAttemptAt?.description : nil,
            central: relay.central.rawValue
        )
    }
}

extension KioskClaimView {
    init(_ claim: StoredClaim) {
        // Why it was in review or came back is of no more use once it has ended.
        let hasEnded = [.refused, .withdrawn, .paid].contains(claim.status)
        self.init(
            claimId: claim.claimID.text,
            claimNumber: claim.number.text,
            sequence: claim.number.sequence,
            recordedAt: claim.recordedAt.description,
            amountFen: claim.amount?.amount,
            maskedApplicant: claim.maskedApplicant,
            maskedPlate: claim.maskedPlate,
            status: claim.status.rawValue,
            attempts: claim.attempts,
            centralReceivedAt: claim.answer?.receivedAt.description,
            problem: claim.problem,
            reason: hasEnded
                ? nil
                : claim.answer.flatMap { answer in
                    answer.reasonCode.map { code in
                        var values: [String: String] = [:]
                        values["claim"] = answer.otherClaim
                        values["part"] = answer.part?.rawValue
                        return ReasonView(code: code, values: values)
                    }
                }
        )
    }
}

import CentralSync
import Claims
import CounterServer
import Inspection
import Outbox
import Sealing
import Synchronization
import WireAPI

/// The counter's ledger on the kiosk's store: makes the document of a claim, and shows claims masked.
final class StoreLedger: ClaimLedger {
    private let store: ClaimStore
    private let digestKey: DigestKey
    private let programme: Programme
    private let point: String
    private let now: @Sendable () -> Timestamp
    private let relay = Mutex<(state: RelayState, retry: (@Sendable () -> Void)?)>((RelayState(central: .unknown), nil))
    private let relayChanges = ChangeSignal()

    init(
        store: ClaimStore,
        digestKey: DigestKey,
        programme: Programme,
        point: String,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.digestKey = digestKey
        self.programme = programme
        self.point = point
        self.now = now
    }

    /// What the relay last said of the central.
    func relayChanged(_ state: RelayState) {
        relay.withLock { $0.state = state }
        relayChanges.notify()
    }

    /// What `retryNow` rings.
    func connect(retry: @escaping @Sendable () -> Void) { relay.withLock { $0.retry = retry } }

    func checkWritable() async throws { try await store.checkWritable() }

    func liveClaim(person: IdentityNumber) async throws -> ClaimNumber? {
        try await store.liveClaim(person: digestKey.digest(.person, person.text))
    }

    func liveClaim(vehicle: Plate) async throws -> ClaimNumber? {
        try await store.liveClaim(vehicle: digestKey.digest(.vehicle, vehicle.text))
    }

    func record(_ draft: ClaimDraft) async throws -> ClaimRecording {
        let keys = ClaimDocument.Keys(
            person: digestKey.digest(.person, draft.applicant.number.text),
            vehicle: draft.plate.map { digestKey.digest(.vehicle, $0.text) }
        )
        let outcome = try await store.commit(
            onceOnly: programme.onceOnly,
            person: keys.person,
            vehicle: keys.vehicle
        ) { [self] place in
            try newClaim(draft, keys: keys, at: place)
        }
        switch outcome {
        case .recorded(let receipt): return .recorded(receipt)
        case .personClaimed(let number): return .refused(Reason(.personClaimed, ["claim": number.text]))
        case .vehicleClaimed(let number): return .refused(Reason(.vehicleClaimed, ["claim": number.text]))
        }
    }

    func record(_ ending: Ending) async throws {
        try await store.recordEnding(
            SessionEnding(
                endedAt: now(),
                kind: ending.kind == .refused ? .refused : .held,
                step: ending.kind.rawValue,
                reason: ending.reason,
                personDigest: ending.person.map { digestKey.digest(.person, $0.text) },
                vehicleDigest: ending.plate.map { digestKey.digest(.vehicle, $0.text) }
            )
        )
    }

    func claim(_ id: ClaimID) async throws -> KioskClaimView? { try await store.claim(id: id).map(KioskClaimView.init) }

    func recentClaims(limit: Int) async throws -> [KioskClaimView] {
        try await store.recentClaims(limit: limit).map(KioskClaimView.init)
    }

    func queue() async throws -> QueueView {
        let summary = try await store.queueSummary()
        let relay = relay.withLock { $0.state }
        return QueueView(
            waiting: summary.waiting,
            needsPerson: summary.needsPerson,
            accepted: summary.accepted,
            duplicate: summary.duplicate,
            oldestWaitingSince: summary.oldestWaitingSince?.description,
            lastProblem: relay.problem ?? summary.lastProblem,
            nextAttemptAt: summary.waiting > 0 ? relay.nextAttemptAt?.description : nil,
            central: relay.central.rawValue
        )
    }

    func retryNow() async throws { relay.withLock { $0.retry }?() }

    func changes() -> AsyncStream<Void> { relayChanges.merged(with: store.changes) }

    private func newClaim(_ draft: ClaimDraft, keys: ClaimDocument.Keys, at place: ChainPlace) throws -> NewClaim {
        var random = SystemRandomNumberGenerator()
        let recordedAt = now()
        let id = ClaimID(at: recordedAt, using: &random)
        let document = ClaimDocument(
            draft: draft,
            claimID: id,
            number: place.number,
            recordedAt: recordedAt,
            point: point,
            rehearsal: store.mode == .rehearsal,
            programme: (programme.id, programme.version),
            keys: keys,
            chain: ClaimDocument.ChainLink(sequence: place.sequence, previous: place.previousHash)
        )
        return NewClaim(
            claimID: id,
            recordedAt: recordedAt,
            document: try CanonicalJSON.encode(document),
            maskedApplicant: draft.applicant.number.masked,
            maskedPlate: draft.plate?.masked,
            amount: draft.verdict.amount,
            verdictKind: draft.verdict.kind
        )
    }
}

extension KioskClaimView {
    fileprivate init(_ claim: StoredClaim) {
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
            reason: claim.answer?.reasonCode.map { code in
                ReasonView(code: code, values: claim.answer?.otherClaim.map { ["claim": $0] } ?? [:])
            }
        )
    }
}

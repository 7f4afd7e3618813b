import Claims
import CounterServer
import Inspection
import Synchronization
import WireAPI

/// A ledger in memory that fails on request.
final class FakeLedger: ClaimLedger {
    struct State {
        var claims: [KioskClaimView] = []
        /// Notes by id, in the order in which they were made.
        var notes: [(id: String, ending: Ending)] = []
        var takenBack: [String] = []
        var writeFailure: KioskError?
        /// Runs while the disk is looked at.
        var whileWriting: (@Sendable () async -> Void)?
        var lookUpFailure: KioskError?
        var queueFailure: KioskError?
        /// Runs before the queue is read.
        var whileReading: (@Sendable () async -> Void)?
        /// Runs before a note is taken back.
        var whileTakingBack: (@Sendable () async -> Void)?
        var refusal: Reason?
        var personClaim: EarlierClaim?
        var vehicleClaim: EarlierClaim?
        /// By the serial's folded key.
        var partClaims: [String: ClaimNumber] = [:]
        /// Of serials, in the order asked.
        var partsAsked: [String] = []
        /// What was recorded last.
        var draft: ClaimDraft?
        var retries = 0
        var listeners: [AsyncStream<Void>.Continuation] = []
    }

    let state = Mutex(State())

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    /// Marks every claim accepted and tells the listeners.
    func accept() {
        let listeners = state.withLock { state in
            for index in state.claims.indices {
                state.claims[index].status = "accepted"
                state.claims[index].centralReceivedAt = "2025-03-10T10:00:01.000+08:00"
            }
            return state.listeners
        }
        for listener in listeners { listener.yield() }
    }

    func checkWritable() async throws {
        await state.withLock { $0.whileWriting }?()
        if let failure = state.withLock({ $0.writeFailure }) { throw failure }
    }

    func earlierClaim(person: IdentityNumber) async throws -> EarlierClaim? {
        if let failure = state.withLock({ $0.lookUpFailure }) { throw failure }
        return state.withLock { $0.personClaim }
    }

    func earlierClaim(vehicle: Plate, applicant: IdentityNumber) async throws -> EarlierClaim? {
        state.withLock { $0.vehicleClaim }
    }

    func liveClaim(part: Part, serial: PartSerial) async throws -> ClaimNumber? {
        if let failure = state.withLock({ $0.lookUpFailure }) { throw failure }
        return state.withLock { state in
            guard let key = serial.foldedKey else { return nil }
            state.partsAsked.append("\(part.rawValue) \(key)")
            return state.partClaims[key]
        }
    }

    func record(_ draft: ClaimDraft) async throws -> ClaimRecording {
        if let failure = state.withLock({ $0.writeFailure }) { throw failure }
        if let refusal = state.withLock({ $0.refusal }) { return .refused(refusal) }
        return state.withLock { state in
            state.draft = draft
            var random = SystemRandomNumberGenerator()
            let time = Timestamp(milliseconds: 1_741_572_000_000)
            let sequence = Int64(state.claims.count + 1)
            let receipt = ClaimReceipt(
                claimID: ClaimID(at: time, using: &random),
                number: ClaimNumber(kiosk: testKiosk, sequence: sequence),
                recordedAt: time
            )
            state.claims.append(
                KioskClaimView(
                    claimId: receipt.claimID.text,
                    claimNumber: receipt.number.text,
                    sequence: sequence,
                    recordedAt: time.description,
                    amountFen: draft.decision.verdict.amount?.amount,
                    maskedApplicant: draft.applicant.number.masked,
                    maskedPlate: draft.plate?.masked,
                    status: "recorded",
                    attempts: 0,
                    centralReceivedAt: nil,
                    problem: nil,
                    reason: nil
                )
            )
            return .recorded(receipt)
        }
    }

    func note(_ ending: Ending, id: String) async throws { set { $0.notes.append((id, ending)) } }

    func takeBackNote(id: String) async throws {
        await state.withLock { $0.whileTakingBack }?()
        set { $0.takenBack.append(id) }
    }

    func claim(_ id: ClaimID) async throws -> KioskClaimView? {
        state.withLock { $0.claims.first { $0.claimId == id.text } }
    }

    func recentClaims(limit: Int) async throws -> [KioskClaimView] {
        state.withLock { Array($0.claims.reversed().prefix(limit)) }
    }

    func queue() async throws -> QueueView {
        await state.withLock { $0.whileReading }?()
        return try state.withLock { state in
            if let failure = state.queueFailure { throw failure }
            return QueueView(
                waiting: state.claims.count { $0.status == "recorded" },
                needsPerson: 0,
                photosWaiting: 0,
                photosNeedPerson: 0,
                returned: 0,
                accepted: state.claims.count { $0.status == "accepted" },
                inReview: 0,
                duplicate: 0,
                oldestWaitingSince: nil,
                lastProblem: nil,
                nextAttemptAt: nil,
                central: "unknown"
            )
        }
    }

    func retryNow() async throws { set { $0.retries += 1 } }

    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        set { $0.listeners.append(continuation) }
        return stream
    }
}

import Bundles
import ClaimRegister
import Claims
import WireAPI

/// Takes claims in that did not come in a request of their own.
struct ClaimReceiver: Sendable {
    let intake: ClaimIntake
    let register: any ClaimRegisterStore
    let now: @Sendable () -> Timestamp

    var rehearsal: Bool { intake.rehearsal }

    /// An answer or a refusal for each document, in their order; all are stored in one transaction. A document that is
    /// refused hurts no other.
    func receive(_ documents: [[UInt8]], from kiosk: KioskID) async throws -> [BundleEntry] {
        let judged = documents.map { judge($0, kiosk) }
        var outcomes = try await register.receive(judged.compactMap { try? $0.get() })[...]
        return judged.compactMap { line in
            switch line {
            case .failure(let refused): return .refusal(refused.refusal)
            case .success(let submission):
                guard let outcome = outcomes.popFirst() else { return nil }
                switch BatchIntake.answer(outcome, to: submission) {
                case .success(let answer): return .answer(answer)
                case .failure(let error): return .refusal(Refused(submission.claimID.text, error).refusal)
                }
            }
        }
    }

    private struct Refused: Error {
        let refusal: ClaimRefusal

        init(_ id: String, _ error: KioskError) {
            refusal = ClaimRefusal(claimId: id, error: ErrorBody(error).error)
        }
    }

    private func judge(_ document: [UInt8], _ kiosk: KioskID) -> Result<Submission, Refused> {
        do throws(KioskError) {
            let submission = try intake.submission(document, for: nil, at: now())
            guard submission.number.kiosk == kiosk else {
                throw KioskError(
                    .claimInvalid,
                    "the claim is of another kiosk than the bundle that carried it",
                    remedy: "Nothing was stored. Call support."
                )
            }
            return .success(submission)
        } catch {
            return .failure(Refused(BatchIntake.claimID(in: document) ?? "", error))
        }
    }
}

import ClaimRegister
import Claims
import CrashPoints
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Takes claims in, however they came, so that by network and by stick they meet the same checks, the same register and
/// the same answers.
struct ClaimReceiver: Sendable {
    typealias Judged = Result<Submission, Refused>

    struct Refused: Error {
        /// Nil where none can be read.
        let claimID: String?
        let error: KioskError
    }

    let intake: ClaimIntake
    let register: any ClaimRegisterStore
    let now: @Sendable () -> Timestamp

    /// A claim that is not `kiosk`'s is refused; nil in a rehearsal over plain HTTP, where nobody is asked.
    func judge(_ line: [UInt8], from kiosk: KioskID?) -> Judged {
        do throws(KioskError) {
            guard line.count <= BatchAnswer.maximum.line else {
                throw KioskError(
                    .requestTooLarge,
                    "the claim has more than \(BatchAnswer.maximum.line) bytes",
                    remedy: "The kiosk keeps the claim. Call support."
                )
            }
            let submission = try intake.submission(line, for: nil, at: now())
            if let kiosk, submission.number.kiosk != kiosk { throw .notYours(submission.number.kiosk, peer: kiosk) }
            return .success(submission)
        } catch {
            return .failure(Refused(claimID: Self.claimID(in: line), error: error))
        }
    }

    /// An answer or a refusal for each claim, in their order; all are stored in one transaction. One that is refused hurts
    /// no other.
    ///
    /// Throws what the register throws; then nothing was stored.
    func store(_ judged: [Judged]) async throws -> [BatchAnswer] {
        var outcomes = try await register.receive(judged.compactMap { try? $0.get() })[...]
        CrashPoint.claimReceived.pass()
        return try judged.map { line in
            switch line {
            case .failure(let refused): return Self.refusal(refused.claimID, refused.error)
            case .success(let submission):
                guard let outcome = outcomes.popFirst() else { throw Self.lost }
                switch Self.answer(outcome, to: submission) {
                case .success(let answer): return .answer(answer)
                case .failure(let error): return Self.refusal(submission.claimID.text, error)
                }
            }
        }
    }

    /// What a kiosk is told of one claim.
    static func answer(_ outcome: Outcome, to submission: Submission) -> Result<ClaimAnswer, KioskError> {
        switch outcome {
        case .answered(let answer): .success(ClaimAnswer(answer))
        case .contentDiffers:
            .failure(
                KioskError(
                    .claimContentDiffers,
                    "Claim \(submission.claimID) is stored here with another content.",
                    remedy: "Nothing was changed. Call support: two different claims carry one id."
                )
            )
        case .numberTaken:
            .failure(
                KioskError(
                    .claimNumberTaken,
                    "Number \(submission.number) belongs to another claim.",
                    remedy:
                        "Nothing was changed. Call support: was a copy of the kiosk's store put in place of the store?"
                )
            )
        case .notAmendable(let problem): .failure(Self.notAmendable(submission.number, problem))
        }
    }

    private static func notAmendable(_ number: ClaimNumber, _ problem: AmendmentProblem) -> KioskError {
        let why =
            switch problem {
            case .ended(let conclusion): "that one is \(conclusion.rawValue) already"
            case .amended(let other): "that one was corrected by \(other) before"
            case .unrelated: "that one is of another kiosk, programme, person or vehicle, or was recorded later"
            }
        return KioskError(
            .claimNotAmendable,
            "Claim \(number) cannot take the place of the claim that it corrects: \(why).",
            remedy: "Nothing was changed. Ask the central's operator what is to become of it."
        )
    }

    private static let lost = KioskError(.internalFault, "a claim without outcome", remedy: "Report this.")

    private static func refusal(_ id: String?, _ error: KioskError) -> BatchAnswer {
        var detail = ErrorBody(error).error
        // What a kiosk keeps of it; a batch of the longest ones stays readable.
        detail.message = String(detail.message.prefix(500))
        return .refusal(claimId: id, detail)
    }

    /// Of a line that was refused; nil where none can be read.
    private static func claimID(in line: [UInt8]) -> String? {
        struct Named: Decodable {
            let claimId: String
        }
        guard line.count <= BatchAnswer.maximum.line, let node = try? JSONNode(parsing: line),
            let named = try? JSONNodeDecoder.decode(Named.self, from: node)
        else { return nil }
        return ClaimID(named.claimId)?.text
    }
}

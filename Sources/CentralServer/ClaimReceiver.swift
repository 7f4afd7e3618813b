import ClaimRegister
import Claims
import CrashPoints
import Sealing
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
        let claimID: ClaimID?
        /// Nil where what is stored does not matter.
        let replay: Replay?
        let error: KioskError
    }

    /// What a claim must have been that was stored before it would be refused.
    struct Replay: Sendable {
        /// Of its canonical form.
        let contentHash: String
        /// Nil where nobody is asked.
        let kiosk: KioskID?
    }

    let intake: ClaimIntake
    let register: any ClaimRegisterStore
    let now: @Sendable () -> Timestamp

    /// Takes one claim in, which a request names by this id.
    ///
    /// Throws what `ClaimIntake.submission` throws, `kiosk.not-yours`, the codes of claims that clash with what is stored,
    /// and what the register throws.
    func receive(_ body: [UInt8], for pathID: String, from kiosk: KioskID?) async throws -> ClaimAnswer {
        guard let result = try await results(of: [judge(body, for: pathID, from: kiosk)]).first else { throw Self.lost }
        do throws(Refused) { return try result.get() } catch { throw error.error }
    }

    /// A claim that is not `kiosk`'s is refused; nil in a rehearsal over plain HTTP, where nobody is asked. `pathID` is the
    /// id that the request names beside the claim, nil in a batch.
    func judge(_ line: [UInt8], for pathID: String? = nil, from kiosk: KioskID?) -> Judged {
        do throws(KioskError) {
            guard line.count <= BatchAnswer.maximum.line else {
                throw KioskError(
                    .requestTooLarge,
                    "the claim has more than \(BatchAnswer.maximum.line) bytes",
                    remedy: "The kiosk keeps the claim. Call support."
                )
            }
            let submission = try intake.submission(line, for: pathID, at: now())
            if let kiosk, submission.number.kiosk != kiosk { throw .notYours(submission.number.kiosk, peer: kiosk) }
            return .success(submission)
        } catch {
            let id = Self.claimID(in: line)
            var replay: Replay?
            let isNamed = pathID == nil || pathID.flatMap { ClaimID($0) } == id
            if id != nil, isNamed, let content = try? CanonicalJSON.canonicalise(line) {
                replay = Replay(contentHash: ContentHash.sha256(of: content), kiosk: kiosk)
            }
            return .failure(Refused(claimID: id, replay: replay, error: error))
        }
    }

    /// An answer or a refusal for each claim, in their order; all are stored in one transaction. One that is refused hurts
    /// no other.
    ///
    /// Throws what the register throws; then nothing was stored.
    func store(_ judged: [Judged]) async throws -> [BatchAnswer] {
        try await results(of: judged).map { result in
            switch result {
            case .success(let answer): .answer(answer)
            case .failure(let refused): Self.refusal(refused)
            }
        }
    }

    private func results(of judged: [Judged]) async throws -> [Result<ClaimAnswer, Refused>] {
        var outcomes = try await register.receive(judged.compactMap { try? $0.get() })[...]
        CrashPoint.claimReceived.pass()
        var results: [Result<ClaimAnswer, Refused>] = []
        for line in judged {
            switch line {
            case .failure(let refused):
                results.append(try await known(refused).map { .success($0) } ?? .failure(refused))
            case .success(let submission):
                guard let outcome = outcomes.popFirst() else { throw Self.lost }
                results.append(
                    Self.answer(outcome, to: submission)
                        .mapError { Refused(claimID: submission.claimID, replay: nil, error: $0) }
                )
            }
        }
        return results
    }

    /// How a claim stands that would be refused now and is stored: it was taken before, by keys or checks that were others
    /// then. A kiosk whose answer got lost must not hear a final "no".
    private func known(_ refused: Refused) async throws -> ClaimAnswer? {
        guard let id = refused.claimID, let replay = refused.replay, let stored = try await register.claim(id),
            stored.contentHash == replay.contentHash,
            replay.kiosk == nil || replay.kiosk == stored.answer.number.kiosk
        else { return nil }
        return ClaimAnswer(stored.answer)
    }

    /// What a kiosk is told of one claim.
    private static func answer(_ outcome: Outcome, to submission: Submission) -> Result<ClaimAnswer, KioskError> {
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
                        "Nothing was changed. If a new machine has taken this kiosk's place: where the claim lies on the "
                        + "machine, kioskctl queue amend CLAIM --reason TEXT gives it a number of its own; where it is on a "
                        + "stick only, record the visit anew. Else call support: two stores use one kiosk's name."
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

    private static func refusal(_ refused: Refused) -> BatchAnswer {
        var detail = ErrorBody(refused.error).error
        // What a kiosk keeps of it; a batch of the longest ones stays readable.
        detail.message = String(detail.message.prefix(500))
        return .refusal(claimId: refused.claimID?.text, detail)
    }

    /// Of a line that was refused; nil where none can be read.
    private static func claimID(in line: [UInt8]) -> ClaimID? {
        guard line.count <= BatchAnswer.maximum.line, let node = try? JSONNode(parsing: line) else { return nil }
        return node.text("claimId").flatMap { ClaimID($0) }
    }
}

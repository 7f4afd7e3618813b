package import Claims
import Glibc
import NIOCore
import NIOPosix
package import Outbox
package import Sealing
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What came back from one attempt to send claims.
package enum CentralReply: Equatable, Sendable {
    /// `signature` is the header's text.
    case answered(status: Int, body: [UInt8], signature: String? = nil)
    /// No answer, or none that could be read.
    case failed(ErrorBody.Detail)
}

/// What to do about one claim of a batch.
package enum RelayAction: Equatable, Sendable {
    /// Done: keep the answer.
    case acknowledge(CentralAnswer)
    /// A final "no": a person decides.
    case setAside(ErrorBody.Detail)
    /// The central failed at this claim, or may answer otherwise later: the others go first.
    case postpone(ErrorBody.Detail)
}

/// What to do about a batch.
package enum RelayVerdict: Equatable, Sendable {
    /// One action a claim, in their order.
    case each([RelayAction])
    /// The central does not take the batch as a whole: smaller ones show which claim it stumbles over.
    case split(ErrorBody.Detail)
    /// No claim would fare better now.
    case postponeAll(ErrorBody.Detail)
}

/// The rules by which an answer of the central is judged.
///
/// | status | body | action |
/// | 200 | as many lines as claims were sent, signed if the central's key is known | line by line, see below |
/// | 200 | anything else | postpone all |
/// | 408 | any | postpone all, as what took too long: fewer claims may arrive in time |
/// | 425, 429, other 5xx | any | postpone all |
/// | other 4xx | our error body, a code that is final | split; the single claim: set aside |
/// | other 4xx | our error body, any other code | postpone all: a setting or a later version may change the answer |
/// | 500 | our error body | split; the single claim: postpone it |
/// | anything else | any | postpone all: a proxy, a captive portal, a wrong address |
///
/// | line | action |
/// | the answer for this claim: accepted, duplicate or in review | acknowledge |
/// | an error for this claim, a code that is final | set aside |
/// | anything else | postpone the claim |
package enum RelayDecision {
    /// About the claim's own bytes, which never change.
    private static let final: Set<String> = Set(
        [
            KioskError.Code.claimInvalid, .claimIDMismatch, .claimContentDiffers, .claimNumberTaken, .requestMalformed,
            .requestTooLarge, .sealingKeyUnknown, .sealingNotOpened, .claimNotAmendable,
        ].map(\.name)
    )

    /// `key` is the central's; nil in a rehearsal that knows none.
    package static func verdict(
        on reply: CentralReply,
        to batch: [OutboxEntry],
        signedBy key: VerificationKey?
    ) -> RelayVerdict {
        switch reply {
        case .failed(let problem): return .postponeAll(problem)
        case .answered(200, let body, let signature):
            if let key {
                guard let signature = signature.flatMap({ MessageSignature($0) }),
                    signature.isValid(for: .answers, body, by: key)
                else { return .postponeAll(notUnderstood("it is not signed by the central's key")) }
            }
            let lines = body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            guard lines.count == batch.count else {
                return .postponeAll(notUnderstood("it has \(lines.count) lines for \(batch.count) claims"))
            }
            return .each(zip(lines, batch).map { action(for: $0, $1) })
        case .answered(let status, let body, _): return refused(status, body, alone: batch.count == 1)
        }
    }

    private static func refused(_ status: Int, _ body: [UInt8], alone: Bool) -> RelayVerdict {
        let refusal = errorBody(body)
        switch status {
        case 500:
            let problem = unavailable(status, refusal)
            guard refusal != nil else { return .postponeAll(problem) }
            return alone ? .each([.postpone(problem)]) : .split(problem)
        case 408: return .postponeAll(unavailable(status, refusal, .centralTimeout))
        case 425, 429, 501...599: return .postponeAll(unavailable(status, refusal))
        default:
            guard (400...499).contains(status), let refusal else {
                return .postponeAll(notUnderstood("status \(status) is no answer to claims"))
            }
            // The path itself is unknown there: every claim would be refused for a wrong address.
            guard refusal.code != KioskError.Code.requestNotFound.name else {
                return .postponeAll(notUnderstood("it does not know the address that claims are sent to"))
            }
            guard final.contains(refusal.code) else { return .postponeAll(refusal) }
            return alone ? .each([.setAside(refusal)]) : .split(refusal)
        }
    }

    private static func action(for line: ArraySlice<UInt8>, _ entry: OutboxEntry) -> RelayAction {
        guard let line = BatchAnswer(line) else { return .postpone(notUnderstood("the line is no answer to a claim")) }
        return action(for: line, to: entry.claimID, number: entry.number)
    }

    /// The rules for one line, also for one that was carried by hand.
    package static func action(for line: BatchAnswer, to claim: ClaimID, number: ClaimNumber) -> RelayAction {
        switch line {
        case .answer(let answer):
            guard answer.claimId == claim.text, answer.claimNumber == number.text else {
                return .postpone(notUnderstood("it is about another claim"))
            }
            guard let receivedAt = Timestamp(answer.receivedAt) else {
                return .postpone(notUnderstood("it does not say when"))
            }
            return .acknowledge(CentralAnswer(answer, receivedAt: receivedAt))
        case .refusal(let id, let error):
            guard id == nil || id == claim.text else {
                return .postpone(notUnderstood("it is about another claim"))
            }
            let problem = cleaned(error)
            return final.contains(problem.code) ? .setAside(problem) : .postpone(problem)
        }
    }

    /// The error in a body of ours.
    private static func errorBody(_ body: [UInt8]) -> ErrorBody.Detail? {
        guard let error = try? JSONDecoder().decode(ErrorBody.self, from: Data(body)).error, !error.code.isEmpty else {
            return nil
        }
        return cleaned(error)
    }

    /// Its texts cut to what a store and a page should hold.
    private static func cleaned(_ error: ErrorBody.Detail) -> ErrorBody.Detail {
        problem(
            KioskError.Code(clean(error.code, limit: 64)),
            clean(error.message, limit: 500),
            remedy: clean(error.remedy, limit: 500)
        )
    }

    private static func unavailable(
        _ status: Int,
        _ error: ErrorBody.Detail?,
        _ code: KioskError.Code = .centralUnavailable
    ) -> ErrorBody.Detail {
        problem(
            code,
            "the central answered with status \(status)" + (error.map { " (\($0.code): \($0.message))" } ?? ""),
            remedy: "Nothing to do at the kiosk: it tries again by itself. Tell the central's operator if it lasts."
        )
    }

    static let networkRemedy = "Check the network at the kiosk and at the central; the kiosk tries again by itself."

    static func timedOut(after timeout: Duration) -> ErrorBody.Detail {
        problem(.centralTimeout, "the central did not answer within \(timeout)", remedy: networkRemedy)
    }

    static func notUnderstood(_ why: String) -> ErrorBody.Detail {
        problem(
            .centralAnswer,
            "the central's answer was not understood: \(why)",
            remedy:
                "Check the central's address in the settings, and that no proxy or log-in page is in between."
        )
    }

    static func problem(_ code: KioskError.Code, _ message: String, remedy: String) -> ErrorBody.Detail {
        ErrorBody(KioskError(code, message, remedy: remedy)).error
    }

    /// Why a connection failed, in the system's words where it has some: libraries wrap them in their own.
    static func words(for error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(for: $0.error) } ?? "the name of the central is not known"
        default: clean("\(error)", limit: 200)
        }
    }

    /// One line without controls.
    static func clean(_ text: String, limit: Int) -> String {
        var cleaned = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format: cleaned.append(" ")
            default: cleaned.append(scalar)
            }
        }
        return String(cleaned)
    }
}

extension CentralAnswer {
    fileprivate init(_ answer: ClaimAnswer, receivedAt: Timestamp) {
        let status: Status =
            switch answer.status {
            case .accepted: .accepted
            case .duplicate: .duplicate
            case .returned: .returned
            // What people decided comes with the changes; until then it is safely there.
            case .inReview, .refused, .withdrawn, .paid: .inReview
            }
        self.init(
            status: status,
            receivedAt: receivedAt,
            reasonCode: answer.reason.map { RelayDecision.clean($0.code, limit: 64) },
            otherClaim: answer.reason?.otherClaim.map { RelayDecision.clean($0, limit: 64) },
            part: answer.reason?.part.flatMap { Part(rawValue: $0) }
        )
    }
}

package import Claims
package import Outbox
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What came back from one attempt to send a claim.
package enum CentralReply: Equatable, Sendable {
    case answered(status: Int, body: [UInt8])
    /// No answer, or none that could be read.
    case failed(ErrorBody.Detail)
}

/// What to do about it.
package enum RelayAction: Equatable, Sendable {
    /// Done: keep the answer.
    case acknowledge(CentralAnswer)
    /// A final "no": a person decides, the next claim goes.
    case setAside(ErrorBody.Detail)
    /// The central failed at this claim: try the others first.
    case postponeClaim(ErrorBody.Detail)
    /// No claim would fare better now.
    case postponeAll(ErrorBody.Detail)
}

/// The rules by which an answer of the central is judged.
///
/// | status | body | action |
/// | 200, 201 | the answer for this claim: accepted, duplicate or in review | acknowledge |
/// | 200, 201 | the answer for another claim | postpone the claim |
/// | 408, 425, 429, other 5xx | any | postpone all |
/// | other 4xx | our error body, a code that is final | set aside |
/// | other 4xx | our error body, any other code | postpone all: a setting or a later version may change the answer |
/// | 500 | our error body | postpone the claim |
/// | anything else | any | postpone all: a proxy, a captive portal, a wrong address |
package enum RelayDecision {
    /// About the claim's own bytes, which never change.
    private static let final: Set<String> = Set(
        [
            KioskError.Code.claimInvalid, .claimIDMismatch, .claimContentDiffers, .claimNumberTaken, .requestMalformed,
            .requestTooLarge, .sealingKeyUnknown, .sealingNotOpened,
        ].map(\.name)
    )

    package static func action(for reply: CentralReply, to claim: ClaimID, number: ClaimNumber) -> RelayAction {
        switch reply {
        case .failed(let problem): return .postponeAll(problem)
        case .answered(let status, let body):
            switch status {
            case 200, 201: return accepted(body, claim, number)
            case 500:
                guard let refusal = errorBody(body) else { return .postponeAll(unavailable(status, nil)) }
                return .postponeClaim(unavailable(status, refusal))
            case 408, 425, 429, 501...599: return .postponeAll(unavailable(status, errorBody(body)))
            default:
                guard (400...499).contains(status), let refusal = errorBody(body) else {
                    return .postponeAll(notUnderstood("status \(status) is no answer to a claim"))
                }
                // The path itself is unknown there: every claim would be refused for a wrong address.
                guard refusal.code != KioskError.Code.requestNotFound.name else {
                    return .postponeAll(notUnderstood("it does not know the address that claims are sent to"))
                }
                return final.contains(refusal.code) ? .setAside(refusal) : .postponeAll(refusal)
            }
        }
    }

    private static func accepted(_ body: [UInt8], _ claim: ClaimID, _ number: ClaimNumber) -> RelayAction {
        guard let answer = try? JSONDecoder().decode(ClaimAnswer.self, from: Data(body)),
            let receivedAt = Timestamp(answer.receivedAt)
        else { return .postponeAll(notUnderstood("the body is no answer to a claim")) }
        guard answer.claimId == claim.text, answer.claimNumber == number.text else {
            return .postponeClaim(notUnderstood("it is about another claim"))
        }
        let status: CentralAnswer.Status =
            switch answer.status {
            case .accepted: .accepted
            case .duplicate: .duplicate
            case .inReview: .inReview
            }
        return .acknowledge(
            CentralAnswer(
                status: status,
                receivedAt: receivedAt,
                reasonCode: answer.reason.map { clean($0.code, limit: 64) },
                otherClaim: answer.reason?.otherClaim.map { clean($0, limit: 64) },
                part: answer.reason?.part.flatMap { Part(rawValue: $0) }
            )
        )
    }

    /// The error in a body of ours, its texts cut to what a store and a page should hold.
    private static func errorBody(_ body: [UInt8]) -> ErrorBody.Detail? {
        guard let error = try? JSONDecoder().decode(ErrorBody.self, from: Data(body)).error, !error.code.isEmpty else {
            return nil
        }
        return problem(
            KioskError.Code(clean(error.code, limit: 64)),
            clean(error.message, limit: 500),
            remedy: clean(error.remedy, limit: 500)
        )
    }

    private static func unavailable(_ status: Int, _ error: ErrorBody.Detail?) -> ErrorBody.Detail {
        problem(
            .centralUnavailable,
            "the central answered with status \(status)" + (error.map { " (\($0.code): \($0.message))" } ?? ""),
            remedy: "Nothing to do at the kiosk: it tries again by itself. Tell the central's operator if it lasts."
        )
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

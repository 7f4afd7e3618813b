package import Claims
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What to do after an answer about a photo.
///
/// | status | body | action |
/// | 200 | `PhotoProgress` | go on at its offset, or done |
/// | 404, asked how much is there | our error body | begin |
/// | 409 | our error body, `photo.offset` | ask where to go on |
/// | 4xx | our error body, `photo.not-as-claimed` | begin anew: what arrived was not kept |
/// | 401, 403, 408, 425, 429, 5xx | any | pause |
/// | other 4xx | our error body, a code that is not about the address | set aside |
/// | anything else | any | pause |
package enum PhotoAction: Equatable, Sendable {
    /// The central has so many bytes.
    case progress(PhotoProgress)
    case askAgain
    /// Nothing of it is there any more; once more, then a person decides.
    case beginAnew(ErrorBody.Detail)
    /// This photo is refused: a person decides, the next one goes.
    case setAside(ErrorBody.Detail)
    /// No photo would fare better now.
    case pause(ErrorBody.Detail)
}

package enum PhotoDecision {
    package static func action(for reply: CentralQueries.Reply, wasAsked: Bool) -> PhotoAction {
        let said = CentralQueries.errorBody(reply.body)
        switch (reply.status, said?.code) {
        case (200, _):
            guard let progress = try? JSONDecoder().decode(PhotoProgress.self, from: Data(reply.body)),
                progress.received >= 0
            else { return .pause(pause(CentralQueries.notUnderstood("it is not about this photo"))) }
            return .progress(progress)
        case (404, let code?) where wasAsked && code != KioskError.Code.requestNotFound.name:
            return .progress(PhotoProgress(received: 0, complete: false))
        case (409, "photo.offset"): return .askAgain
        case (400..<500, "photo.not-as-claimed"):
            return said.map { .beginAnew($0) } ?? .askAgain
        case (400, _), (402, _), (404..<408, _), (409..<425, _), (426..<429, _), (430..<500, _):
            guard let said, said.code != KioskError.Code.requestNotFound.name else {
                return .pause(pause(CentralQueries.notUnderstood("status \(reply.status) is no answer to a photo")))
            }
            return .setAside(said)
        default: return .pause(pause(CentralQueries.refusal(reply)))
        }
    }

    static func pause(_ error: KioskError) -> ErrorBody.Detail { ErrorBody(error).error }
}

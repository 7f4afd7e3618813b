import CentralSync
import Claims
import Outbox
import WireAPI

/// A claim that waits, for targets that judge answers to it.
enum Sample {
    static let claimID = "01957dc7-e6a1-78ae-bcb6-59a1cf4b5d0c"
    static let number = KioskID("RH01").map { ClaimNumber(kiosk: $0, sequence: 2) }
}

/// What a kiosk keeps of an answer is bounded and can be shown.
func mustBeKept(_ action: RelayAction) {
    switch action {
    case .acknowledge(let answer): mustBeKept(answer)
    case .setAside(let problem), .postpone(let problem): mustBeKept(problem)
    }
}

func mustBeKept(_ problem: ErrorBody.Detail) {
    must(!problem.code.isEmpty, "a problem has a code")
    for text in [problem.code, problem.message, problem.remedy] {
        must(text.unicodeScalars.count <= 1_024, "what is kept of a problem has its limit")
        mustBeShown(text)
    }
}

func mustBeKept(_ standing: StandingChange.Standing?) {
    if case .answered(let answer)? = standing { mustBeKept(answer) }
}

private func mustBeKept(_ answer: CentralAnswer) {
    for text in [answer.reasonCode, answer.otherClaim].compactMap(\.self) {
        must(text.unicodeScalars.count <= 64, "what is kept of an answer has its limit")
        mustBeShown(text)
    }
}

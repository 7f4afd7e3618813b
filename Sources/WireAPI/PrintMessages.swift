package import Claims

/// `POST /v1/claims/{claimId}/receipt/print` and `…/certificate/print`.
package struct PrintEntry: Codable, Equatable, Sendable {
    /// `zh-CN`, `bo` or `en`.
    package var language: String?

    package init(language: String? = nil) { self.language = language }
}

/// What became of a paper.
package struct PrintView: Codable, Equatable, Sendable {
    package enum Outcome: String, CaseIterable, Codable, Sendable {
        case printed
        /// It is not on paper as a whole.
        case notPrinted = "not-printed"
        /// Somebody has to look at the paper.
        case unknown
    }

    package var outcome: Outcome
    /// Whether the paper is marked as a copy: it may have come out before.
    package var copy: Bool
    package var problem: ErrorBody.Detail?

    package init(outcome: Outcome, copy: Bool, problem: ErrorBody.Detail? = nil) {
        self.outcome = outcome
        self.copy = copy
        self.problem = problem
    }
}

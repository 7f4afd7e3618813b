package import Claims

/// One change of a claim, as its kiosk is told.
package struct StandingChange: Equatable, Sendable {
    package let claimID: ClaimID
    package let number: ClaimNumber
    /// How the claim stood after it.
    package let standing: Standing
    /// The claim that was put in dispute because of this one, when that is the news.
    package let rival: ClaimNumber?
    package let at: Timestamp

    package init(
        claimID: ClaimID,
        number: ClaimNumber,
        standing: Standing,
        rival: ClaimNumber?,
        at time: Timestamp
    ) {
        self.claimID = claimID
        self.number = number
        self.standing = standing
        self.rival = rival
        at = time
    }
}

/// Some of a kiosk's changes, in the order in which they happened.
package struct ChangeBatch: Equatable, Sendable {
    package let changes: [StandingChange]
    /// Where they begin: the beginning when the register never gave the cursor that was passed.
    package let since: ChangeCursor
    /// After the last of them; as it was passed when there is none.
    package let cursor: ChangeCursor
    package let more: Bool
}

/// A place among the changes: `<number>.<milliseconds>`, `0.0` for the beginning.
///
/// The time tells whether the register still has the change that a kiosk saw last. One that was restored from an older
/// copy has another one under that number, or none; then the kiosk hears everything again from the beginning.
package struct ChangeCursor: Hashable, Sendable, CustomStringConvertible {
    package static let start = ChangeCursor(number: 0, milliseconds: 0)

    let number: Int64
    let milliseconds: Int64

    init(number: Int64, milliseconds: Int64) {
        self.number = number
        self.milliseconds = milliseconds
    }

    /// Nil for what no answer gave; `0` and nothing are the beginning.
    package init?(_ text: some StringProtocol) {
        if text.isEmpty || text == "0" {
            self = .start
            return
        }
        let fields = text.split(separator: ".", omittingEmptySubsequences: false)
        guard fields.count == 2, let number = Int64(fields[0]), number >= 0, let milliseconds = Int64(fields[1]) else {
            return nil
        }
        self.init(number: number, milliseconds: milliseconds)
    }

    package var description: String { "\(number).\(milliseconds)" }
}

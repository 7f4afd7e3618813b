/// What staff should know although it changes no verdict. Recorded with the claim. Values name no person.
package struct Warning: Hashable, Sendable {
    /// Each case has a title, a text and a "what to do" in every language.
    package enum Code: String, CaseIterable, Sendable {
        /// A working day, but not an hour at which the point is open.
        case outsideHours = "outside-hours"
        /// No working day.
        case closedDay = "closed-day"
        case cardExpired = "card-expired"
        /// The registry is older than it should be, or there is none: the verdict is provisional.
        case provisional = "provisional"
        /// The person has a claim: only a residual value for a bike without a plate is possible.
        case personClaimed = "person-claimed"
        case bankCardPrefix = "bank-card-prefix"
        case bankCardLuhn = "bank-card-luhn"
        case bankCardLength = "bank-card-length"
        /// The kiosk's clock was set back, or is wrong: the claim's time counts as unknown.
        case clockSetBack = "clock-set-back"
        /// A supervisor sent a refusal to review, or let a card number pass.
        case overridden = "overridden"
    }

    package let code: Code
    package let values: [String: String]

    package init(_ code: Code, _ values: [String: String] = [:]) {
        self.code = code
        self.values = values
    }
}

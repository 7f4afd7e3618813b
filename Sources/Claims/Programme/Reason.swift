/// Why a claim is refused or held, or what staff should know: a code that every catalogue has a text for, and the
/// values that go into the text. Values name no person.
package struct Reason: Hashable, Sendable {
    /// Each case has a title and a "what to do" text in every language.
    package enum Code: String, CaseIterable, Sendable {
        case outsideWindow = "outside-window"
        case notATarget = "not-a-target"
        case registeredOutside = "registered-outside-window"
        case partMissing = "part-missing"
        case partWrong = "part-wrong"
        case otherVoltage = "other-voltage"
        case personClaimed = "person-already-claimed"
        case vehicleClaimed = "vehicle-already-claimed"
        case platelessNotTaken = "plateless-not-taken"
        case ownershipUnproved = "ownership-unproved"
        case plateUnknown = "plate-unknown"
    }

    package let code: Code
    package let values: [String: String]

    package init(_ code: Code, _ values: [String: String] = [:]) {
        self.code = code
        self.values = values
    }
}

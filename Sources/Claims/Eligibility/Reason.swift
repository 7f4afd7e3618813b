/// Why a claim is refused or held: a code that every catalogue has texts for, and the values that go into the text.
/// Values name no person.
package struct Reason: Hashable, Sendable {
    /// Each case has a title, a text and a "what to do" in every language.
    package enum Code: String, CaseIterable, Sendable {
        case outsideWindow = "outside-window"
        case undesignatedPlace = "undesignated-place"
        case captureUnproved = "capture-time-unproved"
        case platelessNotTaken = "plateless-not-taken"
        case agentNotAllowed = "agent-not-allowed"
        case agentUnidentified = "agent-unidentified"
        case ownerMinor = "owner-minor"
        case ownerDeceased = "owner-deceased"
        case ownerCompany = "owner-company"
        case personClaimed = "person-already-claimed"
        case vehicleClaimed = "vehicle-already-claimed"
        /// The same person with the same vehicle, where pairs count.
        case pairClaimed = "pair-already-claimed"
        /// The same, by another person: a fraud case.
        case vehicleClaimedByAnother = "vehicle-claimed-by-another"
        /// The programme wants a registry and the kiosk has none.
        case registryMissing = "registry-missing"
        case registryTooOld = "registry-too-old"
        case plateUnknown = "plate-unknown"
        case notATarget = "not-a-target"
        case registeredOutside = "registered-outside-window"
        case ownershipUnproved = "ownership-unproved"
        case certificateNotAccepted = "certificate-not-accepted"
        case certificateInvalid = "certificate-invalid"
        case partMissing = "part-missing"
        case partWrong = "part-wrong"
        /// The condition said that all parts are there.
        case conditionContradicted = "condition-contradicted"
        case partSeen = "part-serial-seen"
        case recordContradicted = "record-contradicted"
        /// The label cannot be read, or what was measured fits no row or several.
        case voltageUnclear = "voltage-unclear"
        case voltageContradicted = "voltage-contradicted"
        case otherVoltage = "other-voltage"
        case otherKilometres = "other-kilometres"
        /// Only the central: it does not have the rules that the kiosk used.
        case rulesUnknown = "rules-unknown"
        /// Only the central: its own verdict on the same facts is another.
        case verdictDiffers = "verdict-differs"
        /// Only the central: the claim corrects one that was not sent back.
        case correctionUnasked = "correction-not-asked"
    }

    package let code: Code
    package let values: [String: String]

    package init(_ code: Code, _ values: [String: String] = [:]) {
        self.code = code
        self.values = values
    }
}

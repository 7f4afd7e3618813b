import Claims
import WireAPI

/// What the central's reasons mean, in a few words, for supervisors at a terminal. The pages have longer ones in
/// `share/texts`.
enum ReasonWords {
    /// With the part and the other claim that it is about, and the code in brackets.
    static func of(_ reason: ReasonView) -> String {
        let meaning =
            Reason.Code(rawValue: reason.code).map(words) ?? ReturnReason(rawValue: reason.code).map(whatToCorrect)
            ?? ChangeReason(rawValue: reason.code).map(whatHappened) ?? "a person must look at it"
        let about = [reason.values["part"].map { "the \($0)" }, reason.values["claim"].map { "claim \($0)" }]
            .compactMap(\.self)
        let place = about.isEmpty ? "" : ": \(about.joined(separator: ", "))"
        return Terminal.harmless("\(meaning)\(place) [\(reason.code)]")
    }

    private static func words(_ code: Reason.Code) -> String {
        switch code {
        case .outsideWindow: "outside the programme's dates"
        case .undesignatedPlace: "not a designated place"
        case .captureUnproved: "the time of recording must be proved"
        case .platelessNotTaken: "bikes without a plate are not taken"
        case .agentNotAllowed: "nobody may come for the owner"
        case .agentUnidentified: "the agent showed no ID card"
        case .ownerMinor: "the owner is a minor"
        case .ownerDeceased: "the registered owner has died"
        case .ownerCompany: "the bike belongs to a company"
        case .personClaimed: "this person has claimed already"
        case .vehicleClaimed: "this bike has been claimed for already"
        case .pairClaimed: "this person has claimed for this bike already"
        case .vehicleClaimedByAnother: "somebody else has claimed for this bike"
        case .registryMissing: "there was no registry"
        case .registryTooOld: "the registry was too old"
        case .plateUnknown: "the plate is not in the registry"
        case .notATarget: "this kind of plate is not covered"
        case .registeredOutside: "registered outside the covered dates"
        case .ownershipUnproved: "ownership is not proved"
        case .certificateNotAccepted: "not the registered owner"
        case .certificateInvalid: "the ownership certificate's date is not valid"
        case .partMissing: "a part is missing"
        case .partWrong: "a part is not of this bike"
        case .conditionContradicted: "the condition does not fit"
        case .partSeen: "this part is in another claim"
        case .recordContradicted: "a part differs from the police's record"
        case .voltageUnclear: "the battery's voltage is unclear"
        case .voltageContradicted: "the battery's voltage contradicts itself"
        case .otherVoltage: "no subsidy is set for this voltage"
        case .otherKilometres: "no subsidy is set for these kilometres"
        case .rulesUnknown: "the central does not know these rules"
        case .verdictDiffers: "the central judges differently"
        case .correctionUnasked: "a correction that was not asked for"
        }
    }

    private static func whatToCorrect(_ reason: ReturnReason) -> String {
        switch reason {
        case .bankCard: "the bank card must be corrected"
        case .certificate: "the ownership certificate must be corrected"
        case .battery: "what was recorded of the battery must be corrected"
        case .motor: "what was recorded of the motor must be corrected"
        case .frame: "what was recorded of the frame must be corrected"
        case .several: "more than one thing must be corrected"
        }
    }

    private static func whatHappened(_ reason: ChangeReason) -> String {
        switch reason {
        case .amended: "it was corrected by another"
        case .rivalInDispute: "another claim is in dispute with it"
        }
    }
}

import Claims

// Which refusals a supervisor may turn into a case for review.

extension ProgrammeFile {
    static var reviewable: Reading<Set<Reason.Code>> {
        let list = Reading<[(value: Reason.Code, place: Place)]>.list(0...32, of: .choice(Reason.Code.self))
        return Reading(list.expected) { (node) throws(KioskError) in
            var codes: Set<Reason.Code> = []
            for (code, place) in try list.read(node) {
                if let why = final(code) {
                    throw place.fault(
                        .configContradiction,
                        "\(code.rawValue) cannot be sent to review: \(why)",
                        remedy: "Delete this line."
                    )
                }
                guard codes.insert(code).inserted else {
                    throw place.fault(
                        .configContradiction,
                        "\(code.rawValue) stands twice",
                        remedy: "Keep one of the two."
                    )
                }
            }
            return codes
        }
    }

    /// Why a refusal stays one whatever anybody finds out later; nil when review can change it.
    private static func final(_ code: Reason.Code) -> String? {
        switch code {
        case .outsideWindow: "nothing is accepted outside the window"
        case .personClaimed, .vehicleClaimed, .vehicleClaimedByAnother, .pairClaimed:
            "the once-only rule has no exceptions"
        case .registryMissing, .registryTooOld: "without a registry there is nothing to judge by"
        case .platelessNotTaken: "the programme has no rule for a bike without a plate"
        case .undesignatedPlace, .captureUnproved, .agentNotAllowed, .agentUnidentified, .ownerMinor, .ownerDeceased,
            .ownerCompany, .plateUnknown, .notATarget, .registeredOutside, .ownershipUnproved, .certificateNotAccepted,
            .certificateInvalid, .partMissing, .partWrong, .conditionContradicted, .partSeen, .recordContradicted,
            .voltageUnclear,
            .voltageContradicted, .otherVoltage, .otherKilometres, .rulesUnknown, .verdictDiffers, .correctionUnasked:
            nil
        }
    }
}

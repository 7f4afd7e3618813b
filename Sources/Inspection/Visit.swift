package import Claims

/// What is known of the person and the bike at the counter. Dropped as a whole when the session ends.
package struct Visit: Equatable, Sendable {
    package var noticeVersion: String
    package var applicant: CardIdentity?
    package var plate: Plate?
    package var registration: Registration?
    package var personClaimed: ClaimNumber?
    package var vehicleClaimed: ClaimNumber?
    package var certificate: OwnershipCertificate?
    package var parts: [Part: PartFinding] = [:]
    package var scannedSerial: String?
    package var bankCard: BankCardNumber?

    /// The first part that is not judged yet.
    package var nextPart: Part? { Part.allCases.first { parts[$0] == nil } }

    package var isPlateless: Bool { registration == .plateless }

    func facts(today: CivilDate) -> EligibilityFacts {
        EligibilityFacts(
            capturedOn: today,
            registration: registration,
            personClaimed: personClaimed,
            vehicleClaimed: vehicleClaimed,
            certificateShown: certificate != nil,
            parts: parts
        )
    }

    mutating func forgetApplicant() {
        applicant = nil
        personClaimed = nil
    }

    mutating func forgetPlate() {
        plate = nil
        registration = nil
        vehicleClaimed = nil
        certificate = nil
    }
}

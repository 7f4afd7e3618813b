/// A claim with everything in clear: what a kiosk has for the moment of the commit, and a central while it judges.
///
/// Never stored. As JSON it is content version 2 of the wire's document, which kiosks of the first releases sent; since
/// version 3 they send `ClaimDocument`, where what names people is sealed.
package struct OpenClaim: Codable, Equatable, Sendable {
    package struct Person: Codable, Equatable, Sendable {
        package var name: String
        package var idNumber: String
        package var cardKind: String
        /// A date, `long-term` or `unreadable`.
        package var cardValidUntil: String
    }

    package struct Vehicle: Codable, Equatable, Sendable {
        /// Nil for a bike without a plate.
        package var plate: String?
        package var registration: String
        package var plateKind: String?
        package var registeredOn: String?
        package var ownerIsApplicant: Bool?
        package var ownerIsCompany: Bool?
        package var recordVolts: Int?
        package var model: String?
        package var registryVersion: String?
        package var registryAge: Int?
        package var kilometres: Int?
        package var condition: String?
    }

    package struct Certificate: Codable, Equatable, Sendable {
        package var issuerKind: String
        package var issuer: String
        package var number: String
        package var issuedOn: String
        package var signatory: String?
        package var photo: String?
    }

    package struct Part: Codable, Equatable, Sendable {
        package var condition: String
        package var serialState: String
        package var serial: String?
        package var label: String?
        package var labelVolts: Int?
        package var meterMillivolts: Int?
        package var blocks: Int?
        package var contradictsRecord: Bool?
        package var seenIn: String?
    }

    package struct Payee: Codable, Equatable, Sendable {
        /// Nil where only the payers can open it.
        package var bankCard: String?
        /// Nil in content version 2.
        package var maskedCard: String?
        package var luhnValid: Bool
    }

    package struct Override: Codable, Equatable, Sendable {
        package var subject: String
        package var supervisor: String
        package var reason: String
    }

    package var contentVersion: Int
    package var claimId: String
    package var claimNumber: String
    package var kioskId: String
    package var point: String
    package var rehearsal: Bool
    package var recordedAt: String
    /// Nil in content version 2.
    package var clock: ClaimDocument.Clock?
    package var amends: String?
    package var amended: ClaimDocument.Amended?
    package var programme: String
    package var programmeVersion: String
    package var consent: ClaimDocument.Consent
    package var applicant: Person
    package var relation: String
    package var agent: Person?
    package var vehicle: Vehicle
    package var certificate: Certificate?
    package var parts: [String: Part]
    package var payee: Payee?
    package var verdict: ClaimDocument.Verdict
    package var warnings: [String]
    package var overrides: [Override]
    package var keys: ClaimDocument.Keys
    package var chain: ClaimDocument.ChainLink

    /// The content version of a claim whose JSON is this.
    package static let contentVersion = 2
}

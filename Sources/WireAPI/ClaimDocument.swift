/// A claim as it crosses the wire and lies in both stores: the body of `PUT /v1/claims/{claimId}`.
///
/// The kiosk writes it once, at commit, as canonical JSON (sorted keys, no white space); those bytes are what the
/// chain hashes and what is sent, however often it is sent. Dates are `YYYY-MM-DD`, times RFC 3339, money fen.
package struct ClaimDocument: Codable, Equatable, Sendable {
    package struct Person: Codable, Equatable, Sendable {
        package var name: String
        package var idNumber: String
        package var cardKind: String
        /// A date, `long-term` or `unreadable`.
        package var cardValidUntil: String
    }

    package struct Consent: Codable, Equatable, Sendable {
        package var noticeVersion: String
        /// `signature`, `thumbprint` or `spoken`.
        package var method: String
        package var at: String
        /// Whether data may be passed on for the programme's campaign.
        package var campaign: Bool
    }

    package struct Vehicle: Codable, Equatable, Sendable {
        /// Nil for a bike without a plate.
        package var plate: String?
        /// `found`, `unknown`, `unavailable` or `plateless`.
        package var registration: String
        /// What the registry says; only if found, and the last three only if it has them.
        package var plateKind: String?
        package var registeredOn: String?
        package var ownerIsApplicant: Bool?
        /// True if the registry names a company as the owner; else it is not there.
        package var ownerIsCompany: Bool?
        package var recordVolts: Int?
        package var model: String?
        /// Of the registry that was asked.
        package var registryVersion: String?
        /// Days since its extract.
        package var registryAge: Int?
        /// What the odometer showed, where the tariff goes by it.
        package var kilometres: Int?
        /// Of a bike without a plate, as the programme names it.
        package var condition: String?
    }

    package struct Certificate: Codable, Equatable, Sendable {
        /// `community` or `village-committee`.
        package var issuerKind: String
        package var issuer: String
        package var number: String
        package var issuedOn: String
        package var signatory: String?
        /// SHA-256 of the photo, lower-case hex.
        package var photo: String?
    }

    package struct Part: Codable, Equatable, Sendable {
        /// `present`, `missing` or `wrong`.
        package var condition: String
        /// `read`, `illegible`, `ground-off` or `none`.
        package var serialState: String
        package var serial: String?
        /// Battery only: `read` with `labelVolts`, `illegible` or `none`.
        package var label: String?
        package var labelVolts: Int?
        package var meterMillivolts: Int?
        package var blocks: Int?
        /// True if the registry has another serial.
        package var contradictsRecord: Bool?
        /// The number of a live claim that has a part of the same serial.
        package var seenIn: String?
    }

    package struct Payee: Codable, Equatable, Sendable {
        package var bankCard: String
        package var luhnValid: Bool
    }

    package struct Verdict: Codable, Equatable, Sendable {
        package var kind: String
        package var amountFen: Int64?
        package var reason: String?
        package var rule: String
        package var facts: [String: String]
        package var versions: [String: String]
        package var provisional: Bool
    }

    package struct Override: Codable, Equatable, Sendable {
        /// A reason's code, or `bank-card`.
        package var subject: String
        package var supervisor: String
        package var reason: String
    }

    /// HMAC-SHA-256 under the programme's digest key, lower-case hex: what "same person", "same vehicle" and "same
    /// part" mean.
    package struct Keys: Codable, Equatable, Sendable {
        package var person: String
        package var vehicle: String?
        /// The person with the vehicle.
        package var pair: String?
        /// By part, for serials that can be read.
        package var parts: [String: String]

        package init(person: String, vehicle: String?, pair: String?, parts: [String: String]) {
            self.person = person
            self.vehicle = vehicle
            self.pair = pair
            self.parts = parts
        }
    }

    /// The claim's place among all claims of its kiosk.
    package struct ChainLink: Codable, Equatable, Sendable {
        /// From 1, without gaps.
        package var sequence: Int64
        /// SHA-256 of the canonical bytes of the claim before, lower-case hex; 64 zeros for the first.
        package var previous: String

        package init(sequence: Int64, previous: String) {
            self.sequence = sequence
            self.previous = previous
        }
    }

    package var contentVersion: Int
    package var claimId: String
    package var claimNumber: String
    package var kioskId: String
    /// The point's id in the programme.
    package var point: String
    package var rehearsal: Bool
    package var recordedAt: String
    package var programme: String
    package var programmeVersion: String
    package var consent: Consent
    package var applicant: Person
    /// `owner`, `agent`, `heir` or `company`.
    package var relation: String
    package var agent: Person?
    package var vehicle: Vehicle
    package var certificate: Certificate?
    package var parts: [String: Part]
    package var payee: Payee?
    package var verdict: Verdict
    package var warnings: [String]
    package var overrides: [Override]
    package var keys: Keys
    package var chain: ChainLink

    package static let currentContentVersion = 2
}

package import Claims

/// A claim as it crosses the wire and lies in both stores: the body of `PUT /v1/claims/{claimId}`.
///
/// The kiosk writes it once, at commit, as canonical JSON (sorted keys, no white space); those bytes are what the
/// chain hashes and what is sent, however often it is sent. Dates are `YYYY-MM-DD`, times RFC 3339, money fen.
package struct ClaimDocument: Codable, Equatable, Sendable {
    package struct Applicant: Codable, Equatable, Sendable {
        package var name: String
        package var idNumber: String
        package var cardKind: String
        /// A date, `long-term` or `unreadable`.
        package var cardValidUntil: String
    }

    package struct Vehicle: Codable, Equatable, Sendable {
        /// Nil for a bike without a plate.
        package var plate: String?
        /// `found`, `unknown`, `unavailable` or `plateless`.
        package var registration: String
        package var plateKind: String?
        package var registeredOn: String?
        package var ownerIsApplicant: Bool?
    }

    package struct Certificate: Codable, Equatable, Sendable {
        package var issuer: String
        package var number: String
        package var issuedOn: String
    }

    package struct PartFinding: Codable, Equatable, Sendable {
        package var condition: String
        /// `read`, `illegible`, `ground-off` or `none`.
        package var serialState: String
        package var serial: String?
        package var volts: Int?
        package var voltageMethod: String?
    }

    package struct Payee: Codable, Equatable, Sendable {
        package var bankCard: String
        package var luhnValid: Bool
    }

    package struct Verdict: Codable, Equatable, Sendable {
        package var kind: String
        package var amountFen: Int64?
        package var reason: String?
    }

    /// HMAC-SHA-256 under the programme's digest key, lower-case hex: what "same person" and "same vehicle" mean.
    package struct Keys: Codable, Equatable, Sendable {
        package var person: String
        package var vehicle: String?

        package init(person: String, vehicle: String?) {
            self.person = person
            self.vehicle = vehicle
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
    package var point: String
    package var rehearsal: Bool
    package var recordedAt: String
    package var programme: String
    package var programmeVersion: String
    package var noticeVersion: String
    package var applicant: Applicant
    package var vehicle: Vehicle
    package var certificate: Certificate?
    package var parts: [String: PartFinding]
    package var payee: Payee?
    package var verdict: Verdict
    package var keys: Keys
    package var chain: ChainLink

    package static let currentContentVersion = 1
}

extension ClaimDocument {
    /// The document of a draft that is about to be committed.
    package init(
        draft: ClaimDraft,
        claimID: ClaimID,
        number: ClaimNumber,
        recordedAt: Timestamp,
        point: String,
        rehearsal: Bool,
        programme: (id: String, version: String),
        keys: Keys,
        chain: ChainLink
    ) {
        contentVersion = Self.currentContentVersion
        claimId = claimID.text
        claimNumber = number.text
        kioskId = number.kiosk.text
        self.point = point
        self.rehearsal = rehearsal
        self.recordedAt = recordedAt.description
        self.programme = programme.id
        programmeVersion = programme.version
        noticeVersion = draft.noticeVersion
        applicant = Applicant(
            name: draft.applicant.name,
            idNumber: draft.applicant.number.text,
            cardKind: draft.applicant.kind.rawValue,
            cardValidUntil: draft.applicant.validity.description
        )
        vehicle = Vehicle(plate: draft.plate, registration: draft.registration)
        certificate = draft.certificate.map {
            Certificate(issuer: $0.issuer, number: $0.number, issuedOn: $0.issuedOn.description)
        }
        parts = Dictionary(uniqueKeysWithValues: draft.parts.map { ($0.key.rawValue, PartFinding($0.value)) })
        payee = draft.bankCard.map { Payee(bankCard: $0.digits, luhnValid: $0.isLuhnValid) }
        verdict = Verdict(draft.verdict)
        self.keys = keys
        self.chain = chain
    }
}

extension ClaimDocument.Vehicle {
    fileprivate init(plate: Plate?, registration: Registration) {
        self.init(plate: plate?.text, registration: "unavailable")
        switch registration {
        case .found(let kind, let day, let ownerIsApplicant):
            self.registration = "found"
            plateKind = kind
            registeredOn = day.description
            self.ownerIsApplicant = ownerIsApplicant
        case .unknown: self.registration = "unknown"
        case .unavailable: break
        case .plateless: self.registration = "plateless"
        }
    }
}

extension ClaimDocument.PartFinding {
    fileprivate init(_ finding: Claims.PartFinding) {
        let serial = finding.serial.wireForm
        self.init(
            condition: finding.condition.rawValue,
            serialState: serial.state,
            serial: serial.text,
            volts: finding.voltage?.volts,
            voltageMethod: finding.voltage?.method.rawValue
        )
    }
}

extension ClaimDocument.Verdict {
    fileprivate init(_ verdict: Claims.Verdict) {
        self.init(kind: verdict.kind, amountFen: verdict.amount?.amount)
        switch verdict {
        case .hold(let reason), .refuse(let reason): self.reason = reason.code.rawValue
        case .subsidy, .subsidyWithCertificate, .residual: break
        }
    }
}

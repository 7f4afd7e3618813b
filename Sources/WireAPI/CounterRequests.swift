package import Claims

/// Bodies of the requests that move the session at the counter. Missing optional fields are nil; unknown fields are
/// refused by nobody and ignored.
package struct NoticeAgreement: Codable, Sendable {
    /// The version of the notice that was shown; must be the current one.
    package var noticeVersion: String

    package init(noticeVersion: String) { self.noticeVersion = noticeVersion }
}

package struct PlateEntry: Codable, Sendable {
    package var plate: String

    package init(plate: String) { self.plate = plate }
}

package struct CertificateEntry: Codable, Sendable {
    package var issuer: String
    package var number: String
    /// `YYYY-MM-DD`.
    package var issuedOn: String

    package init(issuer: String, number: String, issuedOn: String) {
        self.issuer = issuer
        self.number = number
        self.issuedOn = issuedOn
    }
}

package struct PartEntry: Codable, Sendable {
    /// `present`, `missing` or `wrong`.
    package var condition: String
    /// `read`, `illegible`, `ground-off` or `none`; nil means `read` when there is a serial, else `none`.
    package var serialState: String?
    package var serial: String?
    /// Battery only: nominal volts.
    package var volts: Int?
    /// Battery only: `label`, `meter` or `blocks`; nil means `label`.
    package var voltageMethod: String?

    package init(
        condition: String,
        serialState: String? = nil,
        serial: String? = nil,
        volts: Int? = nil,
        voltageMethod: String? = nil
    ) {
        self.condition = condition
        self.serialState = serialState
        self.serial = serial
        self.volts = volts
        self.voltageMethod = voltageMethod
    }
}

package struct BankCardEntry: Codable, Sendable {
    package var number: String
    /// The same number, typed a second time.
    package var repeated: String

    package init(number: String, repeated: String) {
        self.number = number
        self.repeated = repeated
    }
}

package struct Confirmation: Codable, Sendable {
    /// `session.visit` of the snapshot whose review was confirmed; nil confirms whatever is under review.
    package var visit: Int?

    package init(visit: Int?) { self.visit = visit }
}

/// One row of `GET /v1/claims` at the kiosk: masked.
package struct KioskClaimView: Codable, Equatable, Sendable {
    package var claimId: String
    package var claimNumber: String
    package var sequence: Int64
    package var recordedAt: String
    package var amountFen: Int64?
    package var maskedApplicant: String
    package var maskedPlate: String?
    /// `recorded`, `accepted`, `duplicate` or `needs-person`.
    package var status: String
    package var attempts: Int
    package var centralReceivedAt: String?
    package var problem: ErrorBody.Detail?
    package var reason: ReasonView?

    package init(
        claimId: String,
        claimNumber: String,
        sequence: Int64,
        recordedAt: String,
        amountFen: Int64?,
        maskedApplicant: String,
        maskedPlate: String?,
        status: String,
        attempts: Int,
        centralReceivedAt: String?,
        problem: ErrorBody.Detail?,
        reason: ReasonView?
    ) {
        self.claimId = claimId
        self.claimNumber = claimNumber
        self.sequence = sequence
        self.recordedAt = recordedAt
        self.amountFen = amountFen
        self.maskedApplicant = maskedApplicant
        self.maskedPlate = maskedPlate
        self.status = status
        self.attempts = attempts
        self.centralReceivedAt = centralReceivedAt
        self.problem = problem
        self.reason = reason
    }
}

package struct KioskClaimList: Codable, Equatable, Sendable {
    package var claims: [KioskClaimView]

    package init(claims: [KioskClaimView]) { self.claims = claims }
}

package import Claims

/// Bodies of the requests that move the session at the counter. Missing optional fields are nil; unknown fields are
/// refused by nobody and ignored.
package struct NoticeAgreement: Codable, Sendable {
    /// The version of the notice that was shown; must be the current one.
    package var noticeVersion: String
    /// `signature`, `thumbprint` or `spoken`; nil means `spoken`.
    package var method: String?
    /// Whether data may be passed on for the programme's campaign; nil means no.
    package var campaign: Bool?

    package init(noticeVersion: String, method: String? = nil, campaign: Bool? = nil) {
        self.noticeVersion = noticeVersion
        self.method = method
        self.campaign = campaign
    }
}

package struct PlateEntry: Codable, Sendable {
    package var plate: String

    package init(plate: String) { self.plate = plate }
}

/// Who stands at the counter: `owner` (goes on to the certificate), `heir` or `company`.
package struct RelationEntry: Codable, Sendable {
    package var relation: String

    package init(relation: String) { self.relation = relation }
}

package struct CertificateEntry: Codable, Sendable {
    /// `community` or `village-committee`; nil means `community`.
    package var issuerKind: String?
    package var issuer: String
    package var number: String
    /// `YYYY-MM-DD`.
    package var issuedOn: String
    package var signatory: String?
    /// The name that `POST /v1/session/photos` gave the photo.
    package var photo: String?

    package init(
        issuerKind: String? = nil,
        issuer: String,
        number: String,
        issuedOn: String,
        signatory: String? = nil,
        photo: String? = nil
    ) {
        self.issuerKind = issuerKind
        self.issuer = issuer
        self.number = number
        self.issuedOn = issuedOn
        self.signatory = signatory
        self.photo = photo
    }
}

/// The answer to a photo: its SHA-256, lower-case hex, by which entries name it.
package struct PhotoReceipt: Codable, Sendable {
    package var photo: String

    package init(photo: String) { self.photo = photo }
}

package struct KilometresEntry: Codable, Sendable {
    /// What the odometer shows, 0–999,999.
    package var kilometres: Int

    package init(kilometres: Int) { self.kilometres = kilometres }
}

/// The condition of a bike without a plate, as `programme.plateless` names it.
package struct ConditionEntry: Codable, Sendable {
    package var condition: String

    package init(condition: String) { self.condition = condition }
}

/// A supervisor's word: sends a refusal to review, or lets a bank card number pass.
package struct OverrideEntry: Codable, Sendable {
    package var supervisor: String
    package var pin: String
    /// Recorded with the claim. 1–200 characters.
    package var reason: String

    package init(supervisor: String, pin: String, reason: String) {
        self.supervisor = supervisor
        self.pin = pin
        self.reason = reason
    }
}

package struct PartEntry: Codable, Sendable {
    /// `present`, `missing` or `wrong`.
    package var condition: String
    /// `read`, `illegible`, `ground-off` or `none`; nil means `read` when there is a serial, else `none`.
    package var serialState: String?
    package var serial: String?
    /// Battery only: `read` with `volts`, `illegible` or `none`; nil means `read` when there are volts, else `none`.
    package var label: String?
    /// Battery only: nominal volts on the label, 1–400.
    package var volts: Int?
    /// Battery only: measured, 1–400,000.
    package var meterMillivolts: Int?
    /// Battery only: counted, 1–32.
    package var blocks: Int?

    package init(
        condition: String,
        serialState: String? = nil,
        serial: String? = nil,
        label: String? = nil,
        volts: Int? = nil,
        meterMillivolts: Int? = nil,
        blocks: Int? = nil
    ) {
        self.condition = condition
        self.serialState = serialState
        self.serial = serial
        self.label = label
        self.volts = volts
        self.meterMillivolts = meterMillivolts
        self.blocks = blocks
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
    /// `recorded`, `accepted`, `in-review`, `duplicate`, `returned`, `needs-person`, `amended`, `refused`, `withdrawn`
    /// or `paid`.
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

/// A paper, ready for screen and printer.
package struct PaperView: Codable, Equatable, Sendable {
    /// At 48 columns.
    package var lines: [String]
    /// What goes into the paper's code; nil when it has none.
    package var code: String?
    /// The code as a picture (SVG); nil when it has none.
    package var picture: String?

    package init(lines: [String], code: String?, picture: String?) {
        self.lines = lines
        self.code = code
        self.picture = picture
    }
}

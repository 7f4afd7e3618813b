// What the central's operator asks over its control socket: docs/openapi/central-admin.yaml.

/// One kiosk as the central knows it.
package struct KioskEntry: Codable, Equatable, Sendable {
    package var kioskId: String
    /// Claims that arrived.
    package var claims: Int64
    /// The highest running number that arrived, 0 for none.
    package var highest: Int64
    /// The end of its newest certificate, RFC 3339; nil when it has none that counts.
    package var certificateEnds: String?
    /// RFC 3339; nil unless it is revoked now.
    package var revokedAt: String?

    package init(
        kioskId: String,
        claims: Int64,
        highest: Int64,
        certificateEnds: String?,
        revokedAt: String?
    ) {
        self.kioskId = kioskId
        self.claims = claims
        self.highest = highest
        self.certificateEnds = certificateEnds
        self.revokedAt = revokedAt
    }
}

/// The answer of `GET /v1/kiosks`.
package struct KioskList: Codable, Equatable, Sendable {
    /// By their names.
    package var kiosks: [KioskEntry]

    package init(kiosks: [KioskEntry]) { self.kiosks = kiosks }
}

/// The answer of `GET /v1/claims/{claimId}`: how a claim stands, and of its content what names nobody.
package struct ClaimSheet: Codable, Equatable, Sendable {
    package struct Person: Codable, Equatable, Sendable {
        package var maskedName: String
        package var maskedNumber: String

        package init(maskedName: String, maskedNumber: String) {
            self.maskedName = maskedName
            self.maskedNumber = maskedNumber
        }
    }

    /// Nil for content that this version does not read.
    package struct Content: Codable, Equatable, Sendable {
        /// RFC 3339, the kiosk's clock.
        package var recordedAt: String
        package var point: String
        package var programmeVersion: String
        package var applicant: Person
        package var agent: Person?
        package var maskedPlate: String?
        package var maskedCard: String?
        /// What the kiosk decided: `kind`, and the code of the reason.
        package var verdict: String
        package var verdictReason: String?

        package init(
            recordedAt: String,
            point: String,
            programmeVersion: String,
            applicant: Person,
            agent: Person?,
            maskedPlate: String?,
            maskedCard: String?,
            verdict: String,
            verdictReason: String?
        ) {
            self.recordedAt = recordedAt
            self.point = point
            self.programmeVersion = programmeVersion
            self.applicant = applicant
            self.agent = agent
            self.maskedPlate = maskedPlate
            self.maskedCard = maskedCard
            self.verdict = verdict
            self.verdictReason = verdictReason
        }
    }

    package var claim: ClaimSummary
    package var reason: ClaimAnswer.Reason?
    /// SHA-256 of its document, as in the kiosk's chain.
    package var hash: String
    /// The id of the claim that it corrects.
    package var amends: String?
    /// What was written when it was sent back.
    package var returnNote: String?
    /// When it ended, RFC 3339.
    package var concludedAt: String?
    package var content: Content?

    package init(
        claim: ClaimSummary,
        reason: ClaimAnswer.Reason?,
        hash: String,
        amends: String?,
        returnNote: String?,
        concludedAt: String?,
        content: Content?
    ) {
        self.claim = claim
        self.reason = reason
        self.hash = hash
        self.amends = amends
        self.returnNote = returnNote
        self.concludedAt = concludedAt
        self.content = content
    }
}

/// The answer of `GET /v1/kiosks/{kioskId}/keys`.
package struct KioskKeys: Codable, Equatable, Sendable {
    package struct Key: Codable, Equatable, Sendable {
        /// 130 hexadecimal digits.
        package var publicKey: String
        /// When its first certificate was issued, RFC 3339.
        package var since: String
        /// RFC 3339; nil while a certificate with it counts.
        package var revokedAt: String?

        package init(publicKey: String, since: String, revokedAt: String?) {
            self.publicKey = publicKey
            self.since = since
            self.revokedAt = revokedAt
        }
    }

    package var kioskId: String
    /// The latest first: a kiosk that is enrolled anew has another.
    package var keys: [Key]

    package init(kioskId: String, keys: [Key]) {
        self.kioskId = kioskId
        self.keys = keys
    }
}

/// The answer of `GET /v1/kiosks/{kioskId}/account`: what the register has of the claims 1 to n of a kiosk.
package struct KioskAccount: Codable, Equatable, Sendable {
    /// Numbers that `missing` and `broken` list at most.
    package static let listed = 100

    package var kioskId: String
    /// n, as it was asked for.
    package var upTo: Int64
    /// The highest running number that arrived, also beyond n; 0 for none.
    package var highest: Int64
    /// The lowest numbers from 1 to n that nothing in the register accounts for.
    package var missing: [Int64]
    /// The lowest ones whose link does not fit the claim before.
    package var broken: [Int64]
    /// Of claim n; 64 zeros for n = 0, nil when it is not here.
    package var hash: String?
    /// Of the claims 1 to n.
    package var paid: Int64
    package var refused: Int64
    package var withdrawn: Int64

    package init(
        kioskId: String,
        upTo: Int64,
        highest: Int64,
        missing: [Int64],
        broken: [Int64],
        hash: String?,
        paid: Int64,
        refused: Int64,
        withdrawn: Int64
    ) {
        self.kioskId = kioskId
        self.upTo = upTo
        self.highest = highest
        self.missing = missing
        self.broken = broken
        self.hash = hash
        self.paid = paid
        self.refused = refused
        self.withdrawn = withdrawn
    }
}

/// The body of `POST /v1/tokens`.
package struct TokenOrder: Codable, Equatable, Sendable {
    package var kioskId: String
    /// How long it can be used, 1–720.
    package var hours: Int

    package init(kioskId: String, hours: Int) {
        self.kioskId = kioskId
        self.hours = hours
    }
}

package struct TokenAnswer: Codable, Equatable, Sendable {
    package var kioskId: String
    /// Shown this once; the register keeps its hash only.
    package var token: String
    /// RFC 3339.
    package var expiresAt: String

    package init(kioskId: String, token: String, expiresAt: String) {
        self.kioskId = kioskId
        self.token = token
        self.expiresAt = expiresAt
    }
}

/// The answer of `POST /v1/kiosks/{kioskId}/revoke`.
package struct RevokedKiosk: Codable, Equatable, Sendable {
    package var kioskId: String

    package init(kioskId: String) { self.kioskId = kioskId }
}

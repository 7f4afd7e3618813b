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

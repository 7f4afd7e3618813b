// How a kiosk comes to its certificate, and to a new one before the old one ends.

/// The body of `POST /v1/enrolment`, the one request that needs no certificate.
package struct EnrolmentRequest: Codable, Equatable, Sendable {
    package var kioskId: String
    /// The token's secret part: 32 hexadecimal digits.
    package var secret: String
    /// The request for a certificate, PKCS #10 in PEM.
    package var request: String
    /// The public half of a key that was made for this one answer, X25519: 64 hexadecimal digits.
    package var box: String

    package init(kioskId: String, secret: String, request: String, box: String) {
        self.kioskId = kioskId
        self.secret = secret
        self.request = request
        self.box = box
    }
}

/// What a kiosk gets at enrolment. The same token with the same key gets the same certificate again, until it is used.
package struct EnrolmentAnswer: Codable, Equatable, Sendable {
    package var kioskId: String
    /// PEM.
    package var certificate: String
    /// The authority's certificate, PEM.
    package var authority: String
    /// By which whatever the central says is verified: 130 hexadecimal digits.
    package var centralKey: String
    /// The text of the signed file of sealing keys; nil where the central has none.
    package var sealingKeys: String?
    /// The programme's digest key, a `SealedBox` to `EnrolmentRequest.box`, base64.
    package var digestKey: String
    /// The central's clock, RFC 3339.
    package var at: String

    package init(
        kioskId: String,
        certificate: String,
        authority: String,
        centralKey: String,
        sealingKeys: String?,
        digestKey: String,
        at: String
    ) {
        self.kioskId = kioskId
        self.certificate = certificate
        self.authority = authority
        self.centralKey = centralKey
        self.sealingKeys = sealingKeys
        self.digestKey = digestKey
        self.at = at
    }
}

/// The body of `POST /v1/renewal`: over a connection with the certificate that is to be renewed.
package struct RenewalRequest: Codable, Equatable, Sendable {
    /// PKCS #10 in PEM, for the same kiosk and the same key.
    package var request: String

    package init(request: String) { self.request = request }
}

package struct RenewalAnswer: Codable, Equatable, Sendable {
    /// PEM.
    package var certificate: String
    /// The central's clock, RFC 3339.
    package var at: String

    package init(certificate: String, at: String) {
        self.certificate = certificate
        self.at = at
    }
}

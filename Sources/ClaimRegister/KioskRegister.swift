package import Claims

/// The central's store of kiosks: who may send. Every operation throws the `store.*` codes of `KioskError`.
package protocol KioskRegister: Sendable {
    /// Every kiosk that a token was made for or that sent a claim, by name.
    func kiosks() async throws(KioskError) -> [KnownKiosk]

    /// Keeps a token's hash. Makes the kiosk known; a revoked one stays revoked until the token is used.
    func keep(token hash: String, for kiosk: KioskID, at now: Timestamp, until end: Timestamp) async throws(KioskError)

    /// Uses a token, for one key, in one transaction: the certificate that `issue` makes is kept, every earlier one of
    /// the kiosk is revoked, a revoked kiosk is taken back.
    ///
    /// The same token with the same key gives the same certificate again, as long as that was not used or revoked: the
    /// first answer may have been lost. Throws `trust.token-unknown`, `trust.token-expired`, `trust.token-used`, and what
    /// `issue` throws.
    func enrol(
        token hash: String,
        kiosk: KioskID,
        publicKey: String,
        at now: Timestamp,
        issue: @escaping @Sendable () throws(KioskError) -> IssuedCertificate
    ) async throws(KioskError) -> IssuedCertificate

    /// Renews the certificate with this serial number, in one transaction: the one that `issue` makes, for the same kiosk
    /// and key, is kept. The one before stays good until its end. While the kiosk's newest one is in the first third of
    /// its life, it is given again instead.
    ///
    /// Throws `trust.certificate-revoked` when that certificate was revoked, meanwhile too, `trust.certificate-unknown`,
    /// and what `issue` throws.
    func renew(
        serial: String,
        at now: Timestamp,
        issue: @escaping @Sendable () throws(KioskError) -> IssuedCertificate
    ) async throws(KioskError) -> IssuedCertificate

    /// Nil for a serial number that was never issued.
    func certificate(serial: String) async throws(KioskError) -> CertificateStanding?

    /// The public key of the kiosk's newest certificate, 130 hexadecimal digits; nil for a kiosk that has none or was
    /// revoked.
    func publicKey(of kiosk: KioskID) async throws(KioskError) -> String?

    /// The public keys of all certificates that the kiosk ever had, the latest first, each once.
    func publicKeys(of kiosk: KioskID) async throws(KioskError) -> [KnownKey]

    /// Notes that a certificate was used, once.
    func used(serial: String, at now: Timestamp) async throws(KioskError)

    /// Revokes the kiosk, all its certificates and its tokens. Throws `kiosk.unknown`.
    func revoke(_ kiosk: KioskID, at now: Timestamp) async throws(KioskError)
}

/// A kiosk as the register knows it.
package struct KnownKiosk: Equatable, Sendable {
    package let kiosk: KioskID
    /// Claims that arrived.
    package let count: Int64
    /// The highest running number that arrived, 0 for none.
    package let highest: Int64
    /// The end of its newest certificate that is not revoked; nil when there is none.
    package let certificateEnds: Timestamp?
    package let revokedAt: Timestamp?
}

/// A kiosk's key as the register knows it.
package struct KnownKey: Equatable, Sendable {
    /// 130 hexadecimal digits.
    package let publicKey: String
    /// When its first certificate was issued.
    package let since: Timestamp
    /// Nil while a certificate with it counts.
    package let revokedAt: Timestamp?
    /// Whether the operator revoked the kiosk after it had got this key: then nothing that the key signed counts any more.
    /// False for one that only a later enrolment replaced.
    package let isBarred: Bool
}

/// A certificate as it was issued.
package struct IssuedCertificate: Equatable, Sendable {
    package let serial: String
    package let kiosk: KioskID
    /// 130 hexadecimal digits.
    package let publicKey: String
    package let pem: String
    package let starts: Timestamp
    package let ends: Timestamp

    package init(
        serial: String,
        kiosk: KioskID,
        publicKey: String,
        pem: String,
        starts: Timestamp,
        ends: Timestamp
    ) {
        self.serial = serial
        self.kiosk = kiosk
        self.publicKey = publicKey
        self.pem = pem
        self.starts = starts
        self.ends = ends
    }
}

/// How a certificate stands.
package struct CertificateStanding: Equatable, Sendable {
    package let kiosk: KioskID
    package let ends: Timestamp
    package let revokedAt: Timestamp?
    package let firstUsedAt: Timestamp?
    /// Whether the kiosk has a newer one, which is not revoked.
    package let isReplaced: Bool
}

package import ClaimRegister
package import Claims
package import Sealing
package import Trust
import WireAPI

/// Gives kiosks their certificates: tokens, enrolment, renewal, revocation.
package struct KioskOffice: Sendable {
    /// What a kiosk gets beside its certificate.
    package struct Endowment: Sendable {
        /// By which kiosks verify whatever the central says.
        let centralKey: VerificationKey
        let digestKey: DigestKey
        /// The text of the signed file; nil where there is none.
        let sealingKeys: String?

        package init(centralKey: VerificationKey, digestKey: DigestKey, sealingKeys: String?) {
            self.centralKey = centralKey
            self.digestKey = digestKey
            self.sealingKeys = sealingKeys
        }
    }

    /// Of a token, hours.
    package static let tokenHours = 1...24 * 30

    let gate: KioskGate
    private let authority: CertificateAuthority
    private let register: any KioskRegister
    private let endowment: Endowment
    private let life: Duration
    private let now: @Sendable () -> Timestamp

    /// `life` is how long kiosks' certificates are good. `now` is the machine's wall clock, also in a rehearsal:
    /// certificates are of the real time.
    package init(
        authority: CertificateAuthority,
        register: any KioskRegister,
        endowment: Endowment,
        life: Duration = CertificateLife.kiosk,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.authority = authority
        self.register = register
        self.endowment = endowment
        self.life = life
        self.now = now
        gate = KioskGate(register: register, now: now)
    }

    /// A new token, and when it ends.
    package func token(for kiosk: KioskID, hours: Int) async throws(KioskError) -> (
        EnrolmentToken, ends: Timestamp
    ) {
        let token = EnrolmentToken(for: kiosk, authority: authority.certificate.fingerprint)
        let ends = now().adding(.seconds(Int64(hours) * 3_600))
        try await register.keep(
            token: EnrolmentToken.hash(ofSecret: token.secret),
            for: kiosk,
            at: now(),
            until: ends
        )
        return (token, ends)
    }

    /// Throws `trust.token-unknown`, `trust.token-expired`, `trust.token-used`, `trust.request-invalid`.
    func enrol(_ body: EnrolmentRequest) async throws(KioskError) -> EnrolmentAnswer {
        let request = try CertificateRequest(pem: body.request)
        guard body.secret.utf8.count == 32, request.kiosk.text == body.kioskId, let box = SealingKey(hex: body.box)
        else {
            throw KioskError(
                .trustRequestInvalid,
                "The request for a certificate is not taken: token, kiosk and request do not belong together.",
                remedy: "Use the kioskctl that fits the central's version."
            )
        }
        let time = now()
        let issued = try await register.enrol(
            token: EnrolmentToken.hash(ofSecret: body.secret),
            kiosk: request.kiosk,
            publicKey: request.verificationKey.hex,
            at: time
        ) { [authority, life] () throws(KioskError) in
            try IssuedCertificate(authority.certificate(for: request, at: time, life: life))
        }
        gate.forget(request.kiosk)
        return EnrolmentAnswer(
            kioskId: request.kiosk.text,
            certificate: issued.pem,
            authority: authority.certificate.pem,
            centralKey: endowment.centralKey.hex,
            sealingKeys: endowment.sealingKeys,
            digestKey: try SealedBox(
                sealing: Array(endowment.digestKey.secretText.utf8),
                .digestKey,
                to: box,
                context: request.kiosk.text
            ).base64,
            at: time.description
        )
    }

    /// The newest certificate again, while the first third of its life lasts: an answer may have been lost, and a kiosk
    /// that asks without end gets no more than it needs.
    ///
    /// Throws `kiosk.not-yours`, `trust.request-invalid`, `trust.certificate-unknown`, `trust.certificate-revoked`.
    func renew(_ body: RenewalRequest, of old: KioskCertificate) async throws(KioskError) -> RenewalAnswer {
        let request = try CertificateRequest(pem: body.request)
        guard request.kiosk == old.kiosk, request.verificationKey == old.verificationKey else {
            throw KioskError(
                .kioskNotYours,
                "The request is not for the kiosk and the key that the certificate shows.",
                remedy: "Enrol the kiosk anew, with a token, if it has another key."
            )
        }
        let time = now()
        let issued = try await register.renew(serial: old.serial, at: time) {
            [authority, life] () throws(KioskError) in
            try IssuedCertificate(authority.certificate(for: request, at: time, life: life))
        }
        // From now on the old one is known as replaced.
        gate.forget(old.kiosk)
        return RenewalAnswer(certificate: issued.pem, at: time.description)
    }

    /// At once: the next request of the kiosk is refused. Throws `kiosk.unknown`.
    package func revoke(_ kiosk: KioskID) async throws(KioskError) {
        try await register.revoke(kiosk, at: now())
        gate.forget(kiosk)
    }
}

extension IssuedCertificate {
    init(_ certificate: KioskCertificate) throws(KioskError) {
        self.init(
            serial: certificate.serial,
            kiosk: certificate.kiosk,
            publicKey: certificate.verificationKey.hex,
            pem: try certificate.pem(),
            starts: certificate.starts,
            ends: certificate.ends
        )
    }
}

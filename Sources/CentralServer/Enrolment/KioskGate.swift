package import ClaimRegister
package import Claims
import Synchronization
import Trust

/// Who is at the other end, by the certificate, and whether it still may: asked with every request, so that a revocation
/// counts at once, on open connections too.
package final class KioskGate: Sendable {
    /// More than any central has kiosks; beyond it all are asked for anew.
    private static let mostKept = 65_536

    private let register: any KioskRegister
    private let now: @Sendable () -> Timestamp
    /// Good certificates by serial number, as they were when `changes` was counted.
    private let kept = Mutex(Kept())

    private struct Kept {
        var standings: [String: CertificateStanding] = [:]
        /// Counts revocations and enrolments: what was read before one is not kept after it.
        var changes = 0
    }

    /// `now` is the machine's wall clock, also in a rehearsal: certificates are of the real time.
    package init(register: any KioskRegister, now: @escaping @Sendable () -> Timestamp) {
        self.register = register
        self.now = now
    }

    /// The certificate that TLS let in, and whether the kiosk has a newer one.
    ///
    /// Throws `trust.no-certificate` and what the other `admit` throws.
    func admit(_ der: [UInt8]?) async throws(KioskError) -> (KioskCertificate, isReplaced: Bool) {
        guard let der, let certificate = KioskCertificate(der: der) else {
            throw KioskError(
                .trustNoCertificate,
                "The request came without a kiosk's certificate.",
                remedy: "Enrol the kiosk: kiosk-central token new at the central, kioskctl enrol at the kiosk."
            )
        }
        return (certificate, try await admit(certificate).isReplaced)
    }

    /// Throws `trust.certificate-unknown`, `trust.certificate-revoked` and `trust.certificate-expired`.
    @discardableResult
    func admit(_ certificate: KioskCertificate) async throws(KioskError) -> CertificateStanding {
        let standing = try await standing(of: certificate)
        guard standing.revokedAt == nil else { throw .certificateRevoked(certificate.kiosk) }
        guard now() <= standing.ends else {
            throw KioskError(
                .trustCertificateExpired,
                "The certificate of \(certificate.kiosk) ended on \(standing.ends).",
                remedy: "Make a token at the central, then run kioskctl enrol at the kiosk. Its claims wait."
            )
        }
        return standing
    }

    /// What is known of the kiosk's certificates is asked for anew.
    package func forget(_ kiosk: KioskID) {
        kept.withLock { kept in
            kept.standings = kept.standings.filter { $0.value.kiosk != kiosk }
            kept.changes += 1
        }
    }

    private func standing(of certificate: KioskCertificate) async throws(KioskError) -> CertificateStanding {
        let (known, changes) = kept.withLock { ($0.standings[certificate.serial], $0.changes) }
        if let known { return known }
        guard let found = try await register.certificate(serial: certificate.serial), found.kiosk == certificate.kiosk
        else {
            throw KioskError(
                .trustCertificateUnknown,
                "The register does not have the certificate that \(certificate.kiosk) shows.",
                remedy: "Was an old register restored? Make a token and enrol the kiosk anew."
            )
        }
        if found.firstUsedAt == nil, found.revokedAt == nil {
            try await register.used(serial: certificate.serial, at: now())
        }
        kept.withLock { kept in
            guard kept.changes == changes, found.revokedAt == nil else { return }
            if kept.standings.count >= Self.mostKept { kept.standings = [:] }
            kept.standings[certificate.serial] = found
        }
        return found
    }
}

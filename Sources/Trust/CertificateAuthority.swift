package import Claims
import Crypto
import Sealing
import SwiftASN1
import X509

/// The central's certificate authority: its certificate, and the key that signs those of kiosks and of the central.
package struct CertificateAuthority: Sendable {
    package let certificate: AuthorityCertificate
    private let key: P256.Signing.PrivateKey

    /// A new authority: an elliptic key on P-256, a certificate signed by itself, for end certificates only.
    package init(newAt now: Timestamp) throws(KioskError) {
        let key = P256.Signing.PrivateKey()
        let name = "recycling-kiosk authority \(VerificationKey(key.publicKey).fingerprint)"
        let made = try Self.make(
            key.publicKey,
            subject: name,
            authority: nil,
            starts: now.adding(.zero - CertificateLife.before - CertificateLife.before),
            ends: now.adding(CertificateLife.authority),
            by: key
        ) {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
            Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
        }
        guard let certificate = AuthorityCertificate(made) else {
            throw Self.unusable("the new certificate cannot be read back")
        }
        self.key = key
        self.certificate = certificate
    }

    /// From two PEM files. Throws `trust.authority-unusable`.
    package init(certificateFile: String, keyFile: String) throws(KioskError) {
        do {
            certificate = try AuthorityCertificate(fileAt: certificateFile)
            key = try P256.Signing.PrivateKey(pemRepresentation: try TrustFile.text(at: keyFile))
        } catch let error as KioskError {
            throw Self.unusable(error.message)
        } catch {
            throw Self.unusable("\(keyFile) holds no key on P-256")
        }
        guard certificate.certificate.publicKey == Certificate.PublicKey(key.publicKey) else {
            throw Self.unusable("the key \(keyFile) does not fit the certificate \(certificateFile)")
        }
    }

    /// PEM (PKCS #8), for a file that only its user may read. Nowhere else.
    package var secretText: String { key.pemRepresentation + "\n" }

    /// A kiosk's certificate. Throws `internal.fault`.
    package func certificate(
        for request: CertificateRequest,
        at now: Timestamp,
        life: Duration = CertificateLife.kiosk
    ) throws(KioskError) -> KioskCertificate {
        let made = try issue(request.publicKey, subject: request.kiosk.text, at: now, life: life) {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([.clientAuth])
            SubjectKeyIdentifier(hash: Certificate.PublicKey(request.publicKey))
            authorityKey
        }
        guard let certificate = KioskCertificate(made) else {
            throw .certificateNotMade(Self.unusable("a certificate cannot be read back"))
        }
        return certificate
    }

    /// The central's own certificate and key, as PEM. `hosts` are names and addresses by which kiosks reach it.
    ///
    /// Throws `config.invalid-value` for a host that is neither, and `internal.fault`.
    package func server(
        for hosts: [String],
        at now: Timestamp,
        life: Duration = CertificateLife.server
    ) throws(KioskError) -> (certificate: String, key: String) {
        var names: [GeneralName] = []
        for host in hosts {
            guard let name = HostName.general(host) else {
                throw KioskError(
                    .configInvalidValue,
                    "one of the hosts is neither a name nor an address",
                    remedy: "Write a name such as central.example.org, or an IPv4 or IPv6 address."
                )
            }
            names.append(name)
        }
        let key = P256.Signing.PrivateKey()
        let made = try issue(key.publicKey, subject: hosts.first ?? "central", at: now, life: life) {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([.serverAuth])
            SubjectAlternativeNames(names)
            SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
            authorityKey
        }
        return (try made.pemText(), key.pemRepresentation + "\n")
    }

    private var authorityKey: AuthorityKeyIdentifier {
        AuthorityKeyIdentifier(
            keyIdentifier: SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey)).keyIdentifier
        )
    }

    private func issue(
        _ key: P256.Signing.PublicKey,
        subject: String,
        at now: Timestamp,
        life: Duration,
        @ExtensionsBuilder extensions: () throws -> Result<Certificate.Extensions, any Error>
    ) throws(KioskError) -> Certificate {
        let authority = certificate.certificate
        let starts = max(now.adding(.zero - CertificateLife.before), Timestamp(authority.notValidBefore))
        let ends = min(now.adding(life), Timestamp(authority.notValidAfter))
        return try Self.make(
            key,
            subject: subject,
            authority: authority,
            starts: starts,
            ends: ends,
            by: self.key,
            extensions: extensions
        )
    }

    /// Without an `authority` the certificate is its own.
    private static func make(
        _ key: P256.Signing.PublicKey,
        subject: String,
        authority: Certificate?,
        starts: Timestamp,
        ends: Timestamp,
        by signer: P256.Signing.PrivateKey,
        @ExtensionsBuilder extensions: () throws -> Result<Certificate.Extensions, any Error>
    ) throws(KioskError) -> Certificate {
        do {
            let name = try DistinguishedName { CommonName(subject) }
            return try Certificate(
                version: .v3,
                serialNumber: Certificate.SerialNumber(),
                publicKey: Certificate.PublicKey(key),
                notValidBefore: starts.date,
                notValidAfter: ends.date,
                issuer: authority?.subject ?? name,
                subject: name,
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: Certificate.Extensions(builder: extensions),
                issuerPrivateKey: Certificate.PrivateKey(signer)
            )
        } catch {
            throw .certificateNotMade(error)
        }
    }

    private static func unusable(_ why: String) -> KioskError {
        KioskError(
            .trustAuthority,
            "the certificate authority cannot be used: \(why)",
            remedy: """
                Check tls.authority and tls.authorityKey in central.yaml, and that the daemon's user may read both files \
                (owner and mode). Restore lost ones from the backup.
                """
        )
    }
}

package import Claims
import Glibc
package import Sealing
import X509

/// What a kiosk has by its enrolment: the folder `trust` in its state folder, mode 0700, its files 0600.
///
/// | file | holds |
/// | --- | --- |
/// | `kiosk.key` | the kiosk's secret key, 64 hexadecimal digits |
/// | `kiosk.crt` | its certificate, PEM |
/// | `authority.crt` | the certificate of the central's authority, PEM |
/// | `central.pub` | the central's public key, 130 hexadecimal digits |
/// | `sealing-keys` | the public keys that claims are sealed to, signed by the central |
/// | `token` | the hash of the token's secret, by which a repeated enrolment finds its key |
///
/// `trust` is a link to `trust.a` or `trust.b`: an enrolment is prepared in the other one, and the link is turned to it in
/// one step, so that a half-written one is never used.
package struct TrustFolder: Sendable {
    package struct Contents: Sendable {
        package let key: SigningKey
        package let certificate: KioskCertificate
        package let authority: AuthorityCertificate
        package let centralKey: VerificationKey
    }

    package let path: String

    package init(stateDirectory: String) { path = "\(stateDirectory)/trust" }

    package var keyFile: String { "\(path)/kiosk.key" }
    package var certificateFile: String { "\(path)/kiosk.crt" }
    package var authorityFile: String { "\(path)/authority.crt" }
    package var centralKeyFile: String { "\(path)/central.pub" }
    package var sealingKeysFile: String { "\(path)/sealing-keys" }

    /// Whether there is one, whatever it holds.
    package var isThere: Bool { access(path, F_OK) == 0 }

    /// Throws `trust.missing`, and `trust.unreadable` when the files are not there or do not fit each other.
    package func load() throws(KioskError) -> Contents {
        guard isThere else {
            throw KioskError(
                .trustMissing,
                "the kiosk was not enrolled: there is no \(path)",
                remedy: "Make a token at the central (kiosk-central token new), then run kioskctl enrol here."
            )
        }
        let key: SigningKey
        let centralKey: VerificationKey
        do throws(KioskError) {
            key = try SigningKey(fileAt: keyFile)
            centralKey = try VerificationKey(fileAt: centralKeyFile)
        } catch {
            throw TrustFile.unreadable(path, error.message)
        }
        let authority = try AuthorityCertificate(fileAt: authorityFile)
        let certificate = try Self.certificate(try TrustFile.text(at: certificateFile), certificateFile, key, authority)
        return Contents(key: key, certificate: certificate, authority: authority, centralKey: centralKey)
    }

    /// Puts a renewed certificate in the place of the old one. Throws `trust.unreadable` when it is not for this key and
    /// by this authority, and `trust.not-written`.
    package func replace(
        certificate pem: String,
        key: SigningKey,
        authority: AuthorityCertificate
    ) throws(KioskError) -> KioskCertificate {
        let certificate = try Self.certificate(pem, "the renewed certificate", key, authority)
        try TrustFile.write(Array(try certificate.pem().utf8), to: certificateFile)
        return certificate
    }

    static func certificate(
        _ pem: String,
        _ name: String,
        _ key: SigningKey,
        _ authority: AuthorityCertificate
    ) throws(KioskError) -> KioskCertificate {
        guard let certificate = KioskCertificate(pem: pem) else {
            throw TrustFile.unreadable(name, "is no certificate of a kiosk")
        }
        guard certificate.verificationKey == key.verificationKey else {
            throw TrustFile.unreadable(name, "is not for the kiosk's key")
        }
        let signed = certificate.certificate
        guard authority.certificate.publicKey.isValidSignature(signed.signature, for: signed) else {
            throw TrustFile.unreadable(name, "is not by the authority that the kiosk trusts")
        }
        return certificate
    }
}

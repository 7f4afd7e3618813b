package import Claims
package import Crypto

/// A private key that signs what others check without asking the server: registry snapshots and scrapping proofs.
///
/// ECDSA on P-256 with SHA-256 (FIPS 186-5), because every browser can check it. Never printed.
package struct SigningKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: P256.Signing.PrivateKey

    /// A new key from the system's random numbers.
    package init() { key = P256.Signing.PrivateKey() }

    /// From a file of 64 hexadecimal digits, the private scalar; white space around them is ignored.
    ///
    /// Throws `key.unreadable`.
    package init(fileAt path: String) throws(KioskError) {
        guard let bytes = Hexadecimal.bytes(try KeyFile.text(at: path, "signing key", KeyFile.signingRemedy)),
            let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes)
        else { throw KeyFile.unreadable(path, "signing key", "is not a P-256 key of 64 digits", KeyFile.signingRemedy) }
        self.key = key
    }

    /// 64 hexadecimal digits, for a file that only its user may read. Nowhere else.
    package var secretText: String { Hexadecimal.text(key.rawRepresentation) }

    package var verificationKey: VerificationKey { VerificationKey(key.publicKey) }

    /// For what certificates are made of and TLS is set up with: one key is the kiosk, in every protocol.
    package var privateKey: P256.Signing.PrivateKey { key }

    /// 64 bytes, r then s (IEEE P1363). Another signature each time; all of them are valid.
    ///
    /// Throws `internal.fault` if the cryptographic library fails.
    package func sign(_ bytes: some Sequence<UInt8>) throws(KioskError) -> [UInt8] {
        do {
            return Array(try key.signature(for: Array(bytes)).rawRepresentation)
        } catch {
            throw KioskError(
                .internalFault,
                "A signature could not be made.",
                remedy: "Report this with what was being signed.",
                cause: error
            )
        }
    }

    package var description: String { "SigningKey(hidden)" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

/// The public half: says whether a signature was made by its private half.
package struct VerificationKey: Sendable, Equatable, CustomStringConvertible {
    private let key: P256.Signing.PublicKey

    package init(_ key: P256.Signing.PublicKey) { self.key = key }

    /// From 130 hexadecimal digits, the uncompressed point (SEC 1 §2.3.3: 04, x, y); nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(hex), let key = try? P256.Signing.PublicKey(x963Representation: bytes)
        else { return nil }
        self.key = key
    }

    /// From a file of 130 hexadecimal digits; white space around them is ignored.
    ///
    /// Throws `key.unreadable`.
    package init(fileAt path: String) throws(KioskError) {
        guard let key = VerificationKey(hex: try KeyFile.text(at: path, "public key", KeyFile.publicRemedy)) else {
            throw KeyFile.unreadable(path, "public key", "is not a P-256 point of 130 digits", KeyFile.publicRemedy)
        }
        self = key
    }

    /// 130 lower-case hexadecimal digits.
    package var hex: String { Hexadecimal.text(key.x963Representation) }

    /// The first 16 hexadecimal digits of the point's SHA-256: names the key in files and messages.
    package var fingerprint: String { String(Hexadecimal.text(SHA256.hash(data: key.x963Representation)).prefix(16)) }

    package func isValid(_ signature: [UInt8], for bytes: some Sequence<UInt8>) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
        return key.isValidSignature(signature, for: Array(bytes))
    }

    package static func == (left: Self, right: Self) -> Bool { left.hex == right.hex }

    package var description: String { fingerprint }
}

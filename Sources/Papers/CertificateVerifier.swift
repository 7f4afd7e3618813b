package import Claims
package import Sealing

/// What a look at a certificate's code gives. Only `valid` is good for anything.
package enum CertificateCheck: Equatable, Sendable {
    case valid(CertificateContents)
    /// Practice: marked as such, or signed by a rehearsal key. Never good for anything, whatever its dates.
    case rehearsal(CertificateContents)
    case expired(CertificateContents)
    case notYetValid(CertificateContents)
    /// The key is known and did not sign this: altered, or forged.
    case wrongSignature
    /// Signed, or said to be, by a key that is not among the trusted ones.
    case unknownKey(fingerprint: String)
    case malformed(CertificateToken.Flaw)

    /// A stable name for JSON and tests.
    package var name: String {
        switch self {
        case .valid: "valid"
        case .rehearsal: "rehearsal"
        case .expired: "expired"
        case .notYetValid: "not-yet-valid"
        case .wrongSignature: "wrong-signature"
        case .unknownKey: "unknown-key"
        case .malformed: "malformed"
        }
    }

    /// Nil for what is not proved by a signature: it must not be shown.
    package var contents: CertificateContents? {
        switch self {
        case .valid(let contents), .rehearsal(let contents), .expired(let contents), .notYetValid(let contents):
            contents
        case .wrongSignature, .unknownKey, .malformed: nil
        }
    }
}

/// Checks certificates with public keys alone: no server, no network.
package struct CertificateVerifier: Sendable {
    private let keys: [VerificationKey]
    private let rehearsalKeys: [VerificationKey]

    /// What `rehearsalKeys` signed is a rehearsal even without the mark: those keys lie on training machines.
    package init(keys: [VerificationKey], rehearsalKeys: [VerificationKey] = []) {
        self.keys = keys
        self.rehearsalKeys = rehearsalKeys
    }

    /// `day` is today at UTC+8; the first and the last day of a certificate count.
    package func check(_ text: some StringProtocol, on day: CivilDate) -> CertificateCheck {
        let token: CertificateToken
        do {
            token = try CertificateToken(text)
        } catch {
            return .malformed(error)
        }
        let contents = token.contents
        func signed(_ keys: [VerificationKey]) -> Bool {
            keys.contains {
                $0.fingerprint == contents.keyFingerprint && $0.isValid(token.signature, for: token.signed)
            }
        }
        guard (keys + rehearsalKeys).contains(where: { $0.fingerprint == contents.keyFingerprint }) else {
            return .unknownKey(fingerprint: contents.keyFingerprint)
        }
        if signed(rehearsalKeys) { return .rehearsal(contents) }
        guard signed(keys) else { return .wrongSignature }
        if contents.isRehearsal { return .rehearsal(contents) }
        if day < contents.issuedOn { return .notYetValid(contents) }
        return day <= contents.expiresOn ? .valid(contents) : .expired(contents)
    }
}

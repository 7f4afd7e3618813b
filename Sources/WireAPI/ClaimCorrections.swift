/// What an amendment says anew of what its original sealed: sealed to the reviewers' key beside the original's own box,
/// which the kiosk cannot open.
package struct ClaimCorrections: Codable, Equatable, Sendable {
    /// Why the claim was corrected, 3–200 characters.
    package var reason: String
    /// Parts that were looked at again. One that is not in `serials` has none that can be read.
    package var parts: [String]
    package var serials: [String: String]
    /// Nil when the certificate was not corrected.
    package var certificate: ClaimIdentity.Certificate?
    /// Of the overrides that this amendment added, in order.
    package var overrideReasons: [String]

    package init(
        reason: String,
        parts: [String],
        serials: [String: String],
        certificate: ClaimIdentity.Certificate?,
        overrideReasons: [String]
    ) {
        self.reason = reason
        self.parts = parts
        self.serials = serials
        self.certificate = certificate
        self.overrideReasons = overrideReasons
    }
}

extension ClaimIdentity {
    /// As it is after the correction.
    package func corrected(by corrections: ClaimCorrections) -> ClaimIdentity {
        var identity = self
        for part in corrections.parts { identity.serials[part] = corrections.serials[part] }
        if let certificate = corrections.certificate { identity.certificate = certificate }
        identity.overrideReasons += corrections.overrideReasons
        return identity
    }
}

import Claims
import Sealing
import Trust

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What signs a kiosk's bundles, and whose signature it takes. All nil in a rehearsal without keys.
struct QueueTrust: Sendable {
    /// The kiosk's own key.
    var signing: SigningKey?
    /// DER in base64, the kiosk's own first.
    var certificates: [String] = []
    /// The central's.
    var central: VerificationKey?
    /// The last day of the kiosk's certificate.
    var certificateEnds: Timestamp?
}

extension QueueTrust {
    /// What enrolment gave, as it is now: a certificate may have been renewed.
    init(_ trust: KioskTrust) {
        self.init(
            signing: trust.key,
            certificates: trust.chain.map { Data($0).base64EncodedString() },
            central: trust.centralKey,
            certificateEnds: trust.certificate.ends
        )
    }
}

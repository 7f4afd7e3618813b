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
    /// `enrolment` is nil in a rehearsal over plain HTTP: then nothing is signed here.
    init(_ enrolment: KioskTrust?, centralKey: VerificationKey) {
        self.init(
            signing: enrolment?.key,
            certificates: Self.chain(enrolment),
            central: centralKey,
            certificateEnds: enrolment?.certificate.ends
        )
    }

    private static func chain(_ enrolment: KioskTrust?) -> [String] {
        guard let enrolment, let own = try? enrolment.certificate.der() else { return [] }
        return [own, enrolment.authority.der].map { Data($0).base64EncodedString() }
    }
}

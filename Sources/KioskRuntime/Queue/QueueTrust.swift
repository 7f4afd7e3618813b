import Claims
import Sealing
import Trust

/// What signs a kiosk's bundles, and whose signature it takes. All nil in a rehearsal without keys.
struct QueueTrust: Sendable {
    /// The kiosk's own key.
    var signing: SigningKey?
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
            central: centralKey,
            certificateEnds: enrolment?.certificate.ends
        )
    }
}

import Claims
import Sealing

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

import ClaimRegister
import Claims
import Testing

/// Submissions with every field fixed, so that a test names only what it is about.
struct RegisterSamples {
    static let noon = Timestamp(milliseconds: 1_741_579_200_000)

    var kiosk: KioskID
    private var random: SeededNumbers

    init(kiosk: String = "DQ01") throws {
        self.kiosk = try #require(KioskID(kiosk))
        // Each kiosk has ids of its own.
        random = SeededNumbers(state: kiosk.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    }

    mutating func submission(
        _ sequence: Int64,
        id: ClaimID? = nil,
        content: String? = nil,
        previous: String = String(repeating: "0", count: 64),
        hash: String? = nil,
        captured: Timestamp? = nil,
        trusted: Bool = true,
        received: Timestamp? = nil,
        person: String? = nil,
        vehicle: String? = nil,
        programme: String = "doilungdeqen-2025",
        rehearsal: Bool = true,
        keys: [LiveKey]? = nil,
        parts: [PartKey] = [],
        review: Reason.Code? = nil,
        amends: ClaimID? = nil,
        corrects: [CorrectedLink] = []
    ) -> Submission {
        let content = content ?? #"{"sequence":\#(sequence)}"#
        let receivedAt = received ?? Self.noon.adding(.seconds(sequence))
        return Submission(
            claimID: id ?? ClaimID(at: Self.noon, using: &random),
            number: ClaimNumber(kiosk: kiosk, sequence: sequence),
            content: Array(content.utf8),
            contentHash: hash ?? Self.digest("content \(content)"),
            previousHash: previous,
            recordedAt: captured ?? receivedAt,
            hasTrustedClock: trusted,
            receivedAt: receivedAt,
            rehearsal: rehearsal,
            programme: programme,
            amount: Fen(37_100),
            keys: keys ?? [
                LiveKey(.person, digest: Self.digest(person ?? "person \(kiosk) \(sequence)")),
                LiveKey(.vehicle, digest: Self.digest(vehicle ?? "vehicle \(kiosk) \(sequence)")),
            ],
            parts: parts,
            review: review,
            amends: amends,
            corrects: corrects
        )
    }

    /// The link by which a correction names the claim.
    static func link(of claim: Submission) -> CorrectedLink {
        CorrectedLink(
            claimID: claim.claimID,
            sequence: claim.number.sequence,
            previousHash: claim.previousHash,
            hash: claim.contentHash,
            recordedAt: claim.recordedAt
        )
    }

    /// Minutes after noon.
    static func at(_ minutes: Int) -> Timestamp { noon.adding(.seconds(minutes * 60)) }

    static func pair(_ person: String, _ vehicle: String) -> [LiveKey] {
        [LiveKey(.pair, digest: digest("\(person) with \(vehicle)"))]
    }

    static func part(_ part: Part, _ serial: String) -> PartKey { PartKey(part, digest: digest(serial)) }

    /// 64 hexadecimal digits that stand for the text. The register never computes one, so any will do.
    static func digest(_ text: String) -> String {
        let hex = text.utf8.map { String(UInt16($0) + 256, radix: 16).suffix(2) }.joined()
        return String(repeating: "0", count: max(0, 64 - hex.count)) + hex.suffix(64)
    }
}

/// A generator whose ids are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}

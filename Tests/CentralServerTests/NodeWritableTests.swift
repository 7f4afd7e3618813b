import Claims
import Foundation
import Testing
import WireAPI

/// What writes itself writes what Foundation's encoder writes, byte for byte in canonical form.
struct NodeWritableTests {
    private func agree(_ value: some Encodable) throws -> Bool {
        try CanonicalJSON.encode(value) == CanonicalJSON.canonicalise(Array(try JSONEncoder().encode(value)))
    }

    /// A claim that has every field there is, and others that lack what may be missing.
    private func documents() throws -> [ClaimDocument] {
        var samples = try SampleClaims()
        var full = try SampleKeys.document(try samples.fullDocument())
        full.clock.lastTrustedAt = "2025-03-10T09:00:00+08:00"
        full.amends = try samples.document(2, person: 2, plate: nil).claimId
        let link = ClaimDocument.Earlier(
            claimId: full.claimId,
            sequence: 3,
            previous: String(repeating: "a", count: 64),
            hash: String(repeating: "b", count: 64),
            recordedAt: "2025-03-10T09:00:00+08:00"
        )
        full.amended = ClaimDocument.Amended(
            sequence: 4,
            previous: link.previous,
            hash: link.hash,
            firstRecordedAt: link.recordedAt,
            recordedAt: link.recordedAt,
            earlier: [link, link]
        )
        full.sealed.context = link.claimId
        full.sealed.corrections = [full.sealed.identity, full.sealed.identity]
        full.sealed.formerPayee = full.sealed.payee
        full.vehicle.ownerIsCompany = true
        full.vehicle.condition = "rusty \"and\" \\ bent\u{1}\n"
        full.vehicle.kilometres = .max
        full.verdict.reason = "held"
        full.verdict.amountFen = .min
        full.parts["battery"]?.seenIn = "DQ01-000001-K"
        full.parts["battery"]?.contradictsRecord = true
        full.warnings = ["藏文 བོད", ""]
        let lacking = [try samples.document(5, person: 3, plate: nil), try samples.document(6, person: 4)]
        return [full] + (try lacking.map { try SampleKeys.document($0) })
    }

    @Test func `claims are written alike`() throws {
        for document in try documents() {
            #expect(try agree(document))
            let bytes = try CanonicalJSON.encode(document)
            #expect(ClaimDocument(reading: try JSONNode(parsing: bytes)) == document)
        }
        // One field that is nil in all of them would not be looked at.
        let full = try #require(try documents().first)
        let text = String(decoding: try JSONEncoder().encode(full), as: UTF8.self)
        for (type, names) in Self.fields { for name in names { #expect(text.contains("\"\(name)\":"), "\(type)") } }
    }

    /// What may be missing of a document.
    private static let fields = [
        "Claim": ["amends", "amended", "agent", "certificate", "payee"],
        "Clock": ["lastTrustedAt"], "Amended": ["earlier"], "Certificate": ["photo"], "Override": ["supervisor"],
        "Vehicle": [
            "maskedPlate", "plateKind", "registeredOn", "ownerIsApplicant", "ownerIsCompany", "recordVolts", "model",
            "registryVersion", "registryAge", "kilometres", "condition",
        ],
        "Part": ["label", "labelVolts", "meterMillivolts", "blocks", "contradictsRecord", "seenIn"],
        "Verdict": ["amountFen", "reason"], "Keys": ["vehicle", "pair", "card"],
        "Sealed": ["payee", "context", "corrections", "formerPayee"],
    ]

    @Test func `what is sealed is written alike`() throws {
        var samples = try SampleClaims()
        for claim in [try samples.fullDocument(), try samples.document(2, person: 2, plate: nil)] {
            #expect(try agree(claim.identity))
            let identity = try JSONNode(parsing: CanonicalJSON.encode(claim.identity))
            #expect(ClaimIdentity(reading: identity) == claim.identity)
            if let payee = claim.payeeContent { #expect(try agree(payee)) }
        }
    }

    @Test(arguments: ClaimStanding.allCases)
    func `answers are written and read alike`(_ status: ClaimStanding) throws {
        let id = "01957e5a-2c00-7000-8000-000000000001"
        for reason in [
            nil, ClaimAnswer.Reason(code: "part-seen", otherClaim: "DQ01-000001-K", part: "battery"),
            ClaimAnswer.Reason(code: "held", otherClaim: nil),
        ] {
            let answer = ClaimAnswer(
                claimId: id,
                claimNumber: "DQ01-000002-K",
                status: status,
                receivedAt: "2025-03-10T09:00:00+08:00",
                reason: reason
            )
            #expect(try agree(answer))
            #expect(BatchAnswer(try CanonicalJSON.encode(answer)) == .answer(answer))
        }
    }
}

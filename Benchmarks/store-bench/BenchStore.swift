import BenchSupport
import Claims
import Outbox
import Sealing

/// A store with claims that look like real ones: 1.5 KiB each, digests of 64 digits, three parts.
struct BenchStore {
    static let start = Timestamp(milliseconds: 1_741_572_000_000)
    /// Bytes.
    static let documentSize = 1_536

    let store: ClaimStore

    init(_ path: String) throws {
        guard let kiosk = KioskID("DQ01") else { throw BenchFailure("no kiosk") }
        store = try ClaimStore.open(at: path, mode: .rehearsal, kiosk: kiosk, hash: { ChainHash.claim($0) })
    }

    func commit(_ number: Int) async throws {
        var random = SystemRandomNumberGenerator()
        let id = ClaimID(at: Self.start.adding(.milliseconds(number)), using: &random)
        let outcome = try await store.commit(
            onceOnly: .each,
            person: Self.digest("person", number),
            vehicle: Self.digest("vehicle", number),
            parts: Part.allCases.map { PartKey($0, digest: Self.digest($0.rawValue, number)) }
        ) { place in
            NewClaim(
                claimID: id,
                recordedAt: Self.start.adding(.milliseconds(place.sequence)),
                document: Self.document(id, place),
                maskedApplicant: "9900**********0013",
                maskedPlate: "藏***45",
                amount: Fen(37_100),
                verdictKind: "subsidy"
            )
        }
        guard case .recorded = outcome else { throw BenchFailure("claim \(number) was not recorded") }
    }

    static func digest(_ kind: String, _ number: Int) -> String {
        ContentHash.sha256(of: Array("\(kind) \(number)".utf8))
    }

    static func document(_ id: ClaimID, _ place: ChainPlace) -> [UInt8] {
        let text = #"{"claimId":"\#(id)","previous":"\#(place.previousHash)","sequence":\#(place.sequence),"filler":""#
        let missing = max(0, documentSize - text.utf8.count - 2)
        return Array(text.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: missing) + Array(#""}"#.utf8)
    }
}

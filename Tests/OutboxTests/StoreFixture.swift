import Claims
import Foundation
import Outbox
import Synchronization
import Testing

/// A folder that goes with the test, and short ways to the store in it.
final class StoreFixture: Sendable {
    static let start = Timestamp(milliseconds: 1_741_572_000_000)

    let folder: String
    var path: String { folder + "/kiosk.db" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func open(
        _ path: String? = nil,
        mode: ClaimStore.Mode = .rehearsal,
        kiosk: String = "DQ01"
    ) throws -> ClaimStore {
        let kiosk = try #require(KioskID(kiosk))
        return try ClaimStore.open(at: path ?? self.path, mode: mode, kiosk: kiosk, hash: Self.hash)
    }

    /// Stands in for SHA-256: the store must only pass it on (FNV-1a, widened to 64 digits).
    @Sendable static func hash(_ bytes: [UInt8]) -> String {
        let value = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 64 - digits.count) + digits
    }

    static func claim(
        _ place: ChainPlace,
        id: ClaimID = newID(),
        padding: Int = 0,
        verdict: String = "subsidy",
        photos: [ClaimPhoto] = []
    ) -> NewClaim {
        let text = #"{"claimId":"\#(id)","previous":"\#(place.previousHash)","sequence":\#(place.sequence)}"#
        return NewClaim(
            claimID: id,
            recordedAt: start.adding(.seconds(place.sequence)),
            document: Array(text.utf8) + [UInt8](repeating: UInt8(ascii: " "), count: padding),
            maskedApplicant: "王*",
            maskedPlate: "藏***45",
            amount: Fen(37_100),
            verdictKind: verdict,
            attachments: photos
        )
    }

    static func newID() -> ClaimID {
        var random = SystemRandomNumberGenerator()
        return ClaimID(at: start, using: &random)
    }

    static func problem(_ code: KioskError.Code = .centralUnreachable) -> ErrorBody.Detail {
        ErrorBody(KioskError(code, "no route", remedy: "wait")).error
    }
}

extension ClaimStore {
    func postpone(_ id: ClaimID, until: Timestamp, problem: ErrorBody.Detail) async throws(KioskError) {
        try await settle([Delivery(id, .postponed(until: until, problem: problem))], at: StoreFixture.start)
    }

    func setAside(_ id: ClaimID, problem: ErrorBody.Detail) async throws(KioskError) {
        try await settle([Delivery(id, .setAside(problem))], at: StoreFixture.start)
    }

    /// Commits a claim for the person and expects it to be recorded.
    @discardableResult
    func record(
        person: String,
        vehicle: String? = nil,
        parts: [PartKey] = [],
        onceOnly: Programme.OnceOnly = .each,
        padding: Int = 0,
        verdict: String = "subsidy"
    ) async throws -> ClaimReceipt {
        let outcome = try await commit(onceOnly: onceOnly, person: person, vehicle: vehicle, parts: parts) {
            StoreFixture.claim($0, padding: padding, verdict: verdict)
        }
        guard case .recorded(let receipt, _) = outcome else { throw Unexpected(outcome: outcome) }
        return receipt
    }
}

struct Unexpected: Error {
    let outcome: CommitOutcome
}

/// The code of the error that the operation must throw.
func code(of operation: () async throws -> Void) async throws -> KioskError.Code {
    do { try await operation() } catch let error as KioskError { return error.code }
    Issue.record("nothing was thrown")
    throw CancellationError()
}

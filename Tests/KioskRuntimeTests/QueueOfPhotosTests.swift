import CentralSync
import Claims
import Foundation
import Outbox
import Sealing
import Testing
import WireAPI

@testable import KioskRuntime

/// Photos in what the supervisors' desk and the counter say of the queue.
struct QueueOfPhotosTests {
    private static let now = Timestamp(milliseconds: 1_741_572_000_000)

    private func record(_ store: ClaimStore, _ name: String) async throws -> ClaimID {
        var random = SystemRandomNumberGenerator()
        let id = ClaimID(at: Self.now, using: &random)
        _ = try await store.commit(onceOnly: .each, person: name, vehicle: nil, parts: []) { place in
            NewClaim(
                claimID: id,
                recordedAt: Self.now,
                document: Array(#"{"claimId":"\#(id)","sequence":\#(place.sequence)}"#.utf8),
                maskedApplicant: "王*",
                maskedPlate: nil,
                amount: Fen(37_100),
                verdictKind: "subsidy",
                attachments: [ClaimPhoto(name: ContentHash.sha256(of: Array(name.utf8)), bytes: 1_000)]
            )
        }
        try await store.acknowledge(id, with: CentralAnswer(status: .accepted, receivedAt: Self.now), at: Self.now)
        return id
    }

    @Test func `a photo that waits is amber at the desk, and one that was set aside red, with its claim`() async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "queue-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try ClaimStore.open(
            at: folder.appending(path: "kiosk.db").path,
            mode: .rehearsal,
            kiosk: try #require(KioskID("DQ01")),
            hash: ContentHash.sha256(of:)
        )
        let desk = StoreQueueDesk(
            store: store,
            stateDirectory: folder.path,
            neighbours: StoreQueueDesk.Neighbours(),
            now: { Self.now }
        )
        for name in ["p1", "p2"] { _ = try await record(store, name) }
        var status = try await desk.status()
        #expect(status.light == .amber && status.photosWaiting == 2 && status.photosNeedPerson == 0)
        var shown = try await view(store)
        #expect(shown.waiting == 0 && shown.photosWaiting == 2 && shown.photosNeedPerson == 0)

        guard case .due(let entry) = try await store.nextAttachment(now: Self.now) else {
            Issue.record("no photo is due")
            return
        }
        let error = KioskError(.photoUnreadable, "it is gone", remedy: "look")
        try await store.setAside(entry, problem: ErrorBody(error).error)
        status = try await desk.status()
        #expect(status.light == .red && status.photosWaiting == 1 && status.photosNeedPerson == 1)
        #expect(status.photoTrouble?.claimNumber == entry.number.text)
        #expect(status.photoTrouble?.problem?.code == "photo.unreadable")
        shown = try await view(store)
        #expect(shown.photosWaiting == 1 && shown.photosNeedPerson == 1)
        await store.close()
    }

    /// As the counter's ledger makes it.
    private func view(_ store: ClaimStore) async throws -> QueueView {
        QueueView(
            try await store.queueSummary(),
            try await store.attachmentSummary(),
            stop: nil,
            photosMissing: nil,
            RelayState(central: .reachable)
        )
    }
}

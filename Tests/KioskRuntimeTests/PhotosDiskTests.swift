import Claims
import Foundation
import Outbox
import QueueServer
import Sealing
import Testing
import WireAPI

@testable import KioskRuntime

/// `photos/` as a disk of its own, which is mounted or not: where it is not lies an empty folder.
struct PhotosDiskTests {
    private static let now = Timestamp(milliseconds: 1_741_572_000_000)
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array(repeating: 7, count: 500)

    /// A kiosk's folder with a store.
    private final class Kiosk {
        let empty: EmptyStore
        var store: ClaimStore { empty.store }
        var place: String { "\(empty.folder)/photos" }
        private var disk: String { "\(empty.folder)/disk" }

        init() throws { empty = try EmptyStore() }

        deinit { empty.remove() }

        /// As the daemon opens it at its start.
        func start() async throws -> PhotoFolder {
            let keys = SealingKeys(
                version: 1,
                isRehearsal: true,
                reviewers: OpeningKey().sealingKey,
                payers: OpeningKey().sealingKey
            )
            let photos = try PhotoFolder(path: place, sealer: Sealer(keys))
            try await photos.recognise(in: store)
            return photos
        }

        func unmount() throws {
            try FileManager.default.moveItem(atPath: place, toPath: disk)
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        }

        func mount() throws {
            try FileManager.default.removeItem(atPath: place)
            try FileManager.default.moveItem(atPath: disk, toPath: place)
        }

        /// What is in the folder now.
        var content: [String] { (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] }

        /// A paid claim with that photo, which is set aside as unreadable.
        func recordPaid(_ photo: String) async throws -> ClaimID {
            var random = SystemRandomNumberGenerator()
            let id = ClaimID(at: PhotosDiskTests.now, using: &random)
            _ = try await store.commit(onceOnly: .each, person: photo, vehicle: nil, parts: []) { place in
                NewClaim(
                    claimID: id,
                    recordedAt: PhotosDiskTests.now,
                    document: Array(#"{"claimId":"\#(id)","sequence":\#(place.sequence),"photo":"\#(photo)"}"#.utf8),
                    maskedApplicant: "王*",
                    maskedPlate: nil,
                    amount: Fen(37_100),
                    verdictKind: "subsidy",
                    attachments: [ClaimPhoto(name: photo, bytes: 600)]
                )
            }
            let answer = CentralAnswer(status: .accepted, receivedAt: PhotosDiskTests.now)
            try await store.acknowledge(id, with: answer, at: PhotosDiskTests.now)
            try await store.conclude(id, as: .paid, at: PhotosDiskTests.now)
            guard case .due(let entry) = try await store.nextAttachment(now: PhotosDiskTests.now) else { return id }
            let gone = KioskError(.photoUnreadable, "it is gone", remedy: "look")
            try await store.setAside(entry, problem: ErrorBody(gone).error)
            return id
        }

        func desk(_ photos: PhotoFolder) -> StoreQueueDesk {
            let store = store
            return StoreQueueDesk(
                store: store,
                stateDirectory: empty.folder,
                neighbours: StoreQueueDesk.Neighbours(
                    photos: { try await photos.waiting(in: store) },
                    photosMissing: { photos.problem },
                    wipePhotos: { try photos.deleteAll() }
                ),
                now: { PhotosDiskTests.now }
            )
        }
    }

    private let actor = QueueActor(name: "S01", role: .supervisor, via: .socket)

    private func code(_ body: () async throws -> Void) async -> KioskError.Code? {
        do { try await body() } catch { return (error as? KioskError)?.code }
        return nil
    }

    @Test func `an empty mount point is no loss: nothing is written, settled or ended until the disk is back`()
        async throws
    {
        let kiosk = try Kiosk()
        let photos = try await kiosk.start()
        let claim = try await kiosk.recordPaid(try photos.keep(Self.jpeg))
        let desk = kiosk.desk(photos)
        #expect(photos.problem == nil)

        try kiosk.unmount()
        for opened in [photos, try await kiosk.start()] {
            #expect(opened.problem?.code == .photosNotMounted)
            #expect(await code { _ = try opened.keep(Self.jpeg) } == .photosNotMounted)
            let status = try await kiosk.desk(opened).status()
            #expect(status.light == .red && status.photosMissing?.code == "photos.not-mounted")
        }
        #expect(await code { try await desk.settleLoss(of: claim, by: actor) } == .photosNotMounted)
        #expect(await code { _ = try await desk.endProgramme(despiteOpen: false, by: actor) } == .photosNotMounted)
        #expect(kiosk.content == [])

        // Somebody else's disk: nothing of it is touched.
        try Data([1]).write(to: URL(filePath: "\(kiosk.place)/family.jpg"))
        try await photos.deleteUnneeded(in: kiosk.store)
        #expect(await code { try photos.deleteAll() } == .photosNotMounted)
        #expect(kiosk.content == ["family.jpg"])

        try kiosk.mount()
        #expect(photos.problem == nil)
        #expect(try await desk.status().photosMissing == nil)
        #expect(await code { try await desk.settleLoss(of: claim, by: actor) } == .claimNothingLost)
        for name in photos.names { photos.delete(name) }
        try await desk.settleLoss(of: claim, by: actor)
        #expect(try await desk.status().photosNeedPerson == 0)
        await kiosk.store.close()
    }

    @Test func `a folder is adopted when it is new, has a known photo or nothing waits, else on a person's word`()
        async throws
    {
        let kiosk = try Kiosk()
        // A new store and a folder without an id: as every installation before there were ids.
        let photos = try await kiosk.start()
        let id = try #require(try await kiosk.store.photoFolder())
        let name = try photos.keep(Self.jpeg)
        _ = try await kiosk.recordPaid(name)
        #expect(try await kiosk.start().problem == nil)
        #expect(try await kiosk.store.photoFolder() == id && photos.names == [name])

        // The store was put back from a copy: what is there is the folder.
        try kiosk.unmount()
        try await kiosk.store.forgetPhotoFolder()
        try await kiosk.store.markRestored(at: Self.now)
        #expect(try await kiosk.store.photoFolder() == nil)
        let restored = try await kiosk.start()
        #expect(restored.problem == nil && kiosk.content == ["folder-id"])
        #expect(try await kiosk.store.photoFolder() != id)

        // The disk of before has another id now, until a person says that it is the one.
        try kiosk.mount()
        #expect(restored.problem != nil)
        #expect(try await kiosk.start().problem != nil)
        try Data().write(to: URL(filePath: "\(kiosk.place)/adopt"))
        #expect(try await kiosk.start().problem == nil)
        #expect(Set(kiosk.content) == ["folder-id", name])
        await kiosk.store.close()
    }

    @Test func `a folder that cannot be given an id by a person's word says why`() async throws {
        let kiosk = try Kiosk()
        let photos = try await kiosk.start()
        _ = try await kiosk.recordPaid(try photos.keep(Self.jpeg))
        try kiosk.unmount()
        try Data().write(to: URL(filePath: "\(kiosk.place)/adopt"))
        // A folder lies where the id would be drafted: nobody may write there, root neither.
        let draft = "\(kiosk.place)/folder-id.part"
        try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: false)
        let problem = try #require(try await kiosk.start().problem)
        #expect(problem.code == .photosNotMounted)
        #expect(problem.message.hasSuffix("/folder-id could not be written: File exists"))
        #expect(problem.remedy.contains("chown"))
        try FileManager.default.removeItem(atPath: draft)
        #expect(try await kiosk.start().problem == nil)
        await kiosk.store.close()
    }

    @Test func `an installation from before ids takes the folder with a known photo, and no empty one`() async throws {
        let kiosk = try Kiosk()
        let name = SealedPhoto.name(of: Self.jpeg)
        _ = try await kiosk.recordPaid(name)
        // Not mounted at the first start of this version.
        let photos = try await kiosk.start()
        #expect(photos.problem?.code == .photosNotMounted)
        #expect(kiosk.content == [])
        try Data([1]).write(to: URL(filePath: "\(kiosk.place)/\(name)"))
        #expect(try await kiosk.start().problem == nil)
        #expect(Set(kiosk.content) == ["folder-id", name])
        await kiosk.store.close()
    }
}

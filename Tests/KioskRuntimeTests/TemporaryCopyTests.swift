import Claims
import Foundation
import NIOCore
import Outbox
import QueueServer
import Testing

@testable import KioskRuntime

/// Copies of a real store: nothing of them is left on the disk.
struct TemporaryCopyTests {
    private let actor = QueueActor(name: "root", role: .administrator, via: .socket)

    private func desk(_ store: EmptyStore) -> StoreQueueDesk {
        StoreQueueDesk(
            store: store.store,
            stateDirectory: store.folder,
            neighbours: .init(),
            now: { .init(milliseconds: 1) }
        )
    }

    @Test func `two copies at once are whole, and have no name while they are handed out`() async throws {
        let store = try EmptyStore()
        defer { store.remove() }
        let desk = desk(store)
        let (first, second) = (try await desk.backup(by: actor), try await desk.backup(by: actor))
        #expect(store.names.filter { $0.hasPrefix("copy") } == [])
        for copy in [first, second] {
            var bytes = 0
            for try await piece in copy { bytes += piece.readableBytes }
            #expect(bytes > 4_096)
        }
        await store.store.close()
    }

    @Test func `what a kill left of a copy goes with the programme's end`() async throws {
        let store = try EmptyStore()
        defer { store.remove() }
        for name in ["copy.part", "copy.part-a1B2c3", "copy.part-a1B2c3-journal"] {
            try Data([1]).write(to: URL(filePath: "\(store.folder)/\(name)"))
        }
        _ = try await desk(store).endProgramme(despiteOpen: false, by: actor)
        #expect(store.names.filter { $0.hasPrefix("copy") } == [])
        #expect(store.names.contains("kiosk.sqlite"))
        await store.store.close()
    }
}

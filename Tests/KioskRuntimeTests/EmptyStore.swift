import Claims
import Foundation
import Outbox
import Sealing
import Testing

/// A real store without claims, in a folder of its own.
struct EmptyStore {
    let folder: String
    let store: ClaimStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "empty-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try ClaimStore.open(
            at: "\(folder)/kiosk.sqlite",
            mode: .rehearsal,
            kiosk: try #require(KioskID("RH01")),
            hash: { ChainHash.claim($0) }
        )
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

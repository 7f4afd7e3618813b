import CentralSync
import Claims
import Foundation
import KioskTestSupport
import Outbox
import Sealing
import Synchronization
import Testing
import WireAPI

/// The central's files, over a real socket into a real folder.
@Suite(.timeLimit(.minutes(5)))
struct CentralShelfTests {
    private let fixture: DownFixture
    private var central: SpokenCentral { fixture.central }

    init() throws { fixture = try DownFixture() }

    private static func bytes(_ count: Int, _ seed: Int = 7) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ seed &+ $0 / 251) }
    }

    @discardableResult
    private func offer(
        _ name: String,
        _ bytes: [UInt8],
        kind: SyncManifest.Item.Kind = .programme,
        hash: String? = nil
    ) -> SyncManifest.Item {
        let item = SyncManifest.Item(
            kind: kind,
            name: name,
            sha256: hash ?? ContentHash.sha256(of: bytes),
            bytes: Int64(bytes.count)
        )
        central.state.withLock { state in
            state.items.append(item)
            state.files[item.sha256] = bytes
        }
        return item
    }

    private func heard(_ count: Int = 1) async throws {
        try await fixture.rounds { $0.filter { $0.problem == nil }.count >= count }
    }

    private func fetch(rounds: Int = 1) async throws {
        let shelf = try fixture.shelf()
        fixture.states.withLock { $0 = [] }
        try await central.serve { url in
            try await fixture.listen(to: url, shelf: shelf, interval: .milliseconds(20)) { _ in
                try await heard(rounds)
            }
        }
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.shelfFolder).sorted()
    }

    @Test func `files come in pieces, are verified, and are used after a restart`() async throws {
        let large = offer("registry.snapshot", Self.bytes(700_000), kind: .registry)
        let small = offer("doilungdeqen-2025.yaml", Self.bytes(300))
        let empty = offer("lhasa-2025.yaml", [], kind: .calendar)
        try await fetch()
        #expect(fixture.manifests.withLock { $0.count } == 1)
        let shelf = try fixture.shelf()
        let manifest = try #require(shelf.current())
        #expect(manifest.items == [large, small, empty])
        for item in manifest.items {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: shelf.file(item))))
            #expect(ContentHash.sha256(of: bytes) == item.sha256)
        }
        #expect(central.log.filter { $0.contains("/v1/files/\(large.sha256) ") }.count == 3)
        #expect(try files().count == 4)
    }

    @Test func `what did not change is asked for with its tag and not fetched again`() async throws {
        offer("a.yaml", Self.bytes(100))
        try await fetch(rounds: 3)
        try await fetch(rounds: 2)
        #expect(central.log.filter { $0.hasPrefix("GET /v1/files/") }.count == 1)
        #expect(central.log.filter { $0 == "GET /v1/manifest" }.count >= 4)
        #expect(fixture.manifests.withLock { $0.count } == 1)
    }

    @Test func `a newer list replaces the older, and what it does not name is deleted`() async throws {
        offer("a.yaml", Self.bytes(100, 1))
        try await fetch()
        central.state.withLock { $0.items = [] }
        let newer = offer("a.yaml", Self.bytes(100, 2))
        // At the next question: until then the old file may still be in use.
        try await fetch(rounds: 2)
        #expect(try files() == [newer.sha256, "manifest"].sorted())
        #expect(fixture.manifests.withLock { $0.last?.items } == [newer])
    }

    @Test func `after a cut a file goes on where it ended`() async throws {
        let item = offer("registry.snapshot", Self.bytes(1_000_000), kind: .registry)
        central.state.withLock { $0.meddle = { line, _ in line.contains("bytes=524288-") ? 503 : nil } }
        let shelf = try fixture.shelf()
        try await central.serve { url in
            try await fixture.listen(to: url, shelf: shelf) { _ in
                try await fixture.rounds { $0.contains { $0.problem?.code == "central.unavailable" } }
            }
        }
        #expect(shelf.current() == nil)
        central.state.withLock { state in
            state.meddle = nil
            state.log = []
        }
        try await fetch()
        #expect(central.log.first { $0.contains("/v1/files/") }?.hasSuffix("bytes=524288-786431") == true)
        #expect(shelf.current()?.items == [item])
    }

    @Test func `a file with another content is refused, and the old files stay in use`() async throws {
        let old = offer("a.yaml", Self.bytes(100, 1))
        try await fetch()
        let wrong = String(repeating: "0", count: 64)
        central.state.withLock { $0.items = [] }
        offer("a.yaml", Self.bytes(100, 2), hash: wrong)
        let shelf = try fixture.shelf()
        try await central.serve { url in
            try await fixture.listen(to: url, shelf: shelf) { _ in
                try await fixture.rounds { $0.contains { $0.problem?.code == "central.file-refused" } }
            }
        }
        #expect(shelf.current()?.items == [old])
        #expect(try files() == [old.sha256, "manifest"].sorted())
    }

    @Test(arguments: ["../etc/passwd", "", "A.yaml", String(repeating: "a", count: 65)])
    func `names, hashes and sizes out of bounds are refused before anything is fetched`(name: String) async throws {
        offer(name, Self.bytes(10))
        let shelf = try fixture.shelf()
        try await central.serve { url in
            try await fixture.listen(to: url, shelf: shelf) { _ in
                try await fixture.rounds { $0.contains { $0.problem?.code == "central.file-refused" } }
            }
        }
        #expect(try files() == [])
        #expect(central.log.allSatisfy { !$0.contains("/v1/files/") })
    }

    @Test func `a list that another key signed, and one changed on the disk, are not used`() async throws {
        offer("a.yaml", Self.bytes(100))
        central.state.withLock { $0.signs = false }
        let shelf = try fixture.shelf()
        try await central.serve { url in
            try await fixture.listen(to: url, shelf: shelf) { _ in
                try await fixture.rounds { $0.contains { $0.problem?.code == "central.wrong-signature" } }
            }
        }
        #expect(shelf.current() == nil)
        central.state.withLock { $0.signs = true }
        try await fetch()
        let path = fixture.shelfFolder + "/manifest"
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        bytes[bytes.count - 3] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(shelf.current() == nil)
        try await fetch()
        #expect(shelf.current() != nil)
    }

    @Test func `a file that was changed on the disk is fetched again`() async throws {
        let item = offer("a.yaml", Self.bytes(100))
        try await fetch()
        let shelf = try fixture.shelf()
        try Data(Self.bytes(100, 9)).write(to: URL(fileURLWithPath: shelf.file(item)))
        #expect(shelf.current() == nil)
        try await fetch()
        #expect(shelf.current()?.items == [item])
    }
}

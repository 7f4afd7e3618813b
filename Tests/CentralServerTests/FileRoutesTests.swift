import CentralServer
import Claims
import Foundation
import HTTPTypes
import Logging
import Sealing
import Testing
import WireAPI

/// The files that kiosks fetch.
struct FileRoutesTests {
    private let key = SigningKey()
    private let folder: String
    private let recorder = LogRecorder()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "shelf-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: "\(folder)/calendars", withIntermediateDirectories: true)
    }

    private func run(_ body: @escaping @Sendable (TestCentral) async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shelf = FileShelf(
            [
                .init(.programme, path: "\(folder)/one.yaml"), .init(.calendar, path: "\(folder)/calendars"),
                .init(.registry, path: "\(folder)/registry.snapshot"), .init(.sealingKeys, path: "\(folder)/missing"),
            ],
            logger: recorder.logger
        )
        try await TestCentral.run(signingKey: key, shelf: shelf, body)
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    @Test func `the list names what is there, changes with the files and is not sent twice`() async throws {
        try write("a: 1\n", to: "one.yaml")
        try write("b: 1\n", to: "calendars/losar.yaml")
        try write("no notice", to: "calendars/readme.txt")
        try write("no name for it", to: "calendars/Losar 2.yaml")
        try await run { [self] central in
            let first = try await central.get("/v1/manifest")
            let items = try first.signed(SyncManifest.self, as: .manifest, by: key).items
            #expect(items.map(\.name) == ["losar.yaml", "one.yaml"] && items.map(\.kind) == [.calendar, .programme])
            #expect(items[1].sha256 == ContentHash.sha256(of: Array("a: 1\n".utf8)) && items[1].bytes == 5)
            let tag = try #require(first.headers[.eTag])
            let again = try await central.send(.get, "/v1/manifest", headers: [.ifNoneMatch: tag])
            #expect(again.status == 304 && again.body.isEmpty && again.headers[.eTag] == tag)
            try write("a: 22\n", to: "one.yaml")
            try write("snapshot", to: "registry.snapshot")
            try FileManager.default.removeItem(atPath: "\(folder)/calendars/losar.yaml")
            let changed = try await central.send(.get, "/v1/manifest", headers: [.ifNoneMatch: tag])
            let now = try changed.signed(SyncManifest.self, as: .manifest, by: key).items
            #expect(changed.status == 200 && now.map(\.name) == ["one.yaml", "registry.snapshot"])
            #expect(try await central.get("/v1/files/\(now[0].sha256)").body == Array("a: 22\n".utf8))
            #expect(try await central.get("/v1/files/\(items[1].sha256)").errorCode == "file.unknown")
        }
        // Once each, however often one asked.
        #expect(recorder.text.filter { $0.contains("/missing") }.count == 1)
        #expect(recorder.text.filter { $0.contains("Losar 2.yaml") }.count == 1)
    }

    @Test func `a file that a check refuses is not offered, the one before it is, and the log says what to do`()
        async throws
    {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let shelf = FileShelf(
            [.init(.sealingKeys, path: "\(folder)/sealing-keys")],
            checks: [
                .sealingKeys: { content, path throws(KioskError) in
                    guard content.starts(with: Array("good".utf8)) else {
                        throw KioskError(.sealingKeysInvalid, "\(path) is not good", remedy: "Sign it.")
                    }
                }
            ],
            logger: recorder.logger
        )
        try await TestCentral.run(signingKey: key, shelf: shelf) { [self] central in
            func offered() async throws -> [SyncManifest.Item] {
                try await central.get("/v1/manifest").signed(SyncManifest.self, as: .manifest, by: key).items
            }
            try write("bad 0", to: "sealing-keys")
            #expect(try await offered().isEmpty)
            try write("good 1", to: "sealing-keys")
            let first = try await offered()
            #expect(first.map(\.sha256) == [ContentHash.sha256(of: Array("good 1".utf8))])
            try write("bad 2", to: "sealing-keys")
            for _ in 0..<2 { #expect(try await offered() == first) }
            #expect(try await central.get("/v1/files/\(first[0].sha256)").body == Array("good 1".utf8))
            try write("good 3", to: "sealing-keys")
            #expect(try await offered() != first)
        }
        #expect(recorder.text.filter { $0.contains("sealing.keys-invalid") && $0.contains("Sign it.") }.count == 2)
    }

    @Test func `a file comes whole or in parts, and is the same`() async throws {
        let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/registry.snapshot"))
        let hash = ContentHash.sha256(of: bytes)
        try await run { central in
            _ = try await central.get("/v1/manifest")
            let path = "/v1/files/\(hash)"
            let whole = try await central.get(path)
            #expect(whole.status == 200 && whole.body == bytes && whole.headers[.acceptRanges] == "bytes")
            let cases: [(String, Range<Int>)] = [
                ("bytes=0-0", 0..<1), ("bytes=1000-299999", 1_000..<300_000), ("bytes=699999-", 699_999..<700_000),
                ("bytes=-5", 699_995..<700_000), ("bytes=600000-9999999", 600_000..<700_000),
                ("bytes=-9999999", 0..<700_000),
            ]
            for (range, expected) in cases {
                let part = try await central.send(.get, path, headers: [.range: range])
                #expect(part.status == 206 && part.body == Array(bytes[expected]), "\(range)")
                let last = expected.upperBound - 1
                #expect(part.headers[.contentRange] == "bytes \(expected.lowerBound)-\(last)/700000", "\(range)")
            }
            for range in ["bytes=700000-", "bytes=-0"] {
                let none = try await central.send(.get, path, headers: [.range: range])
                #expect(none.status == 416 && none.errorCode == "file.range", "\(range)")
            }
            for range in ["lines=1-2", "bytes=5-4", "bytes=a-b", "bytes=0-1,3-4", "bytes="] {
                #expect(try await central.send(.get, path, headers: [.range: range]).body.count == 700_000, "\(range)")
            }
            let same = try await central.send(.get, path, headers: [.ifNoneMatch: "\"x\", \"\(hash)\""])
            #expect(same.status == 304 && same.body.isEmpty)
        }
    }

    @Test(arguments: ["..%2f..%2fetc%2fpasswd", "abc", String(repeating: "A", count: 64)])
    func `nothing but what is on the list is given away`(_ name: String) async throws {
        try write("a: 1\n", to: "one.yaml")
        try await run { central in
            let answer = try await central.get("/v1/files/\(name)")
            #expect(answer.status == 404 && answer.errorCode == "file.unknown")
        }
    }

    @Test func `a central without files has an empty list`() async throws {
        try await TestCentral.run(signingKey: key) { [key] central in
            let list = try await central.get("/v1/manifest").signed(SyncManifest.self, as: .manifest, by: key)
            #expect(list.items.isEmpty)
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

import Claims
import Foundation
import KioskTestSupport
import Logging
import Outbox
import Sealing
import Synchronization
import Testing

@testable import CentralSync

@Suite(.timeLimit(.minutes(5)))
struct PhotoUploaderTests {
    private let fixture: DownFixture
    private var central: SpokenCentral { fixture.central }
    private var store: ClaimStore { fixture.store }

    init() throws { fixture = try DownFixture() }

    /// A claim with a photo of that size on the disk.
    @discardableResult
    private func record(bytes: Int, seed: UInt8 = 1) async throws -> (claim: ClaimReceipt, name: String) {
        let content = (0..<bytes).map { UInt8(truncatingIfNeeded: $0) &* 7 &+ seed }
        let name = ContentHash.sha256(of: content)
        try Data(content).write(to: URL(fileURLWithPath: "\(fixture.folder)/\(name)"))
        let outcome = try await store.commit(
            onceOnly: .each,
            person: UUID().uuidString,
            vehicle: nil,
            parts: []
        ) { place in
            var random = SystemRandomNumberGenerator()
            let id = ClaimID(at: RelayFixture.now, using: &random)
            return NewClaim(
                claimID: id,
                recordedAt: RelayFixture.now,
                document: Array("{}".utf8),
                maskedApplicant: "王*",
                maskedPlate: nil,
                amount: nil,
                verdictKind: "hold",
                attachments: [ClaimPhoto(name: name, bytes: Int64(bytes))]
            )
        }
        guard case .recorded(let receipt, _) = outcome else { throw CancellationError() }
        return (receipt, name)
    }

    private func reached(_ condition: (AttachmentSummary) -> Bool) async throws {
        let changes = store.changes
        if condition(try await store.attachmentSummary()) { return }
        for await _ in changes where condition(try await store.attachmentSummary()) { return }
    }

    @Test func `a photo goes up in pieces once the central has its claim, byte for byte`() async throws {
        let (_, name) = try await record(bytes: 2_500)
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in
                #expect(central.log.isEmpty)
                try await fixture.acceptAll()
                try await reached { $0.sent == 1 }
            }
        }
        let methods = central.log.map { $0.prefix { $0 != " " } }
        #expect(methods == ["GET", "PATCH", "PATCH", "PATCH"])
        let got = central.state.withLock { $0.photos[name]?.got }
        #expect(ContentHash.sha256(of: try #require(got)) == name)
    }

    @Test func `after a cut it goes on at what the central has`() async throws {
        let (_, name) = try await record(bytes: 5_000)
        try await fixture.acceptAll()
        central.state.withLock { $0.meddle = { _, number in number == 4 ? 503 : nil } }
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in try await reached { $0.sent == 1 } }
        }
        let got = central.state.withLock { $0.photos[name]?.got }
        #expect(ContentHash.sha256(of: try #require(got)) == name)
        // Asked twice, five pieces, one of them refused.
        #expect(central.log.filter { $0.hasPrefix("GET") }.count == 2)
        #expect(central.log.filter { $0.hasPrefix("PATCH") }.count == 6)
    }

    @Test func `another daemon goes on where the first ended`() async throws {
        let (_, name) = try await record(bytes: 3_000)
        try await fixture.acceptAll()
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in
                let changes = store.changes
                for await _ in changes {
                    if case .due(let entry) = try await store.nextAttachment(now: RelayFixture.now.adding(.seconds(9))),
                        entry.confirmed < 1_000
                    {
                        continue
                    }
                    return
                }
            }
            try await fixture.upload(to: url) { _ in try await reached { $0.sent == 1 } }
        }
        #expect(central.state.withLock { $0.photos[name]?.got.count } == 3_000)
    }

    @Test func `an offset that the central does not agree to is asked for`() async throws {
        let (_, name) = try await record(bytes: 3_000)
        try await fixture.acceptAll()
        // Between the question and the first piece somebody else brings the first half.
        central.state.withLock {
            $0.meddle = { [central, fixture] line, number in
                if number == 2, let bytes = FileManager.default.contents(atPath: "\(fixture.folder)/\(name)") {
                    central.state.withLock { $0.photos[name] = (Array(bytes.prefix(1_500)), 3_000) }
                }
                return nil
            }
        }
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in try await reached { $0.sent == 1 } }
        }
        let got = central.state.withLock { $0.photos[name]?.got }
        #expect(ContentHash.sha256(of: try #require(got)) == name)
    }

    @Test func `a refused photo needs a person, is kept, and the next one goes`() async throws {
        let (claim, refused) = try await record(bytes: 100, seed: 1)
        try await record(bytes: 100, seed: 2)
        try await fixture.acceptAll()
        central.state.withLock { $0.refusals[refused] = (422, KioskError.Code("photo.differs")) }
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in try await reached { $0.sent == 1 && $0.needsPerson == 1 } }
        }
        #expect(FileManager.default.fileExists(atPath: "\(fixture.folder)/\(refused)"))
        #expect(fixture.relay.messages(.error).count == 1)
        #expect(try await store.claim(id: claim.claimID)?.status == .accepted)
    }

    @Test func `a photo that arrived as something else is sent once more, then a person looks`() async throws {
        let (_, name) = try await record(bytes: 2_500)
        try await fixture.acceptAll()
        central.state.withLock { $0.refusals["PATCH" + name] = (422, KioskError.Code("photo.not-as-claimed")) }
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in try await reached { $0.needsPerson == 1 } }
        }
        #expect(central.log.map { $0.prefix { $0 != " " } } == ["GET", "PATCH", "GET", "PATCH"])
    }

    @Test func `an answer that the central did not sign moves nothing`() async throws {
        try await record(bytes: 100)
        try await fixture.acceptAll()
        central.state.withLock { $0.signs = false }
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in
                try await wait(for: "three requests") { central.log.count >= 3 }
            }
        }
        #expect(try await store.attachmentSummary().waiting == 1)
        #expect(central.log.allSatisfy { $0.hasPrefix("GET") })
    }

    @Test func `a photo that is gone from the disk needs a person`() async throws {
        let (_, name) = try await record(bytes: 100)
        try await fixture.acceptAll()
        try FileManager.default.removeItem(atPath: "\(fixture.folder)/\(name)")
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in try await reached { $0.needsPerson == 1 } }
        }
        #expect(central.log.allSatisfy { $0.hasPrefix("GET") })
    }

    @Test func `while the disk of the photos is not there they wait, and go when it is back`() async throws {
        try await record(bytes: 100)
        try await fixture.acceptAll()
        let isThere = Mutex(false)
        let asked = Mutex(0)
        try await central.serve { url in
            try await fixture.upload(to: url) {
                asked.withLock { $0 += 1 }
                return isThere.withLock { $0 } ? nil : KioskError(.photosNotMounted, "not there", remedy: "mount it")
            } while: { _ in
                try await wait(for: "three looks") { asked.withLock { $0 } >= 3 }
                #expect(try await store.attachmentSummary().waiting == 1)
                #expect(central.log.isEmpty)
                isThere.withLock { $0 = true }
                try await reached { $0.sent == 1 }
            }
        }
    }

    @Test(arguments: [true, false])
    func `while the relay finds the central unreachable no photo is tried, until it answers somebody`(
        byRelay: Bool
    ) async throws {
        try await record(bytes: 100)
        try await central.serve { url in
            try await fixture.upload(to: url) { uploader in
                uploader.relayChanged(RelayState(central: .unreachable))
                try await fixture.acceptAll()
                #expect(central.log.isEmpty)
                byRelay ? uploader.relayChanged(RelayState(central: .reachable)) : uploader.centralAnswered()
                try await reached { $0.sent == 1 }
            }
        }
    }

    @Test func `photos in a pause go when the central may be back, whatever the pause`() async throws {
        try await record(bytes: 100)
        try await fixture.acceptAll()
        let missing = MissingCentral()
        let hour = BackOff.Policy(first: .seconds(3_600), longest: .seconds(3_600))
        try await fixture.upload(to: "http://127.0.0.1:9", policy: hour, missingCentral: missing) { _ in
            // Waited for anew after each attempt in vain, and no more once it is over.
            for _ in 1...3 {
                try await wait(for: "the pause") { missing.isAwaited }
                missing.wakeAll()
            }
        }
        #expect(!missing.takeAnswered())
    }

    @Test func `a central that never moves on does not make this spin`() async throws {
        let (_, name) = try await record(bytes: 100)
        try await fixture.acceptAll()
        central.state.withLock { $0.refusals[name] = (409, KioskError.Code("photo.offset")) }
        try await central.serve { url in
            try await fixture.upload(to: url) { _ in
                for await _ in store.changes {
                    if case .notBefore = try await store.nextAttachment(now: RelayFixture.now.adding(.seconds(3_000))) {
                        return
                    }
                }
            }
        }
        #expect(try await store.attachmentSummary().waiting == 1)
    }
}

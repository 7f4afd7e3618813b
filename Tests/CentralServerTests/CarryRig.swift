import Bundles
import CentralSync
import ClaimRegister
import Claims
import Foundation
import GRDB
import Logging
import NIOCore
import Outbox
import QueueServer
import Sealing
import Testing
import WireAPI

@testable import CentralServer
@testable import KioskRuntime

/// A kiosk's real store and desk, and a central's real register and intake, joined by a stick and a network that a test
/// carries by hand.
struct CarryRig: Sendable {
    static let claims = 12
    /// One of them that the central never takes.
    static let refused = 7

    let folder: String
    let store: ClaimStore
    let desk: StoreQueueDesk
    let register: SQLiteClaimRegister
    let api: CentralAPI
    let bundles: BundleIntake
    let actor = QueueActor(name: "S01", role: .supervisor, via: .socket)
    private static let kioskKey = SigningKey()
    private static let centralKey = SigningKey()

    static func with(_ body: (CarryRig) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "carry-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rig = try CarryRig(folder: folder)
        try await rig.recordAll()
        try await body(rig)
        await rig.store.close()
        try await rig.register.close()
    }

    private init(folder: String) throws {
        let kiosk = try #require(KioskID("DQ01"))
        let now: @Sendable () -> Timestamp = { TestCentral.receivedAt }
        store = try ClaimStore.open(
            at: "\(folder)/kiosk.sqlite",
            mode: .rehearsal,
            kiosk: kiosk,
            hash: { ChainHash.claim($0) }
        )
        desk = StoreQueueDesk(
            store: store,
            stateDirectory: folder,
            neighbours: StoreQueueDesk.Neighbours(
                trust: { QueueTrust(signing: Self.kioskKey, central: Self.centralKey.verificationKey) }
            ),
            now: now
        )
        register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
        self.folder = folder
        api = try Self.api(register, now)
        bundles = api.bundleIntake(folder: folder)
    }

    private static func api(
        _ register: SQLiteClaimRegister,
        openingKeys: OpeningKeys = SampleKeys.atCentral,
        _ now: @escaping @Sendable () -> Timestamp
    ) throws -> CentralAPI {
        CentralAPI(
            register: register,
            digestKey: try #require(DigestKey(hex: SampleClaims.digestKeyText)),
            openingKeys: openingKeys,
            programmes: [try SampleProgramme().rules()],
            certificates: nil,
            signingKey: centralKey,
            kioskKey: { _ in kioskKey.verificationKey },
            shelf: nil,
            photos: nil,
            rehearsal: true,
            now: now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Another register with what this one has now: as a copy in its place, or as one that was written into the old file.
    func copyOfRegister(inPlace: Bool) async throws -> SQLiteClaimRegister {
        let path = "\(folder)/copy.sqlite"
        // Nothing is written meanwhile, so the files fit each other.
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: "\(folder)/register.sqlite\(suffix)", toPath: path + suffix)
        }
        if inPlace {
            let queue = try DatabaseQueue(path: path)
            let inode = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
            try await queue.write {
                try $0.execute(sql: "UPDATE register SET inode = ?", arguments: [inode.map(String.init)])
            }
            try queue.close()
        }
        return try SQLiteClaimRegister(path: path, rehearsal: true)
    }

    /// Another central on a register, this one's unless said, that has other keys or another time.
    func central(
        on register: SQLiteClaimRegister? = nil,
        openingKeys: OpeningKeys = SampleKeys.atCentral,
        at time: Timestamp = TestCentral.receivedAt
    ) throws -> CentralAPI {
        try Self.api(register ?? self.register, openingKeys: openingKeys, { time })
    }

    private func recordAll() async throws {
        var samples = try SampleClaims()
        for number in 1...Self.claims {
            let plate = "藏A\(10_000 + number)"
            let sample = try samples.document(Int64(number), person: number, plate: plate)
            let outcome = try await store.commit(
                onceOnly: .each,
                person: sample.keys.person,
                vehicle: sample.keys.vehicle,
                parts: []
            ) { place in
                var claim = sample
                claim.chain = ClaimDocument.ChainLink(sequence: place.sequence, previous: place.previousHash)
                var document = try SampleKeys.document(claim)
                if number == Self.refused { document.point = "" }
                return NewClaim(
                    claimID: try #require(ClaimID(claim.claimId)),
                    recordedAt: TestCentral.receivedAt,
                    document: try CanonicalJSON.encode(document),
                    maskedApplicant: "测*",
                    maskedPlate: nil,
                    amount: Fen(37_100),
                    verdictKind: "subsidy"
                )
            }
            guard case .recorded = outcome else { throw CancellationError() }
        }
    }

    /// Records what the first claim that needs a person should have been.
    func correctFirst() async throws {
        let claim = try #require(try await store.claims(.needsPerson, after: 0, limit: 1).first)
        let bytes = try #require(try await store.document(of: claim.claimID))
        let original = try JSONDecoder().decode(ClaimDocument.self, from: Data(bytes))
        let audit = AuditEntry(
            at: TestCentral.receivedAt,
            actor: actor.name,
            role: actor.role.rawValue,
            via: actor.via.rawValue,
            action: "claim.amend"
        )
        _ = try await store.amend(
            claim.claimID,
            onceOnly: .each,
            person: original.keys.person,
            vehicle: original.keys.vehicle,
            parts: [],
            audit: audit
        ) { place, link in
            var random = SystemRandomNumberGenerator()
            let id = ClaimID(at: TestCentral.receivedAt, using: &random)
            var document = original
            document.claimId = id.text
            document.claimNumber = place.number.text
            document.point = SampleProgramme.point
            document.amends = original.claimId
            document.amended = ClaimDocument.Amended(original, hash: link.hash)
            document.chain = ClaimDocument.ChainLink(sequence: place.sequence, previous: place.previousHash)
            document.sealed.context = original.claimId
            return NewClaim(
                claimID: id,
                recordedAt: TestCentral.receivedAt,
                document: try CanonicalJSON.encode(document),
                maskedApplicant: "测*",
                maskedPlate: nil,
                amount: Fen(37_100),
                verdictKind: "subsidy"
            )
        }
    }

    // MARK: The network

    /// Sends the first waiting claims; `loses` says what of it gets lost.
    func send(_ count: Int, loses: (request: Bool, answer: Bool) = (false, false)) async throws {
        guard case .due(let batch) = try await store.nextBatch(now: TestCentral.receivedAt, limit: count) else {
            return
        }
        if loses.request { return }
        let receiver = ClaimReceiver(intake: api.intake, register: register, now: { TestCentral.receivedAt })
        var body: [UInt8] = []
        let judged = batch.map { receiver.judge($0.document, from: store.kiosk) }
        for line in try await receiver.store(judged) { try line.write(to: &body) }
        if loses.answer { return }
        let reply = CentralReply.answered(status: 200, body: body)
        guard case .each(let actions) = RelayDecision.verdict(on: reply, to: batch, signedBy: nil) else { return }
        let deliveries = zip(batch, actions).compactMap { entry, action -> Delivery? in
            switch action {
            case .acknowledge(let answer): Delivery(entry.claimID, .answered(answer))
            case .setAside(let problem): Delivery(entry.claimID, .setAside(problem))
            case .postpone: nil
            }
        }
        try await store.settle(deliveries, at: TestCentral.receivedAt)
    }

    // MARK: The stick

    func exported() async throws -> [UInt8] { try await Self.collect(try await desk.exportQueue(by: actor)) }

    /// The answers, of another central if one is given; nil when `pieces` of them were read and then the import was
    /// stopped.
    func imported(
        _ bundle: [UInt8],
        by other: CentralAPI? = nil,
        reading pieces: Int = .max
    ) async throws -> [UInt8]? {
        let bundles = other?.bundleIntake(folder: folder) ?? bundles
        let answers = try await bundles.answers(to: Self.stream(bundle))
        return try await Self.collect(answers, pieces)
    }

    func took(_ answers: [UInt8]) async throws -> ImportReport {
        try await desk.importAnswer(Self.stream(answers), by: actor)
    }

    static func stream(_ bytes: [UInt8]) -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { continuation in
            for start in stride(from: 0, to: bytes.count, by: 5_000) {
                continuation.yield(ByteBuffer(bytes: bytes[start..<min(start + 5_000, bytes.count)]))
            }
            continuation.finish()
        }
    }

    static func collect(_ stream: AsyncThrowingStream<ByteBuffer, any Error>) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in stream { bytes += piece.readableBytesView }
        return bytes
    }

    private static func collect(
        _ stream: AsyncThrowingStream<ByteBuffer, any Error>,
        _ pieces: Int
    ) async throws -> [UInt8]? {
        var (bytes, left): ([UInt8], Int) = ([], pieces)
        for try await piece in stream {
            bytes += piece.readableBytesView
            left -= 1
            if left == 0 { return nil }
        }
        return bytes
    }

    enum Signer {
        case kiosk
        case central
    }

    /// What the verification of an exported chain says.
    func verified(
        _ chain: AsyncThrowingStream<ByteBuffer, any Error>,
        by signer: Signer
    ) async throws -> ChainReport {
        let path = FileManager.default.temporaryDirectory.appending(path: "chain-\(UUID().uuidString).kiosk").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(try await Self.collect(chain)).write(to: URL(filePath: path))
        let key = signer == .kiosk ? Self.kioskKey : Self.centralKey
        return try ChainFile.verify(path, key: key.verificationKey)
    }

    // MARK: The end

    /// What both sides hold, for comparison: claims by number and how they stand.
    func end() async throws -> [String] {
        let kiosk = try await store.claims(.all, after: 0, limit: 500).map { "kiosk \($0.number) \($0.status)" }
        let central = try await register.page(after: 0, limit: 500, kiosk: nil).entries
            .map { "central \($0.answer.number) \($0.answer.standing)" }
        return kiosk + central.sorted()
    }
}

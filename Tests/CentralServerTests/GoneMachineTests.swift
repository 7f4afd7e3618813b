import Bundles
import CentralServer
import ClaimRegister
import Claims
import ControlSocket
import InMemoryLogging
import Logging
import Sealing
import Testing
import WireAPI

/// Files of a machine that is gone, at a central where another took its place.
@Suite(.timeLimit(.minutes(2)))
struct GoneMachineTests {
    /// The operator at the control socket, and what the central logs.
    private struct Operator: Sendable {
        let admin: TestAdmin
        let central: SecureCentral
        let log: InMemoryLogHandler

        /// Sends the file; gives the answers.
        func imported(_ bundle: [UInt8], _ query: String = "") async throws -> [UInt8] {
            var pieces = [bundle[...]]
            var answers: [UInt8] = []
            try await admin.client.transfer("/v1/bundles\(query)") {
                pieces.popLast()
            } take: {
                answers += $0
            }
            return answers
        }

        func refusal(of bundle: [UInt8], _ query: String = "") async throws -> KioskError {
            let error = await #expect(throws: KioskError.self) { _ = try await imported(bundle, query) }
            return try #require(error)
        }

        func has(_ claim: OpenClaim) async throws -> Bool {
            try await central.register.claim(try #require(ClaimID(claim.claimId))) != nil
        }
    }

    private static let word = "?earlierKey=true"

    private static func run(_ body: @escaping @Sendable (Operator) async throws -> Void) async throws {
        try await SecureCentral.run { central in
            let log = InMemoryLogHandler()
            let logger = Logger(label: "test") { _ in log }
            let register = central.register
            let api = CentralAPI(
                register: register,
                digestKey: try #require(DigestKey(hex: SampleClaims.digestKeyText)),
                openingKeys: SampleKeys.atCentral,
                programmes: [try SampleProgramme().rules()],
                certificates: nil,
                signingKey: SecureCentral.centralKey,
                kioskKey: { kiosk in try await register.publicKey(of: kiosk).flatMap { VerificationKey(hex: $0) } },
                kioskKeys: { kiosk in try await register.publicKeys(of: kiosk) },
                office: central.office,
                rehearsal: true,
                now: { TestCentral.receivedAt },
                logger: logger
            )
            let routes = CarryAdmin(api: api, folder: central.folder, logger: logger).routes
            try await TestAdmin.run(routes) { admin in
                try await body(Operator(admin: admin, central: central, log: log))
            }
        }
    }

    /// A file of DQ01 with one claim, which the key signed.
    private static func bundle(_ claim: OpenClaim, by key: SigningKey) throws -> [UInt8] {
        let header = try BundleHeader(
            kind: .claims,
            kiosk: try #require(KioskID("DQ01")),
            createdAt: TestCentral.receivedAt,
            count: 1,
            rehearsal: true,
            signedBy: key
        )
        var writer = BundleWriter(header, signedBy: key)
        var bytes = try writer.start()
        bytes += try writer.line(for: .claim(SampleKeys.seal(claim)))
        bytes += try writer.end()
        return bytes
    }

    /// Ids of claims that the central's file answers, and codes and messages of its refusals.
    private static func read(
        _ answers: [UInt8]
    ) throws -> (answered: [String], refused: [String], messages: [String]) {
        var reader = BundleReader([.answers], kiosk: KioskID("DQ01"))
        var (answered, refused, messages): ([String], [String], [String]) = ([], [], [])
        try reader.take(answers) { entry, _ in
            if case .answer(let answer) = entry { answered.append(answer.claimId) }
            if case .refusal(let refusal) = entry {
                refused.append(refusal.error.code)
                messages.append(refusal.error.message)
            }
        }
        let seal = try reader.finish()
        #expect(seal.isSigned(by: SecureCentral.centralKey.verificationKey))
        return (answered, refused, messages)
    }

    @Test func `a file of the machine before counts by the operator's word, and the answers are signed as any`()
        async throws
    {
        try await Self.run { desk in
            let old = try await desk.central.enrolled("DQ01")
            let new = try await desk.central.enrolled("DQ01")
            var samples = try SampleClaims()
            let claim = try samples.document()
            let bundle = try Self.bundle(claim, by: old.key)
            let error = try await desk.refusal(of: bundle)
            #expect(error.code == .bundleWrongSignature)
            #expect(error.message.contains("an earlier key of DQ01") && error.remedy.contains("--earlier-key"))
            let unclear = try await desk.refusal(of: bundle, "?earlierKey=yes")
            #expect(unclear.code == .requestMalformed)
            #expect(try await !desk.has(claim))
            // Twice: the same end.
            for _ in 0..<2 {
                let answers = try await desk.imported(bundle, Self.word)
                #expect(try Self.read(answers).answered == [claim.claimId])
            }
            #expect(try await desk.has(claim))
            // The new machine's own need no word, and are none of an earlier key with it.
            let next = try samples.document(2, person: 2, plate: "藏A10002")
            _ = try await desk.imported(try Self.bundle(next, by: new.key), Self.word)
            #expect(try await desk.has(next))
            let verified = desk.log.entries.filter { "\($0.message)" == "bundle verified" }.map(\.metadata)
            let earlier = Logger.MetadataValue.string(old.key.verificationKey.fingerprint)
            #expect(verified.map { $0["earlier-key"] } == [earlier, earlier, nil])
            #expect(verified.allSatisfy { $0["kiosk"] == .string("DQ01") && $0["user"] != nil })
        }
    }

    @Test func `a number that the new machine has given stays its own`() async throws {
        try await Self.run { desk in
            let old = try await desk.central.enrolled("DQ01")
            let new = try await desk.central.enrolled("DQ01")
            var samples = try SampleClaims()
            let lost = try samples.document()
            let given = try samples.document(1, person: 2, plate: "藏A10002")
            let first = try await desk.imported(try Self.bundle(given, by: new.key))
            #expect(try Self.read(first).answered == [given.claimId])
            let answers = try Self.read(try await desk.imported(try Self.bundle(lost, by: old.key), Self.word))
            #expect(answers.answered.isEmpty && answers.refused == ["claim.number-taken"])
            #expect(try await !desk.has(lost))
            // Its number is named to whoever carried it, and in the log.
            #expect(answers.messages.count == 1 && answers.messages[0].contains(lost.claimNumber))
            let noted = desk.log.entries.filter { "\($0.message)" == "claim of a bundle refused" }.map(\.metadata)
            #expect(noted.map { $0["message"] } == answers.messages.map { .string($0) })
            #expect(noted.map { $0["id"] } == [.string(lost.claimId)] && noted.allSatisfy { $0["user"] != nil })
        }
    }

    @Test func `no word makes a file count whose key was revoked, or is another's`() async throws {
        try await Self.run { desk in
            let kiosk = try #require(KioskID("DQ01"))
            var samples = try SampleClaims()
            let claim = try samples.document()
            let replaced = try await desk.central.enrolled("DQ01")
            let stolen = try await desk.central.enrolled("DQ01")
            try await desk.central.office.revoke(kiosk)
            // Whether the kiosk is still revoked, was taken back, or was enrolled once more.
            for round in 0..<3 {
                if round > 0 { _ = try await desk.central.enrolled("DQ01") }
                for key in [replaced.key, stolen.key] {
                    let error = try await desk.refusal(of: try Self.bundle(claim, by: key), Self.word)
                    #expect(error.code == .bundleWrongSignature && error.message.contains("revoked"))
                    #expect(!error.remedy.contains("--earlier-key"))
                }
            }
            let other = try await desk.central.enrolled("DQ02")
            for key in [other.key, SigningKey()] {
                let error = try await desk.refusal(of: try Self.bundle(claim, by: key), Self.word)
                #expect(error.code == .bundleWrongSignature && error.message.contains("cannot be trusted"))
            }
            #expect(try await !desk.has(claim))
            #expect(!desk.log.entries.contains { "\($0.message)" == "bundle verified" })
            // What was replaced since the revocation counts again.
            let broken = try await desk.central.enrolled("DQ01")
            _ = try await desk.central.enrolled("DQ01")
            _ = try await desk.imported(try Self.bundle(claim, by: broken.key), Self.word)
            #expect(try await desk.has(claim))
            let keys = try await desk.central.register.publicKeys(of: kiosk)
            let barred = Set(keys.filter(\.isBarred).map(\.publicKey))
            #expect(barred == Set([replaced.key, stolen.key].map(\.verificationKey.hex)))
        }
    }
}

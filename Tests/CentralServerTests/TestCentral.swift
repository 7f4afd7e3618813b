import CentralServer
import ClaimRegister
import Claims
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Sealing
import ServiceLifecycle
import Testing
import WireAPI

/// A central on a loopback port with a register in a folder of its own, for one test.
struct TestCentral: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let body: [UInt8]

        func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body))
        }

        /// Decoded, if the central's key signed it as this kind.
        func signed<Value: Decodable>(
            _ type: Value.Type,
            as kind: MessageSignature.Kind,
            by key: SigningKey
        ) throws -> Value {
            let name = try #require(HTTPField.Name(MessageSignature.header))
            let text = try #require(headers[name])
            let signature = try #require(MessageSignature(text))
            try #require(signature.isValid(for: kind, body, by: key.verificationKey))
            return try decoded(type)
        }

        var errorCode: String? { try? decoded(ErrorBody.self).error.code }
        var errorMessage: String { (try? decoded(ErrorBody.self).error.message) ?? "" }
    }

    static let receivedAt = Timestamp(milliseconds: 1_741_572_300_000)

    let port: Int

    static func run(
        rehearsal: Bool = true,
        folder: String? = nil,
        register: (any ClaimRegisterStore)? = nil,
        programmes: [SampleProgramme] = [SampleProgramme()],
        openingKeys: OpeningKeys = SampleKeys.atCentral,
        certificates: CertificateIssuer? = nil,
        signingKey: SigningKey? = nil,
        kioskKey: @escaping @Sendable (KioskID) async throws -> VerificationKey? = { _ in nil },
        shelf: FileShelf? = nil,
        photos: PhotoStore? = nil,
        at now: Timestamp = Self.receivedAt,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @escaping @Sendable (TestCentral) async throws -> Void
    ) async throws {
        let own = FileManager.default.temporaryDirectory.appending(path: "central-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: own) }
        let store =
            try register ?? SQLiteClaimRegister(path: "\(folder ?? own)/register.sqlite", rehearsal: rehearsal)
        let api = CentralAPI(
            register: store,
            digestKey: try #require(DigestKey(hex: SampleClaims.digestKeyText)),
            openingKeys: openingKeys,
            programmes: try programmes.map { try $0.rules() },
            certificates: certificates,
            signingKey: signingKey,
            kioskKey: kioskKey,
            shelf: shelf,
            photos: photos,
            rehearsal: rehearsal,
            now: { now },
            logger: logger
        )
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let service = CentralService(
            api: api,
            host: "127.0.0.1",
            port: 0,
            logger: logger,
            onReady: { continuation.yield($0) }
        )
        let services = ServiceGroup(services: [service], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Ends the wait below if the server cannot start.
                defer { continuation.finish() }
                try await services.run()
            }
            var iterator = ports.makeAsyncIterator()
            if let port = await iterator.next() {
                do {
                    try await body(TestCentral(port: port))
                } catch {
                    await services.triggerGracefulShutdown()
                    try? await group.waitForAll()
                    throw error
                }
                await services.triggerGracefulShutdown()
            }
            try await group.waitForAll()
        }
        if register == nil { try await store.close() }
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        body: [UInt8]? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
            let response = try await client.execute(
                TestClient.Request(path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
            )
            return Answer(
                status: response.status.code,
                headers: response.headers,
                body: response.body.map { Array($0.readableBytesView) } ?? []
            )
        }
    }

    func get(_ path: String) async throws -> Answer { try await send(.get, path) }

    func put(_ claim: OpenClaim, to id: String? = nil) async throws -> Answer {
        try await put(SampleKeys.seal(claim), to: id ?? claim.claimId)
    }

    func put(_ document: ClaimDocument) async throws -> Answer {
        try await put(CanonicalJSON.encode(document), to: document.claimId)
    }

    func put(_ body: [UInt8], to id: String) async throws -> Answer {
        try await send(.put, "/v1/claims/\(id)", body: body, headers: [.contentType: "application/json"])
    }
}

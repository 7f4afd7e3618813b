import AsyncHTTPClient
import CentralServer
import ClaimRegister
import Claims
import Crypto
import Foundation
import HTTPSupport
import KioskTestSupport
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import Sealing
import ServiceLifecycle
import Testing
import Trust
import WireAPI

/// A central with TLS on a loopback port, its authority and register in a folder of its own, for one test.
struct SecureCentral: Sendable {
    static let centralKey = SigningKey()

    let folder: String
    let port: Int
    let authority: CertificateAuthority
    let office: KioskOffice
    let register: SQLiteClaimRegister

    var photoFolder: String { folder + "/photos" }

    /// What one request got.
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
        let closes: Bool

        var errorCode: String? { try? decoded(ErrorBody.self).error.code }

        func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body))
        }
    }

    static func run(
        now: @escaping @Sendable () -> Timestamp = SecureCentral.now,
        limits: HTTPLimits = CentralService.limits,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @escaping @Sendable (SecureCentral) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let authority = try CertificateAuthority(newAt: SecureCentral.now())
            let made = try authority.server(for: ["localhost", "127.0.0.1"], at: SecureCentral.now())
            try TrustFile.make(made.certificate, at: "\(folder)/central.crt")
            try TrustFile.make(made.key, at: "\(folder)/central.key")
            let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
            let digestKey = try #require(DigestKey(hex: SampleClaims.digestKeyText))
            let office = KioskOffice(
                authority: authority,
                register: register,
                endowment: .init(centralKey: centralKey.verificationKey, digestKey: digestKey, sealingKeys: "keys\n"),
                now: now
            )
            let tls = try CentralTLS(
                certificateFile: "\(folder)/central.crt",
                keyFile: "\(folder)/central.key",
                authority: authority.certificate
            )
            let (ports, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
            let service = CentralService(
                api: CentralAPI(
                    register: register,
                    digestKey: digestKey,
                    openingKeys: SampleKeys.atCentral,
                    programmes: [try SampleProgramme().rules()],
                    certificates: nil,
                    office: office,
                    photos: try PhotoStore(folder: "\(folder)/photos") {
                        try SealedPhoto.open($0, named: $1, with: SampleKeys.atCentral)
                    },
                    rehearsal: true,
                    now: { TestCentral.receivedAt },
                    logger: logger
                ),
                host: "127.0.0.1",
                port: 0,
                tls: TLSListener(configuration: tls.configuration, admits: { await tls.admits($0) }),
                limits: limits,
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
                    let central = SecureCentral(
                        folder: folder,
                        port: port,
                        authority: authority,
                        office: office,
                        register: register
                    )
                    do {
                        try await body(central)
                    } catch {
                        await services.triggerGracefulShutdown()
                        try? await group.waitForAll()
                        throw error
                    }
                    await services.triggerGracefulShutdown()
                }
                try await group.waitForAll()
            }
            try await register.close()
        }
    }

    @Sendable static func now() -> Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

    /// A kiosk that was enrolled by token, over the network.
    func enrolled(_ kiosk: String) async throws -> EnrolledKiosk {
        let id = try #require(KioskID(kiosk))
        let (token, _) = try await office.token(for: id, hours: 24)
        let key = SigningKey()
        let answer = try await enrol(token, key)
        return try EnrolledKiosk(key: key, certificate: answer.certificate, authority: authority.certificate)
    }

    func enrol(
        _ token: EnrolmentToken,
        _ key: SigningKey,
        box: SealingKey = OpeningKey().sealingKey
    ) async throws -> EnrolmentAnswer {
        let client = EnrolmentClient(
            address: try CentralAddress("https://127.0.0.1:\(port)"),
            token: token,
            now: Self.now()
        )
        return try await client.enrol(
            try CertificateRequest.pem(for: token.kiosk, key: key),
            box: box,
            trusting: try await client.authority()
        )
    }

    /// Asks over a client of its own, or over `client`.
    func ask(
        _ path: String,
        method: String = "GET",
        body: [UInt8]? = nil,
        headers: [String: String] = [:],
        as kiosk: EnrolledKiosk?
    ) async throws -> Answer {
        let configuration = try kiosk?.tls ?? KioskTrust.configuration(trusting: authority.certificate)
        return try await SecureClient.with(configuration) { try await $0.ask(port, path, method, body, headers) }
    }
}

/// A kiosk's key and certificate, and how TLS is set up with them.
struct EnrolledKiosk: Sendable {
    let key: SigningKey
    let certificate: KioskCertificate
    let tls: TLSConfiguration

    init(key: SigningKey, certificate: String, authority: AuthorityCertificate) throws {
        self.key = key
        self.certificate = try #require(KioskCertificate(pem: certificate))
        var tls = try KioskTrust.configuration(trusting: authority)
        tls.certificateChain = [.certificate(try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem))]
        let pem = Array(key.privateKey.pemRepresentation.utf8)
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: pem, format: .pem))
        self.tls = tls
    }
}

/// A client with one connection at most.
struct SecureClient: Sendable {
    let client: HTTPClient

    static func with<Value: Sendable>(
        _ tls: TLSConfiguration,
        _ body: (SecureClient) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let value = try await body(SecureClient(client: client))
            try await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    func ask(
        _ port: Int,
        _ path: String,
        _ method: String = "GET",
        _ body: [UInt8]? = nil,
        _ headers: [String: String] = [:]
    ) async throws -> SecureCentral.Answer {
        var request = HTTPClientRequest(url: "https://127.0.0.1:\(port)\(path)")
        request.method = .RAW(value: method)
        request.headers.add(name: "content-type", value: "application/json")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await client.execute(request, timeout: .seconds(30))
        let bytes = Array(try await response.body.collect(upTo: 1 << 20).readableBytesView)
        return SecureCentral.Answer(
            status: Int(response.status.code),
            body: bytes,
            closes: response.headers.first(name: "connection") == "close"
        )
    }
}

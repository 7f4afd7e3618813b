import CentralServer
import ClaimRegister
import Claims
import Glibc
import HTTPTypes
import Logging
import Sealing
import Testing
import WireAPI

struct TransportTests {
    /// A register that can do nothing but fail.
    private struct BrokenRegister: ClaimRegisterStore {
        let error: KioskError

        func receive(_ submissions: [Submission]) async throws(KioskError) -> [Outcome] { throw error }
        func conclude(
            _ id: ClaimID,
            as conclusion: Conclusion,
            at time: Timestamp
        ) async throws(KioskError) -> StoredConclusion { throw error }
        func claim(_ id: ClaimID) async throws(KioskError) -> StoredClaim? { throw error }
        func page(after: Int64, limit: Int, kiosk: KioskID?) async throws(KioskError) -> RegisterPage { throw error }
        func kioskState(_ kiosk: KioskID, limit: Int) async throws(KioskError) -> KioskState { throw error }
        func sendBack(
            _ id: ClaimID,
            reason: ReturnReason,
            note: String,
            at time: Timestamp
        ) async throws(KioskError) -> StoredAnswer { throw error }
        func day(_ day: CivilDate, of kiosk: KioskID, limit: Int) async throws(KioskError) -> DayState { throw error }
        func conclusions(of kiosk: KioskID, upTo sequence: Int64) async throws(KioskError) -> [Conclusion: Int64] {
            throw error
        }
        func links(
            of kiosk: KioskID,
            after sequence: Int64,
            limit: Int
        ) async throws(KioskError) -> (links: [StoredLink], more: Bool) { throw error }
        func accounted(
            of kiosk: KioskID,
            after sequence: Int64,
            limit: Int
        ) async throws(KioskError) -> [AccountedLink] { throw error }
        func stretch(
            of kiosk: KioskID,
            after sequence: Int64,
            limit: Int
        ) async throws(KioskError) -> ChainStretch { throw error }
        func changes(
            of kiosk: KioskID,
            after cursor: ChangeCursor,
            limit: Int
        ) async throws(KioskError) -> ChangeBatch { throw error }
        func hear(
            _ head: ChainMark,
            of kiosk: KioskID,
            saidAt: Timestamp,
            at time: Timestamp
        ) async throws(KioskError) { throw error }
        func close() async throws(KioskError) {}
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/"), (.get, "/v1/nothing"), (.post, "/v1/health"), (.delete, "/v1/health"),
        (.get, "/v1/claims/018f2b6c-0000-7000-8000-000000000000/more"),
    ])
    func `what is not served answers in the form of every error`(
        _ method: HTTPRequest.Method,
        _ path: String
    ) async throws {
        try await TestCentral.run { central in
            let answer = try await central.send(method, path)
            #expect(answer.status == 404)
            #expect(answer.errorCode == "request.not-found")
            #expect(answer.headers[.contentType] == "application/json")
        }
    }

    @Test func `an unknown claim says so`() async throws {
        try await TestCentral.run { central in
            for id in ["018f2b6c-0000-7000-8000-000000000000", "17", "..%2f..%2fetc"] {
                let answer = try await central.get("/v1/claims/\(id)")
                #expect(answer.status == 404)
                #expect(answer.errorCode == "claim.unknown")
            }
        }
    }

    @Test func `a body beyond the limit is refused and the server goes on`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let claim = try samples.document()
            let text = String(decoding: try SampleKeys.seal(claim), as: UTF8.self)
            let filler = String(repeating: " ", count: 256 * 1024 + 1 - text.utf8.count)
            let answer = try await central.put(Array((text + filler).utf8), to: claim.claimId)
            #expect(answer.status == 413)
            #expect(answer.errorCode == "request.too-large")
            #expect(try await central.put(Array((text + filler.dropLast()).utf8), to: claim.claimId).status == 200)
        }
    }

    @Test func `a failing store is not the claim's fault`() async throws {
        let recorder = LogRecorder()
        let full = KioskError(.storeDiskFull, "The disk is full.", remedy: "Free space.")
        try await TestCentral.run(register: BrokenRegister(error: full), logger: recorder.logger) { central in
            var samples = try SampleClaims()
            let answer = try await central.put(try samples.document())
            #expect(answer.status == 503)
            #expect(answer.errorCode == "store.disk-full")
        }
        let lines = recorder.text.filter { $0.contains("store.disk-full") }
        #expect(lines.count == 1, "\(lines)")
    }

    @Test func `the log names claims and routes, never people`() async throws {
        let recorder = LogRecorder()
        var samples = try SampleClaims()
        let claim = try samples.document()
        try await TestCentral.run(logger: recorder.logger) { central in
            _ = try await central.put(claim)
            var wrong = claim
            wrong.applicant.idNumber = "990001199001010012"
            _ = try await central.put(wrong)
            _ = try await central.get("/v1/claims/990001199001010013?name=%E6%B5%8B%E8%AF%95")
        }
        let log = recorder.text.joined(separator: "\n")
        #expect(log.contains("claim=\(claim.claimId) method=PUT route=/v1/claims/{claimId} status=200"))
        #expect(log.contains("claim=\(claim.claimId) method=PUT route=/v1/claims/{claimId} status=422"))
        #expect(log.contains("method=GET route=/v1/claims/{claimId} status=404"))
        for secret in ["990001", "测试", "%E6", "629999", "12345"] { #expect(!log.contains(secret)) }
    }

    @Test func `a taken port is named with what to do`() async throws {
        try await TestCentral.run { central in
            let unused = KioskError(.storeDiskFull, "unused", remedy: "unused")
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let service = CentralService(
                api: CentralAPI(
                    register: BrokenRegister(error: unused),
                    digestKey: try #require(DigestKey(hex: SampleClaims.digestKeyText)),
                    openingKeys: SampleKeys.atCentral,
                    programmes: [],
                    certificates: nil,
                    rehearsal: true,
                    now: { TestCentral.receivedAt },
                    logger: logger
                ),
                host: "127.0.0.1",
                port: central.port,
                logger: logger,
                onReady: { _ in }
            )
            let error = await #expect(throws: KioskError.self) { try await service.run() }
            #expect(error?.code == .listenInUse)
            #expect(error?.message.contains("127.0.0.1:\(central.port)") == true)
        }
    }

    @Test func `bytes that are not HTTP end the connection and nothing else`() async throws {
        try await TestCentral.run { central in
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            var limit = timeval(tv_sec: 10, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(central.port).bigEndian
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            let connected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            try #require(connected == 0)
            let noise = [UInt8](repeating: 0xFF, count: 4_096)
            #expect(Glibc.send(descriptor, noise, noise.count, Int32(MSG_NOSIGNAL)) == noise.count)
            // Whatever comes is a refusal; then the other side closes, at the latest when we do.
            var answer = [UInt8](repeating: 0, count: 4_096)
            let count = recv(descriptor, &answer, answer.count, 0)
            #expect(count <= 0 || String(decoding: answer.prefix(12), as: UTF8.self) == "HTTP/1.1 400")
            #expect(count >= 0 || errno == ECONNRESET)
            #expect(try await central.get("/v1/health").status == 200)
        }
    }
}

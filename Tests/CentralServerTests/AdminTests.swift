import CentralServer
import ClaimRegister
import Claims
import ControlSocket
import Glibc
import InMemoryLogging
import KioskTestSupport
import Logging
import Sealing
import Testing
import Trust
import WireAPI

struct AdminTests {
    private static func withRegister(_ body: (SQLiteClaimRegister) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
            try await body(register)
            try await register.close()
        }
    }

    private static func api(_ register: SQLiteClaimRegister, _ logger: Logger) throws -> CentralAPI {
        CentralAPI(
            register: register,
            digestKey: try #require(DigestKey(hex: SampleClaims.digestKeyText)),
            openingKeys: SampleKeys.atCentral,
            programmes: [],
            certificates: nil,
            rehearsal: true,
            now: { TestCentral.receivedAt },
            logger: logger
        )
    }

    @Test func `the file and the control socket have the same routes`() async throws {
        let file = try OpenAPIFile("central-admin")
        let written = try file.routes
        try await SecureCentral.run { central in
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let routes =
                KioskAdmin(register: central.register).routes
                + OfficeAdmin(office: central.office, logger: quiet).routes
                + CarryAdmin(api: try Self.api(central.register, quiet), folder: central.folder, logger: quiet).routes
            let claims = ClaimAdmin(register: central.register, now: { TestCentral.receivedAt }, logger: quiet).routes
            let admin = AdminRoutes(routes + claims, ownUser: 0, logger: quiet)
            #expect(Set(written) == Set(admin.table))
            #expect(written.count == admin.table.count)
        }
        _ = try file.checkReferences()
        let entry = KioskEntry(kioskId: "", claims: 0, highest: 0, certificateEnds: "", revokedAt: "")
        try file.expect("KioskList", fits: KioskList(kiosks: [entry]))
        try file.expect("KioskEntry", fits: entry)
        try file.expect("TokenOrder", fits: TokenOrder(kioskId: "", hours: 1))
        try file.expect("TokenAnswer", fits: TokenAnswer(kioskId: "", token: "", expiresAt: ""))
        try file.expect("RevokedKiosk", fits: RevokedKiosk(kioskId: ""))
        try file.expect("KioskKeys", fits: KioskKeys(kioskId: "", keys: []))
        let account = KioskAccount(
            kioskId: "",
            upTo: 1,
            highest: 1,
            missing: [],
            broken: [],
            hash: "",
            paid: 0,
            refused: 0,
            withdrawn: 0
        )
        try file.expect("KioskAccount", fits: account)
        try file.expect("KioskKey", fits: KioskKeys.Key(publicKey: "", since: "", revokedAt: ""))
        let person = ClaimSheet.Person(maskedName: "", maskedNumber: "")
        let content = ClaimSheet.Content(
            recordedAt: "",
            point: "",
            programmeVersion: "",
            applicant: person,
            agent: person,
            maskedPlate: "",
            maskedCard: "",
            verdict: "",
            verdictReason: ""
        )
        let summary = ClaimSummary(
            claimId: "",
            claimNumber: "",
            kioskId: "",
            sequence: 1,
            status: .paid,
            amountFen: 1,
            rehearsal: true,
            receivedAt: "",
            correctedBy: ""
        )
        let sheet = ClaimSheet(
            claim: summary,
            reason: ClaimAnswer.Reason(code: "", otherClaim: nil),
            hash: "",
            amends: "",
            returnNote: "",
            concludedAt: "",
            content: content
        )
        try file.expect("ClaimPage", fits: ClaimPage(claims: [summary], next: ""))
        try file.expect("ClaimSummary", fits: summary)
        try file.expect("ClaimSheet", fits: sheet)
        try file.expect("ClaimSheetContent", fits: content)
        try file.expect("MaskedPerson", fits: person)
        try file.expect("ClaimReturn", fits: ClaimReturn(reason: "", note: ""))
    }

    @Test func `a token is made, used and shown as a certificate, and revoked, by the operator's routes`() async throws
    {
        try await SecureCentral.run { central in
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let routes =
                KioskAdmin(register: central.register).routes
                + OfficeAdmin(office: central.office, logger: quiet).routes
            try await TestAdmin.run(routes) { admin in
                let order = TokenOrder(kioskId: "DQ01", hours: 1)
                let answer = try await admin.client.post("/v1/tokens", order, as: TokenAnswer.self)
                _ = try await central.enrol(try EnrolmentToken(answer.token), SigningKey())
                let listed = try await admin.client.get("/v1/kiosks", as: KioskList.self).kiosks
                #expect(listed.count == 1 && listed[0].certificateEnds != nil && listed[0].revokedAt == nil)
                let nothing: [String: String] = [:]
                _ = try await admin.client.post("/v1/kiosks/DQ01/revoke", nothing, as: RevokedKiosk.self)
                let after = try await admin.client.get("/v1/kiosks", as: KioskList.self).kiosks
                #expect(after[0].certificateEnds == nil && after[0].revokedAt != nil)
                for wrong in [TokenOrder(kioskId: "x/y", hours: 1), TokenOrder(kioskId: "DQ01", hours: 721)] {
                    let error = await #expect(throws: KioskError.self) {
                        _ = try await admin.client.post("/v1/tokens", wrong, as: TokenAnswer.self)
                    }
                    #expect(error?.code == .requestMalformed)
                }
                let error = await #expect(throws: KioskError.self) {
                    let lower = TokenOrder(kioskId: "dq01", hours: 1)
                    _ = try await admin.client.post("/v1/tokens", lower, as: TokenAnswer.self)
                }
                #expect(error?.message.contains("2–8") == true && error?.remedy.contains("central-admin.yaml") == true)
            }
        }
    }

    @Test func `a claim that is not there is not sent back over the socket`() async throws {
        try await Self.withRegister { register in
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let routes = ClaimAdmin(register: register, now: { TestCentral.receivedAt }, logger: quiet).routes
            try await TestAdmin.run(routes) { admin in
                let cases = [("correct-frame", KioskError.Code.claimUnknown), ("because", .requestMalformed)]
                for (reason, code) in cases {
                    let error = await #expect(throws: KioskError.self) {
                        _ = try await admin.client.post(
                            "/v1/claims/DQ01-000001-P/return",
                            ClaimReturn(reason: reason),
                            as: ClaimAnswer.self
                        )
                    }
                    #expect(error?.code == code)
                }
            }
        }
    }

    @Test func `kiosks are listed, and an unknown route says so`() async throws {
        try await Self.withRegister { register in
            try await TestAdmin.run(KioskAdmin(register: register).routes) { admin in
                let list = try await admin.client.get("/v1/kiosks", as: KioskList.self)
                #expect(list.kiosks.isEmpty)
                let error = await #expect(throws: KioskError.self) {
                    _ = try await admin.client.get("/v1/nothing", as: KioskList.self)
                }
                #expect(error?.code == .requestNotFound)
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can ask as another user"))
    func `another local user cannot connect, and where it can is refused and logged once`() async throws {
        let log = InMemoryLogHandler()
        try await Self.withRegister { register in
            try await TestAdmin.run(
                KioskAdmin(register: register).routes,
                logger: Logger(label: "test") { _ in log }
            ) { admin in
                // No answer at all, and no connection that another one lacks.
                #expect(try await admin.status(of: "/v1/kiosks", as: 65_534) == 0)
                admin.openToAll()
                for _ in 0..<3 {
                    let status = try await admin.status(of: "/v1/kiosks", as: 65_534)
                    #expect(status == 403)
                }
            }
            try await TestAdmin.run(KioskAdmin(register: register).routes, owner: 65_534) { admin in
                admin.openToAll()
                let status = try await admin.status(of: "/v1/kiosks", as: 65_534)
                #expect(status == 200)
            }
        }
        #expect(log.entries.filter { $0.level >= .warning }.map { $0.metadata["uid"] } == ["65534"])
    }
}

import Claims
import HTTPTypes
import HummingbirdTesting
import Inspection
import KioskTestSupport
import NIOCore
import Synchronization
import Testing
import WireAPI

@testable import CounterServer

/// Photos, supervisors and papers over the API.
struct DeskRoutesTests {
    @Test func `a photo gets a name, and a certificate may carry it`() async throws {
        let bench = CounterBench(programme: testProgramme(photo: .required), registry: otherOwner)
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            #expect(try await client.take(.post, "plate", #"{"plate":"拉萨A00101"}"#).step == "ownership")
            let paper = #""issuer":"东嘎社区居委会","number":"2025-017","issuedOn":"2025-02-20""#
            try await client.expect(
                .post,
                "/v1/session/certificate",
                "{\(paper)}",
                422,
                "session.input-invalid",
                hint: "photo-needed"
            )
            let unknown = String(repeating: "0b", count: 32)
            try await client.expect(
                .post,
                "/v1/session/certificate",
                "{\(paper),\"photo\":\"\(unknown)\"}",
                422,
                "session.input-invalid",
                hint: "photo-unknown"
            )
            let answer = try await client.send(
                .post,
                "/v1/session/photos",
                ByteBuffer(bytes: FakeDesk.photo),
                type: "image/jpeg"
            )
            #expect(String(buffer: answer.body) == #"{"photo":"\#(FakeDesk.photoName)"}"#)
            let shown = try await client.take(
                .post,
                "certificate",
                "{\(paper),\"issuerKind\":\"village-committee\",\"photo\":\"\(FakeDesk.photoName)\"}"
            )
            #expect(shown.step == "battery")
            #expect(shown.certificateNumber == "2025-017")
        }
    }

    @Test func `what is no photo is refused, and so is one that is too large`() async throws {
        let bench = CounterBench(registry: otherOwner)
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            try await client.take(.post, "plate", #"{"plate":"拉萨A00101"}"#)
            let path = "/v1/session/photos"
            let text = try await client.send(.post, path, ByteBuffer(string: "{}"), type: "image/png")
            #expect(text.status == .badRequest)
            #expect(String(buffer: text.body).contains("request.malformed"))
            let large = ByteBuffer(bytes: FakeDesk.photo + [UInt8](repeating: 0, count: 4 << 20))
            let refused = try await client.send(.post, path, large, type: "image/jpeg")
            #expect(refused.status == .contentTooLarge)
            #expect(String(buffer: refused.body).contains("request.too-large"))
            let form = try await client.send(
                .post,
                path,
                ByteBuffer(bytes: FakeDesk.photo),
                type: "multipart/form-data"
            )
            #expect(form.status == .badRequest)
        }
    }

    @Test func `a photo is taken in at its step only, and no more than sixteen in a visit`() async throws {
        let bench = CounterBench(registry: otherOwner)
        try await withRoutes(bench) { client in
            func send() async throws -> HTTPResponse.Status {
                let photo = ByteBuffer(bytes: FakeDesk.photo)
                return try await client.send(.post, "/v1/session/photos", photo, type: "image/jpeg").status
            }
            #expect(try await send() == .conflict)
            for _ in 0..<2 {
                try await bench.advanceToPlate()
                #expect(try await send() == .conflict)
                try await client.take(.post, "plate", #"{"plate":"拉萨A00101"}"#)
                for _ in 0..<16 { #expect(try await send() == .ok) }
                #expect(try await send() == .conflict)
                #expect(bench.desk.photos.withLock { $0 } % 16 == 0)
                try await client.take(.post, "cancel")
            }
        }
    }

    @Test func `a supervisor who is logged in sends a photo at any time, for a correction`() async throws {
        try await withRoutes(CounterBench()) { client in
            let entry = ByteBuffer(string: #"{"supervisor":"S01","pin":"246810"}"#)
            let login = try await client.send(.post, "/v1/supervisor/login", entry)
            let cookie = try #require(login.headers[.setCookie]?.split(separator: ";").first)
            let answer = try await client.client.execute(
                uri: "/v1/session/photos",
                method: .post,
                headers: [.contentType: "image/jpeg", .cookie: String(cookie)],
                body: ByteBuffer(bytes: FakeDesk.photo)
            )
            #expect(answer.status == .ok)
        }
    }

    @Test func `two photos are taken in at once, a third waits its turn`() async throws {
        let intake = PhotoIntake()
        try await intake.take {
            try await intake.take {
                let error = await #expect(throws: KioskError.self) { try await intake.take {} }
                #expect(error?.code == .eventIgnored)
            }
            await #expect(throws: CancellationError.self) { try await intake.take { throw CancellationError() } }
            try await intake.take {}
        }
    }

    @Test func `no PIN is tried while there is nothing to decide, and a wrong one is in the audit log`() async throws {
        let bench = CounterBench(registry: FakeRegistry(answer: registered(kind: "green")))
        try await withRoutes(bench) { client in
            let path = "/v1/session/override"
            let wrong = #"{"supervisor":"S01","pin":"000000","reason":"known bike"}"#
            for _ in 0..<6 {
                try await client.expect(.post, path, wrong, 409, "session.event-ignored", hint: "override-not-now")
            }
            #expect(bench.supervisors.state.withLock { $0.tried } == 0)
            #expect(bench.supervisors.state.withLock { $0.notes } == [])
            try await bench.advanceToPlate()
            try await client.take(.post, "plate", #"{"plate":"拉萨B00301"}"#)
            try await client.expect(.post, path, wrong, 422, "session.input-invalid", hint: "supervisor-refused")
            for _ in 0..<3 {
                let stranger = #"{"supervisor":"nobody","pin":"000000","reason":"known bike"}"#
                try await client.expect(.post, path, stranger, 422, "session.input-invalid", hint: "supervisor-refused")
            }
            let notes = bench.supervisors.state.withLock { $0.notes }
            #expect(notes == ["supervisor.override-failed S01", "supervisor.override-failed -"])
        }
    }

    @Test func `a supervisor sends a refused plate kind to review with a reason`() async throws {
        let bench = CounterBench(registry: FakeRegistry(answer: registered(kind: "green")))
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            let refused = try await client.take(.post, "plate", #"{"plate":"拉萨B00301"}"#)
            #expect(refused.step == "refused")
            #expect(refused.reason?.code == "not-a-target")
            #expect(refused.canOverride)
            let wrong = #"{"supervisor":"S01","pin":"000000","reason":"known bike"}"#
            for body in [wrong, #"{"supervisor":"S99","pin":"246810","reason":"x"}"#] {
                try await client.expect(
                    .post,
                    "/v1/session/override",
                    body,
                    422,
                    "session.input-invalid",
                    hint: "supervisor-refused"
                )
            }
            #expect(await bench.counter.snapshot.session.step == "refused")
            try await client.expect(
                .post,
                "/v1/session/override",
                #"{"supervisor":"S01","pin":"246810","reason":""}"#,
                422,
                "session.input-invalid",
                hint: "override-reason"
            )
            let right = #"{"supervisor":"S01","pin":"246810","reason":"known bike"}"#
            let shown = try await client.take(.post, "override", right)
            #expect(shown.step == "battery")
            #expect(shown.warnings.map(\.code) == ["overridden"])
            #expect(bench.ledger.state.withLock { $0.takenBack.count } == 1)
        }
    }

    @Test func `after five wrong PINs the supervisor is locked, and the refusal stands`() async throws {
        let bench = CounterBench(registry: FakeRegistry(answer: registered(kind: "green")))
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            try await client.take(.post, "plate", #"{"plate":"拉萨B00301"}"#)
            let wrong = #"{"supervisor":"S01","pin":"000000","reason":"known bike"}"#
            for _ in 0..<5 {
                try await client.expect(.post, "/v1/session/override", wrong, 422, "session.input-invalid")
            }
            let right = #"{"supervisor":"S01","pin":"246810","reason":"known bike"}"#
            try await client.expect(.post, "/v1/session/override", right, 429, "supervisor.locked")
            #expect(await bench.counter.snapshot.session.step == "refused")
        }
    }

    @Test func `a supervisor's word with nothing to decide is ignored`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            try await client.expect(
                .post,
                "/v1/session/override",
                #"{"supervisor":"S01","pin":"246810","reason":"why not"}"#,
                409,
                "session.event-ignored",
                hint: "override-not-now"
            )
        }
    }

    @Test func `a doubtful card number is asked for again, and then only a supervisor lets it pass`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await bench.advanceToReview()
            try await client.take(.post, "back")
            let doubtful = #"{"number":"6299990000012344","repeated":"6299990000012344"}"#
            let first = try await client.take(.post, "bank-card", doubtful)
            #expect(first.step == "bank-card")
            #expect(first.hint?.code == "bank-card-luhn")
            #expect(!first.canOverride)
            let second = try await client.take(.post, "bank-card", doubtful)
            #expect(second.hint?.code == "bank-card-again")
            #expect(second.canOverride)
            let right = #"{"supervisor":"S01","pin":"246810","reason":"seen the card"}"#
            let shown = try await client.take(.post, "override", right)
            #expect(shown.step == "review")
            #expect(Set(shown.warnings.map(\.code)) == ["bank-card-luhn", "overridden"])
            #expect(shown.maskedBankCard?.hasSuffix("2344") == true)
        }
    }

    @Test func `a receipt is there at once, a certificate once the central accepted`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await bench.advanceToReview()
            let claim = try #require(try await client.take(.post, "confirm").claim)
            let path = "/v1/claims/\(claim.claimId)"
            let receipt = try await client.send(.get, "\(path)/receipt")
            #expect(String(buffer: receipt.body) == #"{"lines":["\#(claim.claimNumber)","zh-CN"]}"#)
            try await client.expect(.get, "\(path)/certificate", nil, 409, "claim.no-certificate-yet")
            bench.ledger.accept()
            let certificate = try await client.send(.get, "\(path)/certificate?language=bo")
            let expected = #"{"code":"EBC1:AAAA","lines":["\#(claim.claimNumber)","bo"],"picture":"<svg/>"}"#
            #expect(String(buffer: certificate.body) == expected)
            let nobody = "/v1/claims/0195e6a0-0000-7000-8000-000000000007"
            for paper in ["receipt", "certificate"] {
                try await client.expect(.get, "\(nobody)/\(paper)", nil, 404, "claim.unknown")
            }
        }
    }

    private var otherOwner: FakeRegistry { FakeRegistry(answer: registered(owner: false)) }

    @Test func `a paper is printed, or it is said why not`() async throws {
        let bench = CounterBench()
        try await bench.advanceToReview()
        await bench.counter.send(.confirm)
        let id = try #require(try await bench.ledger.recentClaims(limit: 1).first?.claimId)
        try await withRoutes(bench) { client in
            let path = "/v1/claims/\(id)/receipt/print"
            let answer = try await client.send(.post, path, ByteBuffer(string: #"{"language":"bo"}"#))
            #expect(String(buffer: answer.body) == #"{"copy":true,"outcome":"printed"}"#)
            let other = "/v1/claims/\(id)/certificate/print"
            try await client.expect(.post, other, "{}", 409, "devices.not-bound")
            let unknown = "/v1/claims/01890a5d-ac96-774b-bcce-b302099a8057/receipt/print"
            try await client.expect(.post, unknown, "{}", 404, "claim.unknown")
        }
    }
}

import AsyncHTTPClient
import Claims
import Foundation
import KioskTestSupport
import NIOCore
import NIOHTTP1
import WireAPI

/// The counter's local API as a page uses it.
struct CounterClient: Sendable {
    let client: HTTPClient
    let address: String

    struct Answer: Sendable {
        let status: Int
        let body: Data

        func json<Value: Decodable>(_ type: Value.Type) throws -> Value { try JSONDecoder().decode(type, from: body) }

        var errorCode: String? { try? json(ErrorBody.self).error.code }
    }

    func send(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body {
            request.headers.replaceOrAdd(name: "content-type", value: headers["content-type"] ?? "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        }
        let answer = try await client.execute(request, timeout: .seconds(30))
        let bytes = try await answer.body.collect(upTo: 4 << 20)
        return Answer(status: Int(answer.status.code), body: Data(bytes.readableBytesView))
    }

    /// A request that must move the session.
    @discardableResult
    func take(_ method: String, _ path: String, _ body: (any Encodable & Sendable)? = nil) async throws -> SessionView {
        let answer = try await send(method, "/v1/session/" + path, body)
        guard answer.status == 200 else {
            throw TestFailure("\(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
        return try answer.json(CounterSnapshot.self).session
    }

    func snapshot() async throws -> CounterSnapshot { try await send("GET", "/v1/session").json(CounterSnapshot.self) }

    /// The first snapshot on the event stream that fits.
    @discardableResult
    func snapshot(
        _ what: String,
        within bound: Duration = .seconds(60),
        where fits: @escaping @Sendable (CounterSnapshot) -> Bool
    ) async throws -> CounterSnapshot {
        try await withBound(bound, what) {
            let answer = try await client.execute(
                HTTPClientRequest(url: address + "/v1/events"),
                timeout: .seconds(120)
            )
            var line: [UInt8] = []
            for try await piece in answer.body {
                for byte in piece.readableBytesView {
                    guard byte == UInt8(ascii: "\n") else {
                        line.append(byte)
                        continue
                    }
                    if line.starts(with: "data: ".utf8) {
                        let snapshot = try JSONDecoder().decode(CounterSnapshot.self, from: Data(line.dropFirst(6)))
                        if fits(snapshot) { return snapshot }
                    }
                    line = []
                }
            }
            throw TestFailure("the event stream ended before \(what)")
        }
    }

    /// From idle to the step that waits for a card.
    func begin() async throws {
        let notice = try await take("POST", "start")
        guard notice.step == "notice" else { throw TestFailure("start led to \(notice.step)") }
        let version = try await snapshot().programme.noticeVersion
        try await take("POST", "notice", NoticeAgreement(noticeVersion: version))
    }

    /// From the step that waits for a card to a recorded claim. Gives the claim.
    func record(
        plate: String,
        volts: Int = 60,
        tap: @Sendable () async throws -> Void
    ) async throws -> SessionView.Claim {
        try await show(plate: plate, tap: tap)
        try await judgeParts(of: plate, volts: volts)
        return try await pay()
    }

    /// From the step that waits for a card to what follows the plate.
    @discardableResult
    func show(plate: String, tap: @Sendable () async throws -> Void) async throws -> SessionView {
        try await tap()
        try await snapshot("a card on the page") { $0.session.step == "plate" && $0.session.waitingFor == "plate" }
        return try await take("POST", "plate", PlateEntry(plate: plate))
    }

    /// All there, with serials that no other bike has and the registry does not contradict.
    @discardableResult
    func judgeParts(of bike: String, volts: Int = 60) async throws -> SessionView {
        let battery = PartEntry(condition: "present", serial: "BAT-\(bike)", label: "read", volts: volts)
        let held = try await take("PUT", "parts/battery", battery)
        if held.step == "held" { return held }
        try await take("PUT", "parts/motor", PartEntry(condition: "present", serialState: "illegible"))
        let frame = bike == "拉萨A00101" ? "990001210000003" : "FRM-\(bike)"
        return try await take("PUT", "parts/frame", PartEntry(condition: "present", serial: frame))
    }

    /// From the bank card, or the review if none is asked for, to a recorded claim.
    func pay() async throws -> SessionView.Claim {
        if try await snapshot().session.step == "bank-card" {
            try await take("POST", "bank-card", BankCardEntry(number: testBankCard, repeated: testBankCard))
        }
        let session = try await take("POST", "confirm")
        guard let claim = session.claim, session.step == "recorded" else {
            throw TestFailure("confirm led to \(session.step): \(String(describing: session.hint))")
        }
        return claim
    }

    /// Once the central answered; gives the claim's status.
    @discardableResult
    func outcome(_ expected: String) async throws -> SessionView.Claim {
        let shown = try await snapshot("the central's answer") {
            ($0.session.claim?.status ?? "recorded") != "recorded"
        }
        guard let claim = shown.session.claim, claim.status == expected else {
            throw TestFailure("not \(expected): \(String(describing: shown.session.claim))")
        }
        return claim
    }

    /// The name of a kept photo.
    func keep(photo: [UInt8], type: String = "image/jpeg") async throws -> Answer {
        var request = HTTPClientRequest(url: address + "/v1/session/photos")
        request.method = .POST
        request.headers.add(name: "content-type", value: type)
        request.body = .bytes(ByteBuffer(bytes: photo))
        let answer = try await client.execute(request, timeout: .seconds(30))
        return Answer(
            status: Int(answer.status.code),
            body: Data(try await answer.body.collect(upTo: 4 << 20).readableBytesView)
        )
    }
}

let testBankCard = "6299990000000012348"

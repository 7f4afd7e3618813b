import Claims
import CounterServer
import Foundation
import HTTPSupport
import Inspection
import KioskTestSupport
import NIOCore
import Testing
import WireAPI
import Yams

/// What goes out is what `docs/openapi/kiosk.yaml` describes: each field by name, with a value that its `enum` has.
struct OpenAPIFieldsTests {
    @Test func `every field of a snapshot is described, at the review, at a hold and at the end`() async throws {
        let bench = CounterBench(
            programme: testProgramme(agents: .recorded),
            openingWarnings: [Warning(.closedDay, ["hours": "9:30–18:00"])]
        )
        _ = await bench.counter.start()
        await bench.counter.deviceChanged(
            DeviceView(
                role: "printer",
                state: "ready",
                path: "/dev/a",
                problem: nil,
                notice: ErrorBody(KioskError(.printerPaperLow, "low", remedy: "a roll")).error,
                reads: 1
            )
        )
        let all: [SessionEvent] = [
            .agree(testConsent), .agentComes, .cardRead(testCard), .cardRead(agentCard), .plateEntered("拉萨A00101"),
            .scanned("BAT-1234"), .partJudged(.battery, battery(64)), .proceed,
            .partJudged(.motor, PartJudgement(condition: .present)),
            .partJudged(.frame, PartJudgement(condition: .present, serial: .groundOff)),
            .bankCardEntered("6299990000000012348", repeated: "6299990000000012348"), .confirm,
        ]
        var steps: [String] = []
        for event in all {
            await bench.counter.send(event)
            let snapshot = await bench.counter.snapshot
            steps.append(snapshot.session.step)
            try expectDescribed(snapshot, as: "CounterSnapshot")
        }
        #expect(steps.suffix(6) == ["held", "motor", "frame", "bank-card", "review", "recorded"])
    }

    @Test func `every field of claims, queue and papers is described`() async throws {
        let bench = CounterBench()
        try await bench.advanceToReview()
        await bench.counter.send(.confirm)
        bench.ledger.accept()
        let claims = try await bench.ledger.recentClaims(limit: 1)
        try expectDescribed(KioskClaimList(claims: claims), as: "KioskClaimList")
        try expectDescribed(try await bench.ledger.queue(), as: "Queue")
        let id = try #require(claims.first.flatMap { ClaimID($0.claimId) })
        try expectDescribed(try await bench.desk.certificate(id, language: "en"), as: "Paper")
        try expectDescribed(try await bench.desk.print(.receipt, of: id, language: "bo"), as: "Print")
    }

    @Test func `every field of a login is described`() async throws {
        let kiosk = SupervisorPageView.Kiosk(id: "RH01", point: ["en": "Point"], rehearsal: true)
        try expectDescribed(SupervisorPageView(supervisor: "S01", idleSeconds: 600, kiosk: kiosk), as: "SupervisorPage")
        try expectDescribed(LoginEntry(supervisor: "S01", pin: "1"), as: "Login")
    }

    private func expectDescribed(
        _ value: some Encodable,
        as schema: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = RunningProgram.repository + "/docs/openapi/kiosk.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let document = try #require(try Yams.load(yaml: text) as? [String: Any])
        let components = try #require(document["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: [String: Any]])
        let bytes = Data(try JSONMessage.encode(value).readableBytesView)
        let json = try JSONSerialization.jsonObject(with: bytes)
        let problems = Description(schemas: schemas).problems(json, try #require(schemas[schema]), schema)
        #expect(problems == [], sourceLocation: sourceLocation)
    }
}

/// JSON beside its schema.
private struct Description {
    let schemas: [String: [String: Any]]

    func problems(_ value: Any, _ given: [String: Any], _ place: String) -> [String] {
        var schema = given
        if let name = (given["$ref"] as? String)?.split(separator: "/").last {
            guard let found = schemas[String(name)] else { return ["\(place): no schema \(name)"] }
            schema = found
        }
        switch value {
        case let object as [String: Any]:
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            let rest = schema["additionalProperties"] as? [String: Any]
            let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
            return missing.map { "\(place).\($0): missing" }
                + object.flatMap { key, value -> [String] in
                    guard let described = properties[key] ?? rest else { return ["\(place).\(key): not described"] }
                    return problems(value, described, "\(place).\(key)")
                }
        case let list as [Any]:
            guard let items = schema["items"] as? [String: Any] else { return ["\(place): no list"] }
            return list.flatMap { problems($0, items, "\(place)[]") }
        case let text as String:
            guard let known = schema["enum"] as? [String], !known.contains(text) else { return [] }
            return ["\(place): \(text)"]
        default: return []
        }
    }
}

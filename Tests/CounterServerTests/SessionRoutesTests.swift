import Claims
import CounterServer
import HTTPTypes
import HummingbirdTesting
import Inspection
import Synchronization
import Testing
import WireAPI

/// The steps of a session over the API, where they need more than an event.
struct SessionRoutesTests {
    @Test func `consent keeps its method, its time and the campaign`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await client.take(.post, "start")
            try await client.expect(
                .post,
                "/v1/session/notice",
                #"{"noticeVersion":"n1","method":"nod"}"#,
                400,
                "request.malformed"
            )
            try await client.take(
                .post,
                "notice",
                #"{"noticeVersion":"n1","method":"thumbprint","campaign":true}"#
            )
            try await finish(bench, client)
            let consent = bench.ledger.state.withLock { $0.draft?.consent }
            #expect(consent == Consent(noticeVersion: "n1", method: .thumbprint, at: testTime, campaign: true))
        }
    }

    @Test func `without a word on them consent is spoken and the campaign is off`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await client.take(.post, "start")
            try await client.take(.post, "notice", #"{"noticeVersion":"n1"}"#)
            try await finish(bench, client)
            let consent = bench.ledger.state.withLock { $0.draft?.consent }
            #expect(consent == Consent(noticeVersion: "n1", method: .spoken, at: testTime, campaign: false))
        }
    }

    @Test func `a battery is told by label, meter and blocks, and out of range is not taken`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            try await client.take(.post, "plate", #"{"plate":"拉萨A00101"}"#)
            let path = "/v1/session/parts/battery"
            for body in [
                #"{"condition":"present"}"#, #"{"condition":"present","volts":401}"#,
                #"{"condition":"present","label":"read"}"#, #"{"condition":"present","label":"none","blocks":33}"#,
            ] {
                try await client.expect(.put, path, body, 422, "session.input-invalid", hint: "voltage-needed")
            }
            try await client.expect(.put, path, #"{"condition":"present","label":"?"}"#, 400, "request.malformed")
            try await client.expect(.put, path, #"{"condition":"present","serialState":"?"}"#, 400, "request.malformed")
            let body =
                #"{"condition":"present","serialState":"ground-off","volts":60,"meterMillivolts":62500,"blocks":5}"#
            let battery = try await client.take(.put, "parts/battery", body).parts["battery"]
            #expect(battery?.serialState == "ground-off")
            #expect(battery?.label == "read")
            #expect(battery?.volts == 60)
            #expect(battery?.meterMillivolts == 62_500)
            #expect(battery?.blocks == 5)
        }
    }

    @Test func `a label and a count of blocks that exclude each other are held until staff go on`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            try await client.take(.post, "plate", #"{"plate":"拉萨A00101"}"#)
            try await client.expect(.post, "/v1/session/proceed", nil, 409, "session.event-ignored")
            let held = try await client.take(.put, "parts/battery", #"{"condition":"present","volts":72,"blocks":5}"#)
            #expect(held.step == "held")
            #expect(held.reason?.code == "voltage-contradicted")
            #expect(try await client.take(.post, "proceed").step == "motor")
        }
    }

    @Test func `a bike without a plate goes by its condition to a residual value`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            #expect(try await client.take(.post, "plateless").plateless)
            try await client.take(.put, "parts/battery", #"{"condition":"missing"}"#)
            try await client.take(.put, "parts/motor", #"{"condition":"present"}"#)
            #expect(try await client.take(.put, "parts/frame", #"{"condition":"present"}"#).step == "condition")
            try await client.expect(
                .post,
                "/v1/session/condition",
                #"{"condition":"shiny"}"#,
                422,
                "session.input-invalid",
                hint: "condition-unknown"
            )
            let review = try await client.take(.post, "condition", #"{"condition":"incomplete"}"#)
            #expect(review.step == "review")
            #expect(review.verdict?.kind == "residual")
            #expect(review.verdict?.amountFen == 2_000)
        }
    }

    @Test func `a programme that pays by kilometres asks for them`() async throws {
        let rows = [Tariff.Row(0...4_999, Fen(30_000)), Tariff.Row(5_000...20_000, Fen(20_000))]
        let tariff = try #require(Tariff(by: .kilometres, rows, otherwise: .hold))
        let bench = CounterBench(programme: testProgramme(tariff: tariff))
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            try await client.take(.post, "plate", #"{"plate":"拉萨A00101"}"#)
            for part in Part.allCases {
                try await client.take(.put, "parts/\(part.rawValue)", #"{"condition":"present","volts":60}"#)
            }
            #expect(await bench.counter.snapshot.session.step == "kilometres")
            #expect(await bench.counter.snapshot.programme.tariff.by == "kilometres")
            try await client.expect(
                .post,
                "/v1/session/kilometres",
                #"{"kilometres":-1}"#,
                422,
                "session.input-invalid",
                hint: "kilometres-invalid"
            )
            #expect(try await client.take(.post, "kilometres", #"{"kilometres":5000}"#).step == "bank-card")
            let card = #"{"number":"6299990000012343","repeated":"6299990000012343"}"#
            #expect(try await client.take(.post, "bank-card", card).verdict?.amountFen == 20_000)
        }
    }

    @Test func `who stands there for an owner who died is held for review`() async throws {
        let bench = CounterBench(registry: FakeRegistry(answer: registered(owner: false)))
        try await withRoutes(bench) { client in
            try await bench.advanceToPlate()
            #expect(try await client.take(.post, "plate", #"{"plate":"拉萨A00101"}"#).step == "ownership")
            try await client.expect(
                .post,
                "/v1/session/relation",
                #"{"relation":"friend"}"#,
                400,
                "request.malformed"
            )
            let held = try await client.take(.post, "relation", #"{"relation":"heir"}"#)
            #expect(held.step == "held")
            #expect(held.reason?.code == "owner-deceased")
            #expect(try await client.take(.post, "proceed").step == "battery")
        }
    }

    @Test func `an agent is stated before the card, and only then`() async throws {
        let bench = CounterBench(programme: testProgramme(agents: .recorded))
        try await withRoutes(bench) { client in
            try await client.take(.post, "start")
            try await client.expect(.post, "/v1/session/agent", nil, 409, "session.event-ignored")
            try await client.take(.post, "notice", #"{"noticeVersion":"n1"}"#)
            #expect(try await client.take(.post, "agent").agentComes)
            await bench.counter.send(.cardRead(testCard))
            #expect(await bench.counter.snapshot.session.step == "agent")
            try await client.expect(.post, "/v1/session/agent", nil, 409, "session.event-ignored")
        }
    }

    @Test func `the snapshot shows rules, registry and what the record says of the bike`() async throws {
        let bench = CounterBench()
        try await bench.advanceToPlate()
        await bench.counter.send(.plateEntered("拉萨A00101"))
        let snapshot = await bench.counter.snapshot
        #expect(snapshot.session.model == "彩排一型")
        #expect(snapshot.point == ["en": "Test point"])
        #expect(snapshot.registry.version == "r1")
        let programme = snapshot.programme
        #expect(
            programme.tariff.rows == [
                .init(from: 48, to: 48, amountFen: 37_100), .init(from: 60, to: 60, amountFen: 61_500),
                .init(from: 72, to: 72, amountFen: 78_500),
            ]
        )
        #expect(programme.plateless.map(\.valueFen) == [5_000, 2_000])
        #expect(programme.campaign?.id == "c1")
        #expect(programme.plateKinds == ["green": ["en": "green plate"]])
        #expect(!programme.agents && !programme.certificatePhoto)
    }

    @Test func `a flat amount has no ends`() async throws {
        let bench = CounterBench(programme: testProgramme(tariff: Tariff(flat: Fen(40_000))))
        let tariff = await bench.counter.snapshot.programme.tariff
        #expect(tariff == .init(by: "flat", rows: [.init(from: nil, to: nil, amountFen: 40_000)]))
    }

    /// From the card to the recorded claim.
    private func finish(_ bench: CounterBench, _ client: RouteClient) async throws {
        await bench.counter.send(.cardRead(testCard))
        try await client.take(.post, "plate", #"{"plate":"拉萨A00101"}"#)
        for part in Part.allCases {
            try await client.take(.put, "parts/\(part.rawValue)", #"{"condition":"present","volts":60}"#)
        }
        try await client.take(.post, "bank-card", #"{"number":"6299990000012343","repeated":"6299990000012343"}"#)
        #expect(try await client.take(.post, "confirm").step == "recorded")
    }
}

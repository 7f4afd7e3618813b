import ClaimRegister
import Claims
import Testing

/// Changes, days and chains, as kiosks ask for them.
extension RegisterConformance {
    private static let day = RegisterSamples.noon.date()

    /// Claims of one kiosk, each linked to the one before.
    private func chain(_ samples: inout RegisterSamples, _ times: [Timestamp]) -> [Submission] {
        var previous = String(repeating: "0", count: 64)
        return zip(Int64(1)..., times).map { sequence, time in
            let claim = samples.submission(
                sequence,
                previous: previous,
                hash: RegisterSamples.digest("\(samples.kiosk) \(sequence)"),
                captured: time
            )
            previous = claim.contentHash
            return claim
        }
    }

    @Test(arguments: Engine.allCases)
    func `changes come page by page, each once, to their own kiosk only`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var (ours, theirs) = (try RegisterSamples(), try RegisterSamples(kiosk: "DQ02"))
            let claims = (Int64(1)...5).map { ours.submission($0) }
            for claim in claims + [theirs.submission(1)] { _ = try await store.receive(claim) }
            for claim in claims { try await store.conclude(claim.claimID, as: .paid, at: RegisterSamples.at(1)) }
            var cursor = ChangeCursor.start
            var told: [ClaimNumber] = []
            var isOpen = true
            while isOpen {
                let batch = try await store.changes(of: ours.kiosk, after: cursor, limit: 2)
                told += batch.changes.map(\.number)
                #expect(batch.changes.allSatisfy { $0.standing == .concluded(.paid) && $0.at == RegisterSamples.at(1) })
                (cursor, isOpen) = (batch.cursor, batch.more)
                // As it goes over the wire.
                #expect(ChangeCursor(cursor.description) == cursor)
            }
            #expect(told == claims.map(\.number))
            let rest = try await store.changes(of: ours.kiosk, after: cursor, limit: 2)
            #expect(rest.changes.isEmpty && rest.cursor == cursor && !rest.more)
            #expect(try await store.news(of: theirs.kiosk).isEmpty)
            #expect(try await store.changes(of: theirs.kiosk, after: .start, limit: 5).cursor == .start)
        }
    }

    @Test(arguments: ["", "0", "12.1741579200000"])
    func `a cursor is read as it was written`(_ text: String) {
        #expect(ChangeCursor(text)?.description == (text.count < 2 ? "0.0" : text))
    }

    @Test(arguments: ["x", "1", "-1.5", "1.2.3", "1.", ".1", "99999999999999999999.1"])
    func `what is no cursor is refused`(_ text: String) {
        #expect(ChangeCursor(text) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `a day says how many, from which to which, and whether all up to there are here`(
        _ engine: Engine
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let next = RegisterSamples.at(24 * 60)
            let claims = chain(
                &samples,
                [RegisterSamples.noon, RegisterSamples.at(1), RegisterSamples.at(2), next, next]
            )
            for claim in claims where claim.number.sequence != 2 { _ = try await store.receive(claim) }
            func mark(_ sequence: Int) -> ChainMark {
                ChainMark(sequence: Int64(sequence), hash: claims[sequence - 1].contentHash)
            }
            let gap = DayState(count: 2, first: 1, last: mark(3), isComplete: false, missing: [2])
            #expect(try await store.day(Self.day, of: samples.kiosk, limit: 100) == gap)
            #expect(try await store.day(next.date(), of: samples.kiosk, limit: 100).missing == [2])
            _ = try await store.receive(claims[1])
            let whole = DayState(count: 3, first: 1, last: mark(3), isComplete: true, missing: [])
            #expect(try await store.day(Self.day, of: samples.kiosk, limit: 100) == whole)
            let last = DayState(count: 2, first: 4, last: mark(5), isComplete: true, missing: [])
            #expect(try await store.day(next.date(), of: samples.kiosk, limit: 100) == last)
            let none = DayState(count: 0, first: nil, last: nil, isComplete: true, missing: [])
            #expect(try await store.day(RegisterSamples.at(-24 * 60).date(), of: samples.kiosk, limit: 100) == none)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a day is that of the programme's clock`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            // 23:59:59 and 00:00:00 at UTC+8.
            let midnight = try #require(Timestamp("2025-03-11T00:00:00+08:00"))
            for claim in chain(&samples, [midnight.adding(.seconds(-1)), midnight]) {
                _ = try await store.receive(claim)
            }
            for (day, first) in [("2025-03-10", Int64(1)), ("2025-03-11", 2)] {
                let state = try await store.day(try #require(CivilDate(day)), of: samples.kiosk, limit: 10)
                #expect(state.count == 1 && state.first == first)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claim that is not linked to the one before is found, however often one looked before`(
        _ engine: Engine
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = chain(&samples, (0..<6).map { RegisterSamples.at($0) })
            for claim in claims.prefix(3) { _ = try await store.receive(claim) }
            for _ in 0..<2 {
                let state = try await store.kioskState(samples.kiosk, limit: 10)
                #expect(state.highest == 3 && state.count == 3 && state.hash == claims[2].contentHash)
                #expect(state.missing.isEmpty && state.broken.isEmpty)
            }
            let torn = samples.submission(
                4,
                previous: RegisterSamples.digest("another"),
                captured: RegisterSamples.at(4)
            )
            _ = try await store.receive(torn)
            _ = try await store.receive(claims[5])
            let state = try await store.kioskState(samples.kiosk, limit: 10)
            #expect(state.highest == 6 && state.count == 5 && state.missing == [5] && state.broken == [4])
            #expect(try await store.day(Self.day, of: samples.kiosk, limit: 10).isComplete == false)
            let first = try RegisterSamples(kiosk: "DQ02").kiosk
            samples.kiosk = first
            _ = try await store.receive(samples.submission(1, previous: RegisterSamples.digest("nothing")))
            #expect(try await store.kioskState(first, limit: 10).broken == [1])
        }
    }

    @Test(arguments: Engine.allCases)
    func `links come in the order of their numbers, with how each claim stands`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = chain(&samples, (0..<5).map { RegisterSamples.at($0) })
            for claim in claims.reversed() { _ = try await store.receive(claim) }
            try await store.conclude(claims[1].claimID, as: .refused, at: RegisterSamples.at(9))
            let page = try await store.links(of: samples.kiosk, after: 1, limit: 3)
            #expect(page.more && page.links.map(\.answer.number.sequence) == [2, 3, 4])
            #expect(page.links.map(\.hash) == claims[1...3].map(\.contentHash))
            #expect(page.links.map(\.previousHash) == claims[0...2].map(\.contentHash))
            #expect(page.links[0].answer.standing == .concluded(.refused) && page.links[0].content == claims[1].content)
            let end = try await store.links(of: samples.kiosk, after: 4, limit: 3)
            #expect(!end.more && end.links.map(\.answer.number.sequence) == [5])
        }
    }

    @Test(arguments: Engine.allCases)
    func `the kiosk's own word on its chain is kept, the latest one`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            let kiosk = try RegisterSamples().kiosk
            #expect(try await store.kioskState(kiosk, limit: 1).head == nil)
            // One that was put back from a copy goes less far, later; one whose clock was set back goes further.
            for (sequence, minute) in [(Int64(3), 0), (3, 0), (9, 0), (2, 1), (4, -60)] {
                let head = ChainMark(sequence: sequence, hash: RegisterSamples.digest("\(sequence)"))
                try await store.hear(head, of: kiosk, saidAt: RegisterSamples.at(minute), at: RegisterSamples.noon)
                #expect(try await store.kioskState(kiosk, limit: 1).head == head)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a word that arrives after a later one is not heard`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            let kiosk = try RegisterSamples().kiosk
            let heads = (Int64(0)...6).map { ChainMark(sequence: $0, hash: RegisterSamples.digest("\($0)")) }
            try await store.hear(heads[6], of: kiosk, saidAt: RegisterSamples.at(2), at: RegisterSamples.at(2))
            for minute in [1, 2] {
                try await store.hear(heads[5], of: kiosk, saidAt: RegisterSamples.at(minute), at: RegisterSamples.at(3))
                #expect(try await store.kioskState(kiosk, limit: 1).head == heads[6])
            }
        }
    }
}

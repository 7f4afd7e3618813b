import ClaimRegister
import Claims
import Testing

/// Two claims for one key, in whatever order they arrive.
extension RegisterConformance {
    private static let later = RegisterSamples.at(600)

    @Test(arguments: Engine.allCases)
    func `the earlier capture wins though it arrives later, and both kiosks are told`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var (ours, theirs) = (try RegisterSamples(), try RegisterSamples(kiosk: "DQ02"))
            let late = ours.submission(
                1,
                captured: RegisterSamples.at(30),
                received: RegisterSamples.at(31),
                person: "P"
            )
            let early = theirs.submission(7, captured: RegisterSamples.at(10), received: Self.later, person: "P")
            #expect(try await store.receive(late).standing == .accepted)
            #expect(try await store.receive(early).standing == .accepted)
            let lost = Standing.duplicate(.person, holder: early.number)
            #expect(try await store.claim(late.claimID)?.answer.standing == lost)
            #expect(try await store.receive(late).standing == lost)
            #expect(try await store.news(of: ours.kiosk) == [News(late.number, lost)])
            #expect(try await store.news(of: theirs.kiosk) == [News(early.number, .accepted, rival: late.number)])
        }
    }

    @Test(arguments: Engine.allCases)
    func `the later capture loses at once, and the holder's kiosk hears of it`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var (ours, theirs) = (try RegisterSamples(), try RegisterSamples(kiosk: "DQ02"))
            let first = ours.submission(1, person: "P", review: .otherVoltage)
            let second = theirs.submission(9, person: "P")
            _ = try await store.receive(first)
            #expect(try await store.receive(second).standing == .duplicate(.person, holder: first.number))
            let held = Standing.inReview(reason: "other-voltage", seen: nil)
            #expect(try await store.news(of: ours.kiosk) == [News(first.number, held, rival: second.number)])
            #expect(try await store.news(of: theirs.kiosk).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `the same capture time is decided by the claim id`(_ engine: Engine) async throws {
        for isSwapped in [false, true] {
            try await engine.withStore { store in
                var samples = try RegisterSamples()
                let ids = ["0", "1"].map { ClaimID("01956a3f-0000-7000-8000-00000000000\($0)") }
                let claims = [Int64(2), 1].enumerated().map {
                    samples.submission($1, id: ids[$0], captured: RegisterSamples.noon, person: "P")
                }
                for claim in isSwapped ? claims.reversed() : claims { _ = try await store.receive(claim) }
                #expect(try await store.claim(claims[0].claimID)?.answer.standing == .accepted)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a clock that was set back, or runs ahead, wins nothing`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1, received: RegisterSamples.at(10), person: "P", vehicle: "V")
            _ = try await store.receive(first)
            let setBack = samples.submission(
                2,
                captured: RegisterSamples.noon,
                trusted: false,
                received: RegisterSamples.at(20),
                person: "P"
            )
            #expect(try await store.receive(setBack).standing == .duplicate(.person, holder: first.number))
            // Ahead by more than five minutes: its own time would come after the next one's.
            let (ahead, next) = (RegisterSamples.at(36), RegisterSamples.at(32))
            let fast = samples.submission(3, captured: ahead, received: RegisterSamples.at(30), person: "Q")
            _ = try await store.receive(fast)
            let punctual = samples.submission(4, captured: next, received: RegisterSamples.at(40), person: "Q")
            #expect(try await store.receive(punctual).standing == .duplicate(.person, holder: fast.number))
        }
    }

    @Test(arguments: Engine.allCases)
    func `what was paid keeps its keys, whoever was earlier`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let paid = samples.submission(5, person: "P")
            _ = try await store.receive(paid)
            try await store.conclude(paid.claimID, as: .paid, at: Self.later)
            let early = samples.submission(1, person: "P")
            #expect(try await store.receive(early).standing == .duplicate(.person, holder: paid.number))
            #expect(try await store.claim(paid.claimID)?.answer.standing == .concluded(.paid))
        }
    }

    @Test(arguments: Engine.allCases, [Conclusion.refused, .withdrawn])
    func `when the winner is gone the one in dispute takes its place, and others fall`(
        _ engine: Engine,
        _ conclusion: Conclusion
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let key = RegisterSamples.part(.battery, "b")
            let first = samples.submission(1, person: "P1", vehicle: "V1")
            let second = samples.submission(2, person: "P1", vehicle: "V2", parts: [key])
            let third = samples.submission(3, person: "P2", vehicle: "V2", review: .otherVoltage)
            for claim in [first, second, third] { _ = try await store.receive(claim) }
            #expect(
                try await store.standings() == [
                    first.number: .accepted, second.number: .duplicate(.person, holder: first.number),
                    third.number: .inReview(reason: "other-voltage", seen: nil),
                ]
            )
            let before = try await store.news(of: samples.kiosk).count
            try await store.conclude(first.claimID, as: conclusion, at: Self.later)
            let fallen = Standing.duplicate(.vehicle, holder: second.number)
            #expect(
                try await store.standings() == [
                    first.number: .concluded(conclusion), second.number: .accepted, third.number: fallen,
                ]
            )
            #expect(
                Array(try await store.news(of: samples.kiosk).dropFirst(before)) == [
                    News(first.number, .concluded(conclusion)), News(second.number, .accepted),
                    News(third.number, fallen), News(second.number, .accepted, rival: third.number),
                ]
            )
        }
    }

    @Test(arguments: Engine.allCases)
    func `a group too large to look at puts newcomers in dispute and leaves the others`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = (Int64(2)...259).map { samples.submission($0, person: "P") }
            for claim in claims { _ = try await store.receive(claim) }
            let early = samples.submission(1, person: "P", vehicle: "V")
            guard case .duplicate(.person, _) = try await store.receive(early).standing else {
                Issue.record("the newcomer was not put in dispute")
                return
            }
            let standings = try await store.standings()
            #expect(standings.count == 259 && standings[claims[0].number] == .accepted)
            #expect(standings.values.filter { $0 == .accepted }.count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a placeholder for a serial sends to review but decides nothing about people`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let key = RegisterSamples.part(.battery, "000000")
            let claims = (Int64(10)...49).map { samples.submission($0, parts: [key]) }
            for claim in claims { _ = try await store.receive(claim) }
            let late = samples.submission(2, person: "P", parts: [key])
            let early = samples.submission(1, person: "P", parts: [key])
            for claim in [late, early] { _ = try await store.receive(claim) }
            let seen = PartSeen(.battery, holder: claims[0].number)
            let standings = try await store.standings()
            #expect(standings[early.number] == .inReview(reason: "part-serial-seen", seen: seen))
            #expect(standings[late.number] == .duplicate(.person, holder: early.number))
        }
    }

    @Test(arguments: Engine.allCases, 1...20)
    func `any order of arrival gives the same end, and nobody's claim vanishes`(
        _ engine: Engine,
        _ seed: Int
    ) async throws {
        var random = SeededNumbers(state: UInt64(seed))
        var samples = try RegisterSamples()
        let claims = (Int64(1)...14).map { sequence in
            let parts = Part.allCases.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            return samples.submission(
                sequence,
                captured: RegisterSamples.at(Int.random(in: 0..<9, using: &random)),
                received: Self.later,
                person: "P\(Int.random(in: 0..<6, using: &random))",
                vehicle: "V\(Int.random(in: 0..<6, using: &random))",
                parts: parts.map { RegisterSamples.part($0, "\(Int.random(in: 0..<4, using: &random))") },
                review: Int.random(in: 0..<5, using: &random) == 0 ? .otherVoltage : nil
            )
        }
        let refused = claims.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
        var ends: [[ClaimNumber: Standing]] = []
        for _ in 0..<4 {
            let order = claims.shuffled(using: &random)
            try await engine.withStore { store in
                for claim in order { _ = try await store.receive(claim) }
                ends.append(try await store.standings())
                for claim in refused.shuffled() {
                    try await store.conclude(claim.claimID, as: .refused, at: Self.later)
                }
                ends.append(try await store.standings())
            }
        }
        for end in ends { #expect(end.count == claims.count) }
        for index in stride(from: 2, to: ends.count, by: 2) {
            #expect(ends[index] == ends[0])
            #expect(ends[index + 1] == ends[1])
        }
        // As if what was refused had never come.
        let rest = claims.filter { claim in !refused.contains { $0.claimID == claim.claimID } }
        try await engine.withStore { store in
            for claim in rest.shuffled(using: &random) { _ = try await store.receive(claim) }
            let alone = try await store.standings()
            #expect(alone == ends[1].filter { alone[$0.key] != nil })
        }
    }

    @Test(arguments: Engine.allCases, 1...10)
    func `what kiosks were told, one thing after another, is how their claims stand`(
        _ engine: Engine,
        _ seed: Int
    ) async throws {
        try await engine.withStore { store in
            var random = SeededNumbers(state: UInt64(seed))
            var samples = try RegisterSamples()
            var known: [ClaimNumber: Standing] = [:]
            var claims: [Submission] = []
            for sequence in Int64(1)...30 {
                let claim = samples.submission(
                    sequence,
                    captured: RegisterSamples.at(Int.random(in: 0..<20, using: &random)),
                    received: Self.later,
                    person: "P\(Int.random(in: 0..<9, using: &random))",
                    vehicle: "V\(Int.random(in: 0..<9, using: &random))"
                )
                claims.append(claim)
                let cursor = try await store.cursor(of: samples.kiosk)
                known[claim.number] = try await store.receive(claim).standing
                if sequence % 5 == 0, let some = claims.randomElement(using: &random) {
                    let conclusion = Conclusion.allCases.randomElement(using: &random) ?? .refused
                    _ = try? await store.conclude(some.claimID, as: conclusion, at: Self.later)
                }
                for change in try await store.changes(of: samples.kiosk, after: cursor, limit: 500).changes {
                    known[change.number] = change.standing
                }
                #expect(try await store.standings() == known)
            }
        }
    }
}

/// What a kiosk is told of one claim.
struct News: Equatable {
    let number: ClaimNumber
    let standing: Standing
    let rival: ClaimNumber?

    init(_ number: ClaimNumber, _ standing: Standing, rival: ClaimNumber? = nil) {
        self.number = number
        self.standing = standing
        self.rival = rival
    }
}

extension ClaimRegisterStore {
    func standings() async throws -> [ClaimNumber: Standing] {
        let entries = try await page(after: 0, limit: 1_000, kiosk: nil).entries
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.answer.number, $0.answer.standing) })
    }

    func news(of kiosk: KioskID) async throws -> [News] {
        try await changes(of: kiosk, after: .start, limit: 1_000).changes.map {
            News($0.number, $0.standing, rival: $0.rival)
        }
    }

    func cursor(of kiosk: KioskID) async throws -> ChangeCursor {
        try await changes(of: kiosk, after: .start, limit: 10_000).cursor
    }
}

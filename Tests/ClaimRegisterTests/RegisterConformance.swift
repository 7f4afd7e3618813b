import ClaimRegister
import Claims
import Testing

/// What every engine must do. A new engine adds itself to `engines` and passes.
struct RegisterConformance {
    enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case sqlite

        var testDescription: String { rawValue }

        func withStore(
            rehearsal: Bool = true,
            _ body: (any ClaimRegisterStore) async throws -> Void
        ) async throws {
            switch self {
            case .sqlite:
                let folder = try TemporaryFolder()
                let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: rehearsal)
                try await body(store)
                try await store.close()
                withExtendedLifetime(folder) {}
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a new claim is accepted and found again`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let submission = samples.submission(1, content: #"{"a":"桂A·12345","later":[1,null]}"#)
            let expected = StoredAnswer(
                claimID: submission.claimID,
                number: submission.number,
                standing: .accepted,
                receivedAt: submission.receivedAt
            )
            #expect(try await store.receive(submission) == .answered(expected))
            let found = try #require(try await store.claim(submission.claimID))
            #expect(found.answer == expected)
            #expect(found.content == submission.content)
            #expect(found.contentHash == submission.contentHash)
            #expect(found.amount == Fen(37_100))
            #expect(found.rehearsal)
        }
    }

    @Test(arguments: Engine.allCases)
    func `an id that never came is nobody`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            #expect(try await store.claim(samples.submission(1).claimID) == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `the same content again gets the first answer`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1)
            let answer = try await store.receive(first)
            let later = Submission(
                claimID: first.claimID,
                number: first.number,
                content: first.content,
                contentHash: first.contentHash,
                previousHash: first.previousHash,
                recordedAt: first.recordedAt,
                hasTrustedClock: true,
                receivedAt: first.receivedAt.adding(.seconds(3_600)),
                rehearsal: true,
                programme: first.programme,
                amount: first.amount,
                keys: first.keys,
                parts: first.parts,
                review: .verdictDiffers
            )
            #expect(try await store.receive(later) == answer)
            #expect(try await store.page(after: 0, limit: 10, kiosk: nil).entries.count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `other content under a known id changes nothing`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1)
            _ = try await store.receive(first)
            let other = samples.submission(2, id: first.claimID, content: #"{"other":true}"#)
            #expect(try await store.receive(other) == .contentDiffers)
            #expect(try await store.claim(first.claimID)?.content == first.content)
            // What the refused one would have held is still free.
            let third = samples.submission(3, keys: other.keys)
            #expect(try await store.receive(third).standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `another claim with a taken number is refused for good`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            _ = try await store.receive(samples.submission(1))
            let other = samples.submission(1, content: #"{"x":1}"#, person: "someone else", vehicle: "another")
            #expect(try await store.receive(other) == .numberTaken)
            #expect(try await store.claim(other.claimID) == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a person claims once and is told by which claim`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1, person: "P", vehicle: "V1")
            _ = try await store.receive(first)
            let second = samples.submission(2, person: "P", vehicle: "V2")
            #expect(try await store.receive(second).standing == .duplicate(.person, holder: first.number))
            #expect(try await store.claim(second.claimID)?.answer.standing == .duplicate(.person, holder: first.number))
            #expect(try await store.receive(second).standing == .duplicate(.person, holder: first.number))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a vehicle is claimed once and the claim is stored all the same`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            var others = try RegisterSamples(kiosk: "DQ02")
            let first = samples.submission(1, person: "P1", vehicle: "V")
            _ = try await store.receive(first)
            let second = others.submission(2, id: nil, person: "P2", vehicle: "V")
            let moved = Submission(
                claimID: try #require(ClaimID("01956a3f-0000-7000-8000-0000000000aa")),
                number: second.number,
                content: second.content,
                contentHash: second.contentHash,
                previousHash: second.previousHash,
                recordedAt: second.recordedAt,
                hasTrustedClock: true,
                receivedAt: second.receivedAt,
                rehearsal: true,
                programme: second.programme,
                amount: second.amount,
                keys: second.keys,
                parts: [],
                review: nil
            )
            #expect(try await store.receive(moved).standing == .duplicate(.vehicle, holder: first.number))
            #expect(try await store.claim(moved.claimID)?.content == moved.content)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a duplicate holds no key`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            _ = try await store.receive(samples.submission(1, person: "P", vehicle: "V1"))
            _ = try await store.receive(samples.submission(2, person: "P", vehicle: "V2"))
            let third = samples.submission(3, person: "Q", vehicle: "V2")
            #expect(try await store.receive(third).standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `keys of one programme say nothing in another`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            _ = try await store.receive(samples.submission(1, person: "P", vehicle: "V"))
            let other = samples.submission(2, person: "P", vehicle: "V", programme: "next-2026")
            #expect(try await store.receive(other).standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claim without keys never clashes`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            for sequence in Int64(1)...3 {
                #expect(try await store.receive(samples.submission(sequence, keys: [])).standing == .accepted)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `many at once, each claim sent ten times, end as one row each`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = (Int64(1)...20).map { samples.submission($0) }
            let outcomes = try await withThrowingTaskGroup(of: (ClaimID, Outcome).self) { group in
                for claim in (0..<10).flatMap({ _ in claims.shuffled() }) {
                    group.addTask { (claim.claimID, try await store.receive(claim)) }
                }
                var outcomes: [ClaimID: [Outcome]] = [:]
                for try await (id, outcome) in group { outcomes[id, default: []].append(outcome) }
                return outcomes
            }
            #expect(outcomes.count == 20)
            for same in outcomes.values { #expect(same.count == 10 && Set(same.map { "\($0)" }).count == 1) }
            #expect(try await store.page(after: 0, limit: 100, kiosk: nil).entries.count == 20)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of many claims for one person at once exactly one is accepted`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = (Int64(1)...30).map { samples.submission($0, person: "P") }
            let standings = try await withThrowingTaskGroup(of: Standing?.self) { group in
                for claim in claims { group.addTask { try await store.receive(claim).standing } }
                return try await group.reduce(into: [Standing?]()) { $0.append($1) }
            }
            #expect(standings.filter { $0 == .accepted }.count == 1)
            #expect(standings.compactMap { $0 }.count == 30)
        }
    }
}

extension Outcome {
    var standing: Standing? {
        guard case .answered(let answer) = self else { return nil }
        return answer.standing
    }
}

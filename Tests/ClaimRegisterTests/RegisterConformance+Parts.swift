import ClaimRegister
import Claims
import Testing

/// Part keys, reviews, and both readings of the once-only rule.
extension RegisterConformance {
    @Test(arguments: Engine.allCases)
    func `a part seen before sends the claim to review, and both claims stay`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            for (index, part) in Part.allCases.enumerated() {
                let key = RegisterSamples.part(part, "serial \(part)")
                let first = samples.submission(Int64(index * 2 + 1), parts: [key])
                let second = samples.submission(Int64(index * 2 + 2), parts: [key])
                #expect(try await store.receive(first).standing == .accepted)
                let expected = Standing.inReview(reason: "part-serial-seen", seen: PartSeen(part, holder: first.number))
                for _ in 0..<2 { #expect(try await store.receive(second).standing == expected) }
                #expect(try await store.claim(second.claimID)?.answer.standing == expected)
                #expect(try await store.claim(first.claimID)?.answer.standing == .accepted)
                let page = try await store.page(after: 0, limit: 10, kiosk: nil)
                #expect(page.entries.last?.answer.standing == expected)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claim may name several batteries, one of them twice, and any of them is found`(_ engine: Engine)
        async throws
    {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let keys = ["a", "b", "b", "c"].map { RegisterSamples.part(.battery, $0) }
            let first = samples.submission(1, parts: keys)
            #expect(try await store.receive(first).standing == .accepted)
            for (sequence, serial) in zip(Int64(2)..., ["c", "a", "b"]) {
                let other = samples.submission(sequence, parts: [RegisterSamples.part(.battery, serial)])
                let seen = PartSeen(.battery, holder: first.number)
                #expect(try await store.receive(other).standing == .inReview(reason: "part-serial-seen", seen: seen))
            }
            // The same serial on another kind of part is another part.
            let motor = samples.submission(9, parts: [RegisterSamples.part(.motor, "a")])
            #expect(try await store.receive(motor).standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of those that hold a part the one captured first is named, and the next once that is refused`(
        _ engine: Engine
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let key = RegisterSamples.part(.motor, "m")
            let claims = (Int64(1)...3).map { samples.submission($0, parts: [key]) }
            for index in [2, 0, 1] { _ = try await store.receive(claims[index]) }
            for (claim, sequence) in zip(claims, Int64(4)...) {
                let probe = samples.submission(sequence, parts: [key])
                let seen = PartSeen(.motor, holder: claim.number)
                #expect(try await store.claim(claim.claimID)?.answer.standing == .accepted)
                #expect(try await store.receive(probe).standing == .inReview(reason: "part-serial-seen", seen: seen))
                for id in [claim.claimID, probe.claimID] {
                    try await store.conclude(id, as: .withdrawn, at: RegisterSamples.noon)
                }
            }
            #expect(try await store.receive(samples.submission(9, parts: [key])).standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `the server's own reason sends a claim to review without any clash`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let held = samples.submission(1, person: "P", review: .verdictDiffers)
            #expect(try await store.receive(held).standing == .inReview(reason: "verdict-differs", seen: nil))
            #expect(
                try await store.claim(held.claimID)?.answer.standing == .inReview(reason: "verdict-differs", seen: nil)
            )
            // It holds its keys.
            let second = samples.submission(2, person: "P")
            #expect(try await store.receive(second).standing == .duplicate(.person, holder: held.number))
        }
    }

    @Test(arguments: Engine.allCases)
    func `the server's reason goes before the part's, but the part is named`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let key = RegisterSamples.part(.frame, "f")
            let first = samples.submission(1, parts: [key])
            _ = try await store.receive(first)
            let second = samples.submission(2, parts: [key], review: .otherVoltage)
            let seen = PartSeen(.frame, holder: first.number)
            #expect(try await store.receive(second).standing == .inReview(reason: "other-voltage", seen: seen))
        }
    }

    @Test(arguments: Engine.allCases)
    func `once-only goes before parts and reviews, and a duplicate takes no part`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let seen = RegisterSamples.part(.frame, "seen")
            let new = RegisterSamples.part(.motor, "new")
            let first = samples.submission(1, person: "P", parts: [seen])
            _ = try await store.receive(first)
            let second = samples.submission(2, person: "P", parts: [seen, new], review: .verdictDiffers)
            #expect(try await store.receive(second).standing == .duplicate(.person, holder: first.number))
            #expect(try await store.receive(samples.submission(3, parts: [new])).standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a residual value holds its parts and nothing else`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let key = RegisterSamples.part(.battery, "b")
            let residual = samples.submission(1, keys: [], parts: [key])
            #expect(try await store.receive(residual).standing == .accepted)
            let subsidy = samples.submission(2, parts: [key])
            let seen = PartSeen(.battery, holder: residual.number)
            #expect(try await store.receive(subsidy).standing == .inReview(reason: "part-serial-seen", seen: seen))
        }
    }

    @Test(arguments: Engine.allCases)
    func `parts of one programme say nothing in another`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let key = RegisterSamples.part(.battery, "b")
            // So many that none is looked at any more but the first.
            for sequence in Int64(1)...40 { _ = try await store.receive(samples.submission(sequence, parts: [key])) }
            let other = samples.submission(41, programme: "next-2026", parts: [key])
            #expect(try await store.receive(other).standing == .accepted)
            let second = samples.submission(42, programme: "next-2026", parts: [key])
            let seen = PartSeen(.battery, holder: other.number)
            #expect(try await store.receive(second).standing == .inReview(reason: "part-serial-seen", seen: seen))
            try await store.conclude(other.claimID, as: .refused, at: RegisterSamples.noon)
            #expect(try await store.claim(second.claimID)?.answer.standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `where the pair counts, a person may claim two bikes and a bike have two owners, once each`(
        _ engine: Engine
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1, keys: RegisterSamples.pair("P1", "V1"))
            for claim in [
                first, samples.submission(2, keys: RegisterSamples.pair("P1", "V2")),
                samples.submission(3, keys: RegisterSamples.pair("P2", "V1")),
            ] {
                #expect(try await store.receive(claim).standing == .accepted)
            }
            let again = samples.submission(4, keys: RegisterSamples.pair("P1", "V1"))
            #expect(try await store.receive(again).standing == .duplicate(.pair, holder: first.number))
            try await store.conclude(first.claimID, as: .withdrawn, at: RegisterSamples.noon)
            #expect(try await store.claim(again.claimID)?.answer.standing == .accepted)
            let later = samples.submission(5, keys: RegisterSamples.pair("P1", "V1"))
            #expect(try await store.receive(later).standing == .duplicate(.pair, holder: again.number))
        }
    }

    @Test(arguments: Engine.allCases)
    func `of many claims with one battery at once the earliest is accepted, and all hold it`(
        _ engine: Engine
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = (Int64(1)...30).map { samples.submission($0, parts: [RegisterSamples.part(.battery, "b")]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for claim in claims { group.addTask { _ = try await store.receive(claim) } }
                try await group.waitForAll()
            }
            // Whatever came first: an answer may have been overtaken by a claim that was captured before.
            var accepted: [ClaimNumber] = []
            for claim in claims where try await store.claim(claim.claimID)?.answer.standing == .accepted {
                accepted.append(claim.number)
            }
            #expect(accepted == [claims[0].number])
            // Until the last of them is refused, the battery is held.
            for claim in claims {
                let probe = samples.submission(100 + claim.number.sequence, parts: claim.parts)
                guard case .inReview("part-serial-seen", .some) = try await store.receive(probe).standing else {
                    Issue.record("the battery was free")
                    return
                }
                for id in [claim.claimID, probe.claimID] {
                    try await store.conclude(id, as: .refused, at: RegisterSamples.noon)
                }
            }
            let last = samples.submission(200, parts: [RegisterSamples.part(.battery, "b")])
            #expect(try await store.receive(last).standing == .accepted)
        }
    }
}

import ClaimRegister
import Claims
import Testing

/// How claims end, and what that frees.
extension RegisterConformance {
    private static let later = RegisterSamples.noon.adding(.seconds(86_400))

    @Test(arguments: Engine.allCases, [Conclusion.refused, .withdrawn])
    func `refused and withdrawn free person, vehicle and parts at once`(
        _ engine: Engine,
        _ conclusion: Conclusion
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let parts = [RegisterSamples.part(.battery, "b"), RegisterSamples.part(.frame, "f")]
            let other = samples.submission(1, person: "Q", vehicle: "W", parts: [RegisterSamples.part(.motor, "m")])
            let first = samples.submission(2, person: "P", vehicle: "V", parts: parts)
            for claim in [other, first] { _ = try await store.receive(claim) }
            try await store.conclude(first.claimID, as: conclusion, at: Self.later)
            let second = samples.submission(3, person: "P", vehicle: "V", parts: parts)
            #expect(try await store.receive(second).standing == .accepted)
            // What others hold is theirs.
            let third = samples.submission(4, person: "Q", vehicle: "X")
            #expect(try await store.receive(third).standing == .duplicate(.person, holder: other.number))
            let fourth = samples.submission(5, parts: other.parts)
            let seen = PartSeen(.motor, holder: other.number)
            #expect(try await store.receive(fourth).standing == .inReview(reason: "part-serial-seen", seen: seen))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a paid claim never frees anything`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let key = RegisterSamples.part(.battery, "b")
            let first = samples.submission(1, person: "P", vehicle: "V", parts: [key])
            _ = try await store.receive(first)
            try await store.conclude(first.claimID, as: .paid, at: Self.later)
            let person = samples.submission(2, person: "P")
            #expect(try await store.receive(person).standing == .duplicate(.person, holder: first.number))
            let vehicle = samples.submission(3, vehicle: "V")
            #expect(try await store.receive(vehicle).standing == .duplicate(.vehicle, holder: first.number))
            let part = samples.submission(4, parts: [key])
            let seen = PartSeen(.battery, holder: first.number)
            #expect(try await store.receive(part).standing == .inReview(reason: "part-serial-seen", seen: seen))
        }
    }

    @Test(arguments: Engine.allCases, Conclusion.allCases)
    func `the same conclusion again gives the first and frees nothing of a later claim`(
        _ engine: Engine,
        _ conclusion: Conclusion
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let key = RegisterSamples.part(.battery, "b")
            let first = samples.submission(1, person: "P", parts: [key])
            _ = try await store.receive(first)
            let expected = StoredConclusion(conclusion, at: Self.later)
            #expect(try await store.conclude(first.claimID, as: conclusion, at: Self.later) == expected)
            let second = samples.submission(2, person: "P", parts: [key])
            _ = try await store.receive(second)
            let again = Self.later.adding(.seconds(60))
            #expect(try await store.conclude(first.claimID, as: conclusion, at: again) == expected)
            let holder = conclusion == .paid ? first.number : second.number
            let third = samples.submission(3, person: "P", parts: [key])
            #expect(try await store.receive(third).standing == .duplicate(.person, holder: holder))
            let fourth = samples.submission(4, parts: [key])
            let seen = PartSeen(.battery, holder: holder)
            #expect(try await store.receive(fourth).standing == .inReview(reason: "part-serial-seen", seen: seen))
        }
    }

    @Test(arguments: Engine.allCases, Conclusion.allCases)
    func `what a claim ended as stays`(_ engine: Engine, _ known: Conclusion) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claim = samples.submission(1, person: "P")
            _ = try await store.receive(claim)
            try await store.conclude(claim.claimID, as: known, at: Self.later)
            for other in Conclusion.allCases where other != known {
                let error = await #expect(throws: KioskError.self) {
                    try await store.conclude(claim.claimID, as: other, at: Self.later)
                }
                #expect(error?.code == .claimConcluded && error?.remedy.isEmpty == false)
            }
            #expect(try await store.claim(claim.claimID)?.conclusion == StoredConclusion(known, at: Self.later))
            let second = try await store.receive(samples.submission(2, person: "P")).standing
            #expect(second == (known == .paid ? .duplicate(.person, holder: claim.number) : .accepted))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claim that ended says so, to its kiosk too, and is read as it came`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1, person: "P")
            let second = samples.submission(2, review: .otherVoltage)
            let third = samples.submission(3, person: "P")
            let ends = [(first, Conclusion.withdrawn), (second, .paid), (third, .refused)]
            for (claim, _) in ends { _ = try await store.receive(claim) }
            for (claim, conclusion) in ends { try await store.conclude(claim.claimID, as: conclusion, at: Self.later) }
            let page = try await store.page(after: 0, limit: 10, kiosk: nil)
            #expect(page.entries.map(\.answer.standing) == ends.map { .concluded($0.1) })
            #expect(page.entries.map(\.conclusion?.conclusion) == ends.map(\.1))
            for (claim, conclusion) in ends {
                #expect(try await store.receive(claim).standing == .concluded(conclusion))
                let found = try #require(try await store.claim(claim.claimID))
                #expect(found.answer.standing == .concluded(conclusion) && found.content == claim.content)
                #expect(found.conclusion?.at == Self.later)
            }
            #expect(try await store.kioskState(samples.kiosk, limit: 10).count == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a duplicate is refused or withdrawn without harm to the holder, and never paid`(_ engine: Engine) async throws
    {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1, person: "P")
            _ = try await store.receive(first)
            for (sequence, conclusion) in zip(Int64(2)..., [Conclusion.refused, .withdrawn]) {
                let duplicate = samples.submission(sequence, person: "P")
                _ = try await store.receive(duplicate)
                let error = await #expect(throws: KioskError.self) {
                    try await store.conclude(duplicate.claimID, as: .paid, at: Self.later)
                }
                #expect(error?.code == .claimUnpayable)
                #expect(try await store.claim(duplicate.claimID)?.conclusion == nil)
                try await store.conclude(duplicate.claimID, as: conclusion, at: Self.later)
            }
            let last = samples.submission(9, person: "P")
            #expect(try await store.receive(last).standing == .duplicate(.person, holder: first.number))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claim that never came cannot end`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let stranger = samples.submission(1).claimID
            let error = await #expect(throws: KioskError.self) {
                try await store.conclude(stranger, as: .paid, at: Self.later)
            }
            #expect(error?.code == .claimUnknown)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of many conclusions at once one wins, and the keys follow it`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            for round: Int64 in 0..<10 {
                let claim = samples.submission(round * 10 + 1, person: "P \(round)")
                _ = try await store.receive(claim)
                let outcomes = await withTaskGroup(of: Conclusion?.self) { group in
                    for conclusion in (0..<12).map({ Conclusion.allCases[$0 % 3] }).shuffled() {
                        group.addTask {
                            try? await store.conclude(claim.claimID, as: conclusion, at: Self.later).conclusion
                        }
                    }
                    return await group.reduce(into: [Conclusion?]()) { $0.append($1) }
                }
                let winners = Set(outcomes.compactMap(\.self))
                #expect(winners.count == 1 && outcomes.compactMap(\.self).count == 4)
                let next = try await store.receive(samples.submission(round * 10 + 2, person: "P \(round)")).standing
                #expect((next == .accepted) == (winners != [.paid]))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `while claims come and go at once, one person never has two live ones`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = (Int64(1)...40).map { samples.submission($0, person: "P") }
            // Each that gets in is refused at once; another takes its place.
            let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for claim in claims {
                    group.addTask {
                        guard try await store.receive(claim).standing == .accepted else { return false }
                        try await store.conclude(claim.claimID, as: .refused, at: Self.later)
                        return true
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let entries = try await store.page(after: 0, limit: 100, kiosk: nil).entries
            #expect(accepted >= 1 && entries.count == 40)
            let live = entries.filter { $0.conclusion == nil }
            #expect(live.count == 40 - accepted)
            #expect(live.filter { $0.answer.standing == .accepted }.count == (live.isEmpty ? 0 : 1))
        }
    }
}

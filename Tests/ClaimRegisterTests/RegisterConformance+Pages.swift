import ClaimRegister
import Claims
import Testing

/// Pages of claims, and what is missing of a kiosk.
extension RegisterConformance {
    @Test(arguments: Engine.allCases)
    func `pages go through all claims in the order they came`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let order: [Int64] = [5, 1, 4, 2, 3]
            for sequence in order { _ = try await store.receive(samples.submission(sequence)) }
            var seen: [Int64] = []
            var place: Int64 = 0
            var pages = 0
            while pages < 10 {
                let page = try await store.page(after: place, limit: 2, kiosk: nil)
                pages += 1
                #expect(page.entries.count <= 2)
                seen += page.entries.map(\.answer.number.sequence)
                guard page.more, let last = page.entries.last else { break }
                place = last.place
            }
            #expect(seen == order)
            #expect(pages == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a page can hold one kiosk only`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            _ = try await store.receive(samples.submission(1))
            samples.kiosk = try #require(KioskID("DQ02"))
            let wanted = samples.submission(1)
            _ = try await store.receive(wanted)
            let page = try await store.page(after: 0, limit: 10, kiosk: samples.kiosk)
            #expect(page.entries.map(\.answer.claimID) == [wanted.claimID])
            #expect(!page.more)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a kiosk that never sent anything has nothing missing`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            let kiosk = try #require(KioskID("DQ09"))
            let state = try await store.kioskState(kiosk, limit: 10)
            #expect((state.highest, state.count) == (0, 0))
            #expect(state.missing.isEmpty && state.broken.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `missing numbers are named, and no more than asked for`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            for sequence: Int64 in [3, 4, 8] { _ = try await store.receive(samples.submission(sequence)) }
            let state = try await store.kioskState(samples.kiosk, limit: 10)
            #expect((state.highest, state.count) == (8, 3))
            #expect(state.missing == [1, 2, 5, 6, 7])
            #expect(try await store.kioskState(samples.kiosk, limit: 3).missing == [1, 2, 5])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a gap of a billion numbers costs nothing`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            _ = try await store.receive(samples.submission(999_999_999_999_999))
            #expect(try await store.kioskState(samples.kiosk, limit: 2).missing == [1, 2])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a link that does not fit the claim before shows`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1)
            let second = samples.submission(2, previous: first.contentHash)
            let third = samples.submission(3, previous: first.contentHash)
            for claim in [third, first, second] { _ = try await store.receive(claim) }
            #expect(try await store.kioskState(samples.kiosk, limit: 10).broken == [3])
        }
    }
}

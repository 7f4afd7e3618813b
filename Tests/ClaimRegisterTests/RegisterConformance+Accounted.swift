import ClaimRegister
import Claims
import Testing

/// Claims that never came, and whose corrections did.
extension RegisterConformance {
    /// 1, then 2 that is corrected by 3, that is corrected by 5; 4 in between.
    private func row(_ samples: inout RegisterSamples) -> [Submission] {
        let day = RegisterSamples.noon
        let first = samples.submission(1, hash: RegisterSamples.digest("1"), captured: day)
        let original = samples.submission(
            2,
            previous: first.contentHash,
            hash: RegisterSamples.digest("2"),
            captured: day,
            person: "P",
            vehicle: "V"
        )
        let corrected = samples.submission(
            3,
            previous: original.contentHash,
            hash: RegisterSamples.digest("3"),
            captured: RegisterSamples.at(1),
            person: "P",
            vehicle: "V",
            amends: original.claimID,
            corrects: [RegisterSamples.link(of: original)]
        )
        let other = samples.submission(
            4,
            previous: corrected.contentHash,
            hash: RegisterSamples.digest("4"),
            captured: RegisterSamples.at(2)
        )
        let again = samples.submission(
            5,
            previous: other.contentHash,
            hash: RegisterSamples.digest("5"),
            captured: RegisterSamples.at(24 * 60),
            person: "P",
            vehicle: "V",
            amends: corrected.claimID,
            corrects: [RegisterSamples.link(of: corrected), RegisterSamples.link(of: original)]
        )
        return [first, original, corrected, other, again]
    }

    @Test(arguments: Engine.allCases)
    func `the last of a row accounts for those before it that never came`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = row(&samples)
            let day = RegisterSamples.noon.date()
            for index in [0, 3] { _ = try await store.receive(claims[index]) }
            #expect(try await store.kioskState(samples.kiosk, limit: 10).missing == [2, 3])
            #expect(try await store.day(day, of: samples.kiosk, limit: 10).isComplete == false)
            #expect(try await store.receive(claims[4]).standing == .accepted)
            for _ in 0..<2 {
                let state = try await store.kioskState(samples.kiosk, limit: 10)
                #expect(state.missing.isEmpty && state.broken.isEmpty)
                #expect(state.count == 3 && state.accounted == 2 && state.highest == 5)
                let today = DayState(
                    count: 2,
                    accounted: 2,
                    first: 1,
                    last: ChainMark(sequence: 4, hash: claims[3].contentHash),
                    isComplete: true,
                    missing: []
                )
                #expect(try await store.day(day, of: samples.kiosk, limit: 10) == today)
            }
            let links = try await store.accounted(of: samples.kiosk, after: 0, limit: 10)
            #expect(links.map(\.sequence) == [2, 3] && links.map(\.correctedBy) == [5, 5])
            #expect(links.map(\.claimID) == claims[1...2].map(\.claimID))
            #expect(links.map(\.previousHash) == claims[0...1].map(\.contentHash))
            #expect(try await store.accounted(of: samples.kiosk, after: 2, limit: 1).map(\.sequence) == [3])
            #expect(try await store.links(of: samples.kiosk, after: 0, limit: 10).links.count == 3)
        }
    }

    @Test(arguments: Engine.allCases, [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [0, 4, 1, 3, 2], [2, 4, 0, 1, 3]])
    func `one that comes after all is a claim like any other`(_ engine: Engine, _ order: [Int]) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = row(&samples)
            for index in order { _ = try await store.receive(claims[index]) }
            let state = try await store.kioskState(samples.kiosk, limit: 10)
            #expect(state.count == 5 && state.accounted == 0 && state.missing.isEmpty && state.broken.isEmpty)
            #expect(try await store.accounted(of: samples.kiosk, after: 0, limit: 10).isEmpty)
            #expect(try await store.day(RegisterSamples.noon.date(), of: samples.kiosk, limit: 10).count == 4)
            #expect(try await store.standings()[claims[1].number] == .amended(by: claims[2].number))
        }
    }

    /// What comes of original, correction and correction of that, and the order.
    @Test(
        arguments: Engine.allCases,
        [[1, 4], [4, 1], [2, 4], [4, 2], [4, 1, 2], [1, 4, 2], [2, 4, 1], [4], [2, 1]]
    )
    func `the last of a row that came stands for it, whichever came before`(
        _ engine: Engine,
        _ order: [Int]
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = row(&samples)
            for index in [0, 3] + order {
                #expect(try await store.receive(claims[index]).standing != nil, "\(index)")
            }
            let came = order.sorted()
            let standings = try await store.standings()
            for (index, next) in zip(came, came.dropFirst()) {
                #expect(standings[claims[index].number] == .amended(by: claims[next].number), "\(index)")
            }
            // Nobody asked for it, where there is what it corrects.
            let unasked = Standing.inReview(reason: "correction-not-asked", seen: nil)
            #expect(standings[claims[came[came.count - 1]].number] == (came.count == 1 ? .accepted : unasked))
            for index in order {
                #expect(try await store.receive(claims[index]).standing == standings[claims[index].number])
            }
            #expect(try await store.kioskState(samples.kiosk, limit: 10).missing.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a row that corrects what another row has corrected is refused`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = row(&samples)
            let other = samples.submission(
                4,
                captured: RegisterSamples.at(2),
                person: "P",
                vehicle: "V",
                amends: claims[1].claimID
            )
            for claim in [claims[1], other] { _ = try await store.receive(claim) }
            #expect(try await store.receive(claims[4]) == .notAmendable(.amended(by: other.number)))
        }
    }

    @Test(arguments: Engine.allCases, [1, 2, 3, 10])
    func `claims and links that corrections name are read as one chain`(_ engine: Engine, _ limit: Int) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = row(&samples)
            for index in [0, 3, 4] { _ = try await store.receive(claims[index]) }
            var (found, after, more): ([Int64], Int64, Bool) = ([], 0, true)
            while more {
                let stretch = try await store.stretch(of: samples.kiosk, after: after, limit: limit)
                found += (stretch.links.map(\.answer.number.sequence) + stretch.accounted.map(\.sequence)).sorted()
                #expect(!stretch.more || stretch.end > after)
                (after, more) = (stretch.end, stretch.more)
            }
            #expect(found == [1, 2, 3, 4, 5])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a link that does not fit the chain accounts for nothing`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = row(&samples)
            let wrong = CorrectedLink(
                claimID: claims[1].claimID,
                sequence: 2,
                previousHash: claims[1].previousHash,
                hash: RegisterSamples.digest("made up"),
                recordedAt: claims[1].recordedAt
            )
            let liar = samples.submission(
                3,
                previous: claims[1].contentHash,
                captured: RegisterSamples.noon,
                person: "P",
                vehicle: "V",
                amends: claims[1].claimID,
                corrects: [wrong]
            )
            for claim in [claims[0], liar] { _ = try await store.receive(claim) }
            let state = try await store.kioskState(samples.kiosk, limit: 10)
            #expect(state.missing.isEmpty && state.broken == [3])
            #expect(try await store.day(RegisterSamples.noon.date(), of: samples.kiosk, limit: 10).isComplete == false)
        }
    }

    @Test(arguments: Engine.allCases)
    func `one that comes after all and is another than was named shows, also where the chain was found whole`(
        _ engine: Engine
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = row(&samples)
            for index in [0, 3, 4] { _ = try await store.receive(claims[index]) }
            #expect(try await store.kioskState(samples.kiosk, limit: 10).broken.isEmpty)
            let changed = samples.submission(2, previous: claims[0].contentHash, hash: RegisterSamples.digest("else"))
            _ = try await store.receive(changed)
            let state = try await store.kioskState(samples.kiosk, limit: 10)
            #expect(state.broken == [3] && state.missing.isEmpty && state.count == 4 && state.accounted == 1)
            #expect(try await store.day(RegisterSamples.noon.date(), of: samples.kiosk, limit: 10).isComplete == false)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a correction that names another link than the claim here has is refused`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claims = row(&samples)
            let changed = samples.submission(
                2,
                id: claims[1].claimID,
                previous: claims[0].contentHash,
                person: "P",
                vehicle: "V"
            )
            for claim in [claims[0], changed] { _ = try await store.receive(claim) }
            #expect(try await store.receive(claims[4]) == .notAmendable(.unrelated))
            let elsewhere = CorrectedLink(
                claimID: claims[1].claimID,
                sequence: 1,
                previousHash: changed.previousHash,
                hash: changed.contentHash,
                recordedAt: changed.recordedAt
            )
            let liar = samples.submission(3, amends: claims[1].claimID, corrects: [elsewhere])
            #expect(try await store.receive(liar) == .notAmendable(.unrelated))
            #expect(try await store.kioskState(samples.kiosk, limit: 10).accounted == 0)
        }
    }

    /// 2 of a machine that is gone came first; 3 follows the 2 of the new machine, which 4 corrects.
    @Test(arguments: Engine.allCases, [false, true])
    func `a correction of a claim whose number is another's waits for a person, and the chain shows both ways`(
        _ engine: Engine,
        isSamePerson: Bool
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let first = samples.submission(1, hash: RegisterSamples.digest("1"), captured: RegisterSamples.noon)
            func next(_ sequence: Int64, after previous: Submission, _ hash: String) -> Submission {
                samples.submission(
                    sequence,
                    previous: previous.contentHash,
                    hash: RegisterSamples.digest(hash),
                    captured: RegisterSamples.at(Int(sequence))
                )
            }
            let old = samples.submission(
                2,
                previous: first.contentHash,
                hash: RegisterSamples.digest("old"),
                captured: RegisterSamples.at(1),
                person: isSamePerson ? "P" : "Q",
                vehicle: "W"
            )
            let own = next(2, after: first, "own")
            let later = next(3, after: own, "3")
            let correction = samples.submission(
                4,
                previous: later.contentHash,
                hash: RegisterSamples.digest("4"),
                captured: RegisterSamples.at(4),
                person: "P",
                vehicle: "V",
                amends: own.claimID,
                corrects: [RegisterSamples.link(of: own)]
            )
            for claim in [first, old, later] { #expect(try await store.receive(claim).standing == .accepted) }
            #expect(try await store.receive(own) == .numberTaken)
            let waits = Standing.inReview(reason: "correction-not-asked", seen: nil)
            let disputed = Standing.duplicate(.person, holder: old.number)
            for _ in 0..<2 {
                #expect(try await store.receive(correction).standing == (isSamePerson ? disputed : waits))
            }
            #expect(try await store.standings()[old.number] == .accepted)
            let state = try await store.kioskState(samples.kiosk, limit: 10)
            #expect(state.broken == [3] && state.missing.isEmpty && state.count == 4 && state.accounted == 0)
            let links = try await store.links(of: samples.kiosk, after: 1, limit: 1).links
            #expect(links.map(\.answer.claimID) == [old.claimID])
            // A correction of the correction finds it, and still names the number that is another's.
            let again = samples.submission(
                5,
                previous: correction.contentHash,
                captured: RegisterSamples.at(5),
                person: "P",
                vehicle: "V",
                amends: correction.claimID,
                corrects: [RegisterSamples.link(of: correction), RegisterSamples.link(of: own)]
            )
            #expect(try await store.receive(again).standing == (isSamePerson ? disputed : waits))
            _ = try await store.conclude(again.claimID, as: .refused, at: RegisterSamples.at(6))
        }
    }
}

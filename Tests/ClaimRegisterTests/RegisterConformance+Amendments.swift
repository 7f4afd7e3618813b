import ClaimRegister
import Claims
import Testing

/// Claims that come back, and those that correct them.
extension RegisterConformance {
    private static let later = RegisterSamples.at(600)
    private static let unasked = Standing.inReview(reason: "correction-not-asked", seen: nil)

    @Test(arguments: Engine.allCases, [true, false])
    func `a person decides about a correction that nobody asked for`(_ engine: Engine, _ isAsked: Bool) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let original = samples.submission(1, person: "P", vehicle: "V")
            let rival = samples.submission(2, person: "P")
            for claim in [original, rival] { _ = try await store.receive(claim) }
            if isAsked { try await store.sendBack(original.claimID, reason: .bankCard, note: "", at: Self.later) }
            let correction = samples.submission(3, person: "P", vehicle: "V", amends: original.claimID)
            for _ in 0..<2 {
                #expect(try await store.receive(correction).standing == (isAsked ? .accepted : Self.unasked))
            }
            #expect(try await store.claim(original.claimID)?.answer.standing == .amended(by: correction.number))
            // It holds what it held: nobody gets in between.
            let standings = try await store.standings()
            #expect(standings[rival.number] == .duplicate(.person, holder: correction.number))
            try await store.conclude(correction.claimID, as: .paid, at: Self.later)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a correction is looked at too when its original comes later, and its kiosk hears of it`(
        _ engine: Engine
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let original = samples.submission(1, person: "P", vehicle: "V")
            let correction = samples.submission(2, person: "P", vehicle: "V", amends: original.claimID)
            #expect(try await store.receive(correction).standing == .accepted)
            #expect(try await store.receive(original).standing == .amended(by: correction.number))
            #expect(try await store.claim(correction.claimID)?.answer.standing == Self.unasked)
            #expect(try await store.news(of: samples.kiosk) == [News(correction.number, Self.unasked)])
            // What was paid meanwhile stays.
            let paid = samples.submission(4, person: "Q", vehicle: "W", amends: samples.submission(3).claimID)
            _ = try await store.receive(paid)
            try await store.conclude(paid.claimID, as: .paid, at: Self.later)
            let late = samples.submission(3, id: paid.amends, person: "Q", vehicle: "W")
            #expect(try await store.receive(late).standing == .amended(by: paid.number))
            #expect(try await store.claim(paid.claimID)?.answer.standing == .concluded(.paid))
        }
    }

    /// A bike without a plate holds neither person nor vehicle.
    @Test(arguments: Engine.allCases)
    func `a claim that takes no key is corrected for the same person only, by what its document says`(
        _ engine: Engine
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let original = samples.submission(1, content: #"{"keys":{"person":"p"}}"#, keys: [])
            _ = try await store.receive(original)
            try await store.sendBack(original.claimID, reason: .battery, note: "", at: Self.later)
            for keys in [#"{"person":"q"}"#, #"{"person":"p","vehicle":"v"}"#] {
                let other = samples.submission(
                    2,
                    content: #"{"keys":\#(keys)}"#,
                    keys: [],
                    amends: original.claimID
                )
                #expect(try await store.receive(other) == .notAmendable(.unrelated))
            }
            let same = samples.submission(
                2,
                content: #"{"keys":{"person":"p"},"more":1}"#,
                keys: [],
                amends: original.claimID
            )
            #expect(try await store.receive(same).standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claim that is sent back keeps what it holds, and its kiosk hears why, once`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claim = samples.submission(1, person: "P")
            _ = try await store.receive(claim)
            for note in ["no file", "see file 7", ""] {
                let answer = try await store.sendBack(
                    claim.claimID,
                    reason: .bankCard,
                    note: note,
                    at: Self.later
                )
                #expect(answer.standing == .returned(reason: "correct-bank-card"))
            }
            #expect(try await store.receive(claim).standing == .returned(reason: "correct-bank-card"))
            #expect(try await store.claim(claim.claimID)?.returnNote == "see file 7")
            #expect(
                try await store.news(of: samples.kiosk) == [
                    News(claim.number, .returned(reason: "correct-bank-card"))
                ]
            )
            let rival = samples.submission(2, person: "P")
            #expect(try await store.receive(rival).standing == .duplicate(.person, holder: claim.number))
            let error = await #expect(throws: KioskError.self) {
                try await store.conclude(claim.claimID, as: .paid, at: Self.later)
            }
            #expect(error?.code == .claimUnpayable)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a note stays until another one comes, whatever the reason is then`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let claim = samples.submission(1)
            _ = try await store.receive(claim)
            let turns: [(ReturnReason, note: String, kept: String)] = [
                (.battery, "", ""), (.bankCard, "see file 7", "see file 7"), (.several, "", "see file 7"),
                (.battery, "", "see file 7"), (.battery, "file 8", "file 8"), (.motor, "file 9", "file 9"),
            ]
            for (reason, note, kept) in turns {
                let answer = try await store.sendBack(claim.claimID, reason: reason, note: note, at: Self.later)
                #expect(answer.standing == .returned(reason: reason.rawValue))
                #expect(try await store.claim(claim.claimID)?.returnNote == kept, "\(reason) \(note)")
            }
            #expect(try await store.news(of: samples.kiosk).count == 5)
        }
    }

    @Test(arguments: Engine.allCases)
    func `what ended, was corrected or never came is not sent back`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let paid = samples.submission(1)
            let original = samples.submission(2, person: "Q", vehicle: "W")
            let amendment = samples.submission(3, person: "Q", vehicle: "W", amends: original.claimID)
            for claim in [paid, original, amendment] { _ = try await store.receive(claim) }
            try await store.conclude(paid.claimID, as: .paid, at: Self.later)
            let stranger = samples.submission(9)
            let cases: [(Submission, KioskError.Code)] = [
                (paid, .claimConcluded), (original, .claimAmended), (stranger, .claimUnknown),
            ]
            for (claim, code) in cases {
                let error = await #expect(throws: KioskError.self) {
                    try await store.sendBack(claim.claimID, reason: .several, note: "", at: Self.later)
                }
                #expect(error?.code == code)
            }
            let error = await #expect(throws: KioskError.self) {
                try await store.conclude(original.claimID, as: .refused, at: Self.later)
            }
            #expect(error?.code == .claimAmended)
        }
    }

    /// Original, correction of it, correction of that, and a rival whose capture lies in between.
    @Test(arguments: Engine.allCases, [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2], [1, 2, 0, 3]])
    func `a correction takes the place of the original, in whatever order they arrive`(
        _ engine: Engine,
        _ order: [Int]
    ) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let original = samples.submission(
                1,
                captured: RegisterSamples.at(1),
                received: Self.later,
                person: "P",
                vehicle: "V"
            )
            let rival = samples.submission(2, captured: RegisterSamples.at(2), received: Self.later, person: "P")
            let corrected = samples.submission(
                3,
                captured: RegisterSamples.at(30),
                received: Self.later,
                person: "P",
                vehicle: "V",
                amends: original.claimID
            )
            let again = samples.submission(
                4,
                captured: RegisterSamples.at(40),
                received: Self.later,
                person: "P",
                vehicle: "V",
                review: .otherVoltage,
                amends: corrected.claimID
            )
            let claims = [original, corrected, again, rival]
            for index in order { _ = try await store.receive(claims[index]) }
            for _ in 0..<2 {
                #expect(
                    try await store.standings() == [
                        original.number: .amended(by: corrected.number), corrected.number: .amended(by: again.number),
                        again.number: .inReview(reason: "other-voltage", seen: nil),
                        rival.number: .duplicate(.person, holder: again.number),
                    ]
                )
                for claim in claims { _ = try await store.receive(claim) }
            }
            let found = try #require(try await store.claim(original.claimID))
            #expect(found.content == original.content && found.amends == nil)
            #expect(try await store.claim(again.claimID)?.amends == corrected.claimID)
            // When the last one ends, the rival takes the place of all three.
            try await store.conclude(again.claimID, as: .withdrawn, at: Self.later)
            #expect(try await store.claim(rival.claimID)?.answer.standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a part that a correction does not name any more is free`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let (wrong, right) = (RegisterSamples.part(.battery, "wrong"), RegisterSamples.part(.battery, "right"))
            let original = samples.submission(1, person: "P", vehicle: "V", parts: [wrong])
            let other = samples.submission(2, parts: [wrong])
            for claim in [original, other] { _ = try await store.receive(claim) }
            try await store.sendBack(original.claimID, reason: .battery, note: "", at: Self.later)
            let amendment = samples.submission(3, person: "P", vehicle: "V", parts: [right], amends: original.claimID)
            #expect(try await store.receive(amendment).standing == .accepted)
            #expect(try await store.claim(other.claimID)?.answer.standing == .accepted)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of two corrections of one claim the second is refused, whether the original is here or not`(
        _ engine: Engine
    ) async throws {
        for isHere in [true, false] {
            try await engine.withStore { store in
                var samples = try RegisterSamples()
                let original = samples.submission(1, person: "P", vehicle: "V")
                if isHere { _ = try await store.receive(original) }
                let first = samples.submission(2, person: "P", vehicle: "V", amends: original.claimID)
                let second = samples.submission(3, person: "P", vehicle: "V", amends: original.claimID)
                let standing = isHere ? Self.unasked : .accepted
                for _ in 0..<2 { #expect(try await store.receive(first).standing == standing) }
                #expect(try await store.receive(second) == .notAmendable(.amended(by: first.number)))
                #expect(try await store.claim(second.claimID) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases, Conclusion.allCases)
    func `what ended is not corrected`(_ engine: Engine, _ conclusion: Conclusion) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let original = samples.submission(1, person: "P", vehicle: "V")
            _ = try await store.receive(original)
            try await store.conclude(original.claimID, as: conclusion, at: Self.later)
            let amendment = samples.submission(2, person: "P", vehicle: "V", amends: original.claimID)
            #expect(try await store.receive(amendment) == .notAmendable(.ended(conclusion)))
            #expect(try await store.claim(original.claimID)?.answer.standing == .concluded(conclusion))
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claim is corrected by its own kiosk, later, for the same person and vehicle`(_ engine: Engine) async throws
    {
        try await engine.withStore { store in
            var (ours, theirs) = (try RegisterSamples(), try RegisterSamples(kiosk: "DQ02"))
            let original = ours.submission(5, person: "P", vehicle: "V")
            _ = try await store.receive(original)
            let strangers = [
                theirs.submission(9, person: "P", vehicle: "V", amends: original.claimID),
                ours.submission(6, person: "Q", vehicle: "V", amends: original.claimID),
                ours.submission(6, person: "P", vehicle: "W", amends: original.claimID),
                ours.submission(4, person: "P", vehicle: "V", amends: original.claimID),
                ours.submission(6, person: "P", vehicle: "V", programme: "next", amends: original.claimID),
            ]
            for stranger in strangers { #expect(try await store.receive(stranger) == .notAmendable(.unrelated)) }
            #expect(try await store.standings() == [original.number: .accepted])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claim that says it corrects itself is refused`(_ engine: Engine) async throws {
        try await engine.withStore { store in
            var samples = try RegisterSamples()
            let id = samples.submission(1).claimID
            let claim = samples.submission(1, id: id, amends: id)
            #expect(try await store.receive(claim) == .notAmendable(.unrelated))
        }
    }
}

import Claims
import Testing
import WireAPI

struct OnceOnlyTests {
    private static let pairs = SampleProgramme(onceOnly: .pair)

    @Test func `where each counts, a person's second bike and a bike's second person are duplicates`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let first = try samples.document(1)
            #expect(try await status(first, central) == .accepted)
            let bike = try await central.put(try samples.document(2, plate: "藏A22222")).decoded(ClaimAnswer.self)
            #expect(bike.status == .duplicate)
            #expect(bike.reason == .init(code: "person-already-claimed", otherClaim: first.claimNumber))
            let person = try await central.put(try samples.document(3, person: 2)).decoded(ClaimAnswer.self)
            #expect(person.status == .duplicate)
            #expect(person.reason == .init(code: "vehicle-already-claimed", otherClaim: first.claimNumber))
        }
    }

    @Test func `where pairs count, only the same person with the same bike is a duplicate`() async throws {
        try await TestCentral.run(programmes: [Self.pairs]) { central in
            var samples = try SampleClaims()
            let first = try samples.document(1, rules: Self.pairs)
            #expect(try await status(first, central) == .accepted)
            let others = [(Int64(2), 1, "藏A22222"), (3, 2, "藏A12345")]
            for (sequence, person, plate) in others {
                let claim = try samples.document(sequence, person: person, plate: plate, rules: Self.pairs)
                #expect(try await status(claim, central) == .accepted)
            }
            let again = try await central.put(try samples.document(4, rules: Self.pairs)).decoded(ClaimAnswer.self)
            #expect(again.status == .duplicate)
            #expect(again.reason == .init(code: "pair-already-claimed", otherClaim: first.claimNumber))
        }
    }

    @Test func `without rules the strict reading holds person and vehicle`() async throws {
        try await TestCentral.run(programmes: []) { central in
            var samples = try SampleClaims()
            #expect(try await status(try samples.document(1, rules: Self.pairs), central) == .inReview)
            for claim in [
                try samples.document(2, plate: "藏A22222", rules: Self.pairs),
                try samples.document(3, person: 2, rules: Self.pairs),
            ] {
                #expect(try await status(claim, central) == .duplicate)
            }
        }
    }

    @Test func `a held claim keeps others off its person`() async throws {
        try await TestCentral.run { central in
            var samples = try SampleClaims()
            let held = try samples.document(1) { $0.parts[.battery] = SampleClaims.battery(96, serial: "BAT-0001") }
            #expect(try await status(held, central) == .inReview)
            let next = try await central.put(try samples.document(2, plate: "藏A99999")).decoded(ClaimAnswer.self)
            #expect(next.status == .duplicate)
            #expect(next.reason?.otherClaim == held.claimNumber)
        }
    }

    @Test(arguments: [SampleProgramme(), pairs])
    func `a bike without a plate is no subsidy and clashes with none, held or not`(
        _ rules: SampleProgramme
    ) async throws {
        try await TestCentral.run(programmes: [rules]) { central in
            var samples = try SampleClaims()
            let seen = ClaimNumber(kiosk: try #require(KioskID("DQ07")), sequence: 3)
            let claims = [
                (try samples.document(1, plate: nil, rules: rules), ClaimAnswer.Status.accepted),
                (try samples.document(2, plate: nil, rules: rules) { $0.partClaims[.frame] = seen }, .inReview),
                (try samples.document(3, rules: rules), .accepted),
                (try samples.document(4, plate: nil, rules: rules), .accepted),
            ]
            for (claim, expected) in claims { #expect(try await status(claim, central) == expected) }
        }
    }

    @Test(arguments: [SampleProgramme(), pairs])
    func `a part that another claim has gives the claim to a person, whoever claims`(
        _ rules: SampleProgramme
    ) async throws {
        try await TestCentral.run(programmes: [rules]) { central in
            var samples = try SampleClaims()
            let first = try samples.document(1, plate: nil, rules: rules)
            #expect(try await status(first, central) == .accepted)
            let second = try samples.document(2, person: 2, plate: "藏A22222", rules: rules) { facts in
                // Written otherwise, the same serial.
                facts.parts[.frame] = PartFinding(condition: .present, serial: .read("fra dq011"))
            }
            let body = try await central.put(second).decoded(ClaimAnswer.self)
            #expect(body.status == .inReview)
            let reason = ClaimAnswer.Reason(
                code: "part-serial-seen",
                otherClaim: first.claimNumber,
                part: "frame"
            )
            #expect(body.reason == reason)
        }
    }

    private func status(_ claim: OpenClaim, _ central: TestCentral) async throws -> ClaimAnswer.Status {
        let answer = try await central.put(claim)
        #expect(answer.status == 200, "\(answer.errorMessage)")
        return try answer.decoded(ClaimAnswer.self).status
    }
}

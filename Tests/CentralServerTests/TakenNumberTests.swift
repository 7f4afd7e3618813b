import Bundles
import ClaimRegister
import Claims
import Outbox
import QueueServer
import Sealing
import Testing
import WireAPI

@testable import CentralServer
@testable import KioskRuntime

/// A number that two machines gave, one after the other: the stick of the one that is gone came to the central first.
struct TakenNumberTests {
    private static let now = TestCentral.receivedAt

    /// Claim 1 of the machine before, in the register.
    private static func takeFirstNumber(_ rig: CarryRig) async throws -> ClaimID {
        var samples = try SampleClaims()
        var old = try samples.document(50, person: 50, plate: "藏A20050")
        old.claimNumber = ClaimNumber(kiosk: rig.store.kiosk, sequence: 1).text
        old.chain = ClaimDocument.ChainLink(sequence: 1, previous: ChainHash.genesis)
        let receiver = ClaimReceiver(intake: rig.api.intake, register: rig.register, now: { now })
        let answer = try await receiver.receive(try SampleKeys.seal(old), for: old.claimId, from: rig.store.kiosk)
        #expect(answer.status == .accepted)
        return try #require(ClaimID(old.claimId))
    }

    @Test func `the new machine's claim is resent under a number of its own, a person decides, and the programme ends`()
        async throws
    {
        try await CarryRig.with { rig in
            let old = try await Self.takeFirstNumber(rig)
            try await rig.send(CarryRig.claims)
            let taken = try #require(try await rig.store.claims(.needsPerson, after: 0, limit: 1).first)
            #expect(taken.number.sequence == 1 && taken.problem?.code == "claim.number-taken")
            #expect(taken.problem?.remedy.contains("kioskctl queue amend") == true)
            try await rig.correctFirst()
            try await rig.correctFirst()
            try await rig.send(2)
            let corrections = try await rig.store.claims(.all, after: Int64(CarryRig.claims), limit: 9)
            #expect(corrections.map(\.status) == [.inReview, .accepted])
            #expect(corrections.first?.answer?.reasonCode == "correction-not-asked")
            // The slip counts what stands in its place; nothing waits and nothing needs a person.
            let day = try await rig.store.count(from: SampleClaims.recordedAt, to: Self.now.adding(.seconds(86_400)))
            #expect(day.unconfirmed.isEmpty && day.needsPerson == 0)
            let light = try await rig.desk.status().light
            #expect(light == .green, "\(light)")
            // A person decides, and the kiosk hears of it.
            let id = try #require(corrections.first?.claimID)
            try await rig.register.conclude(id, as: .paid, at: Self.now)
            _ = try await rig.took(try #require(try await rig.imported(try await rig.exported())))
            #expect(try await rig.store.claim(id: id)?.status == .paid)
            #expect(try await rig.store.claim(id: taken.claimID)?.status == .amended)
            let end = try await rig.store.endProgramme(
                AuditEntry(at: Self.now, actor: "S01", role: "supervisor", via: "socket", action: "programme.end")
            )
            #expect(end.lastSequence == Int64(CarryRig.claims) + 2 && end.paid == 1)
            try await Self.lookAtChains(rig, old)
        }
    }

    /// The kiosk's is whole as it went here; the central's has the other claim under the number, and shows the fork.
    private static func lookAtChains(_ rig: CarryRig, _ old: ClaimID) async throws {
        let own = try await rig.verified(try await rig.desk.exportChain(by: rig.actor), by: .kiosk)
        #expect(own.isWhole, "\(own.problems)")
        let central = try await rig.verified(try await rig.api.chainExport(of: rig.store.kiosk), by: .central)
        #expect(central.problems.map { "\($0.number) \($0.kind.rawValue)" } == ["2 link"])
        let first = try await rig.register.links(of: rig.store.kiosk, after: 0, limit: 1).links
        #expect(first.map(\.answer.claimID) == [old])
        let state = try await rig.register.kioskState(rig.store.kiosk, limit: 10)
        #expect(state.broken == [2] && state.missing.isEmpty)
    }

    @Test func `a correction without a change is one where the number is another's, and only there`() throws {
        let programme = try SampleProgramme().rules()
        func enter(isNumberTaken: Bool) throws -> EnteredAmendment {
            let entry = AmendmentEntry(reason: "the number is another's")
            return try EnteredAmendment(
                entry,
                by: "S01",
                under: programme,
                today: Self.now.date(),
                isNumberTaken: isNumberTaken
            )
        }
        #expect(try enter(isNumberTaken: true).subjects == "only the number")
        let error = #expect(throws: KioskError.self) { _ = try enter(isNumberTaken: false) }
        #expect(error?.code == .inputInvalid)
    }

    @Test func `answers to claims of the machine before are told apart from refusals`() async throws {
        try await CarryRig.with { old in
            let answers = try #require(try await old.imported(try await old.exported()))
            try await CarryRig.with { new in
                let report = try await new.took(answers)
                #expect(report == ImportReport(answered: 0, known: 0, refused: 0, unknown: CarryRig.claims))
                #expect(try await new.store.queueSummary().waiting == CarryRig.claims)
                let line = try await new.store.auditLines(after: 0, limit: 10).last
                #expect(line?.detail == "0 answered, 0 known, 0 refused, \(CarryRig.claims) not here")
            }
        }
    }
}

import Claims
import Inspection
import Testing

/// What staff went on with, and what a supervisor let pass, holds for what it was said of and for nothing else.
struct TakingBackTests {
    @Test func `a held battery that staff went on with is not asked about again at the next part`() throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.judge(.battery, .battery(36))
        #expect(walker.step == .held)
        walker.take(.proceed)
        walker.judge(.motor, .present)
        #expect(walker.step == .frame)
        walker.judge(.frame, .present)
        #expect(walker.step == .bankCard)
    }

    @Test func `another battery is judged anew`() throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.judge(.battery, .battery(36))
        walker.take(.proceed)
        walker.judge(.battery, .battery(96))
        #expect(walker.reason == Reason(.otherVoltage, ["volts": "96"]))
    }

    @Test func `other kilometres are judged anew`() throws {
        var walker = Walker(try World(tariff: .kilometres))
        walker.toBankCard()
        walker.take(.kilometresRead(90_000))
        walker.take(.proceed)
        #expect(walker.step == .bankCard)
        walker.take(.back)
        #expect(walker.step == .kilometres)
        walker.take(.kilometresRead(80_000))
        #expect(walker.reason == Reason(.otherKilometres, ["kilometres": "80000"]))
    }

    @Test func `a supervisor's word on a missing part does not outlive the finding`() throws {
        var walker = Walker(try World(reviewable: [.partMissing]))
        walker.toParts()
        walker.judge(.motor, .missing)
        walker.override()
        walker.take(.back)
        #expect(walker.session.visit?.overrides == [])
        walker.judgeAll()
        walker.enterBankCard()
        walker.take(.confirm)
        #expect(walker.draft?.overrides == [])
        #expect(walker.draft?.decision.verdict == .subsidy(Fen(61_500)))
    }

    @Test func `a part that turned up after the supervisor's word is an ordinary one`() throws {
        var walker = Walker(try World(reviewable: [.partMissing]))
        walker.toParts()
        walker.judge(.motor, .missing)
        walker.override()
        walker.judge(.motor, .present)
        #expect(walker.session.visit?.overrides == [])
        walker.judge(.frame, .missing)
        #expect(walker.step == .refused)
    }

    @Test func `a supervisor's word on a certificate does not outlive it`() throws {
        let ownership = Programme.Ownership(certificate: true, maximumAgeDays: 30)
        var walker = Walker(try World(ownership: ownership))
        walker.toPlateAnswer(walker.world.registered(owner: false))
        walker.showCertificate(issuedOn: "2024-02-20")
        walker.override()
        #expect(walker.step == .battery)
        walker.take(.back)
        #expect(walker.step == .ownership)
        walker.showCertificate(issuedOn: "2024-01-01")
        #expect(walker.reason?.code == .certificateInvalid)
    }

    @Test func `a step back while a serial is looked up takes that part back, not another`() throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.judge(.frame, .present)
        walker.judge(.battery, .battery(60, serial: .text("BAT-0001")))
        #expect(walker.session.awaited == .lookUp)
        walker.take(.back)
        #expect(walker.session.visit?.parts.keys.sorted { $0.rawValue < $1.rawValue } == [.frame])
        #expect(walker.session.awaited == .finding)
    }

    @Test func `a step back takes the last part back, although an earlier one is held`() throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.judge(.battery, .battery(36))
        walker.take(.proceed)
        walker.judge(.motor, .present)
        walker.take(.back)
        #expect(walker.step == .motor)
        #expect(walker.session.visit?.parts[.battery] != nil)
    }

    @Test func `a missing part has no serial`() throws {
        var walker = Walker(try World(reviewable: [.partMissing]))
        walker.toParts()
        walker.take(.scanned("BAT-0001"))
        walker.judge(.battery, .missing)
        walker.override()
        #expect(walker.session.visit?.parts[.battery] == PartFinding(condition: .missing))
    }

    @Test func `a part of another bike is looked up where it is taken`() throws {
        var walker = Walker(try World())
        walker.toPlate()
        walker.take(.noPlate)
        walker.judge(
            .battery,
            PartJudgement(condition: .wrong, serial: .text("BAT-0001")),
            PartKnowledge(claim: walker.world.otherClaim)
        )
        #expect(walker.reason?.code == .partSeen)
    }

    @Test(arguments: [Reason.Code.personClaimed, .vehicleClaimed])
    func `what a commit was refused for is known from then on`(code: Reason.Code) throws {
        let world = try World()
        var walker = Place.committing.walker(in: world)
        let reason = Reason(code, ["claim": world.otherClaim.text])
        walker.take(.commitRefused(ticket: walker.session.ticket, reason))
        #expect(walker.reason == reason)
        walker.take(.back)
        #expect(walker.step == .bankCard)
        walker.enterBankCard()
        #expect(walker.step == .refused)
        #expect(walker.reason == reason)
    }

    @Test func `an agent whom the programme does not allow may be sent to review by a supervisor`() throws {
        var walker = Walker(try World(reviewable: [.agentNotAllowed]))
        walker.toIdentity()
        walker.take(.agentComes)
        #expect(walker.reason == Reason(.agentNotAllowed))
        #expect(walker.session.canOverride)
        walker.override()
        #expect(walker.session.awaited == .card)
        walker.readCard(walker.world.owner)
        #expect(walker.step == .agent)
        walker.take(.cardRead(walker.world.expired))
        walker.enterPlate(walker.world.registered())
        walker.judgeAll()
        walker.enterBankCard()
        walker.take(.confirm)
        #expect(walker.draft?.decision.verdict == .hold(Reason(.agentNotAllowed)))
        #expect(walker.draft?.agent == walker.world.expired)
    }
}

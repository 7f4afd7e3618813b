import Claims
import Inspection
import Testing

/// The rows of the decision table (docs/decide.md) as people walk them at the counter.
struct DecisionTableTests {
    @Test(arguments: [(48, 37_100), (60, 61_500), (72, 78_500)])
    func `row 1, the registered owner is paid by the tariff`(volts: Int, amount: Int64) throws {
        var walker = Walker(try World())
        walker.toReview(volts: volts)
        #expect(walker.session.decision?.verdict == .subsidy(Fen(amount)))
        walker.confirmAndRecord()
        #expect(walker.step == .recorded)
        #expect(walker.draft?.overrides == [])
        #expect(walker.notes == [])
    }

    @Test func `row 2, the present owner is paid with a certificate`() throws {
        var walker = Walker(try World())
        walker.toPlateAnswer(walker.world.registered(owner: false))
        #expect(walker.session.awaited == .certificate)
        #expect(walker.ignore(.partJudged(.battery, .battery(60))) == .stepNotNow)
        walker.showCertificate()
        walker.judgeAll()
        walker.enterBankCard()
        walker.confirmAndRecord()
        #expect(walker.draft?.decision.verdict == .subsidyWithCertificate(Fen(61_500)))
        #expect(walker.draft?.facts.certificate?.number == "2025-017")
    }

    @Test func `row 2 without a certificate is refused, noted, and taken back when one turns up`() throws {
        var walker = Walker(try World())
        walker.toPlateAnswer(walker.world.registered(owner: false))
        walker.take(.noCertificate)
        #expect(walker.step == .refused)
        #expect(walker.reason?.code == .ownershipUnproved)
        #expect(walker.notes.count == 1)
        walker.take(.back)
        #expect(walker.session.awaited == .certificate)
        walker.showCertificate()
        #expect(walker.session.awaited == .finding)
    }

    @Test func `row 3, a bike without a plate gets the residual value of its condition and needs no card`() throws {
        for (condition, amount) in [("complete", 5_000), ("incomplete", 2_000)] {
            var walker = Walker(try World())
            walker.toPlate()
            walker.take(.noPlate)
            walker.judge(.battery, condition == "complete" ? .battery(36) : .missing)
            walker.judge(.motor, .present)
            walker.judge(.frame, .present)
            #expect(walker.session.awaited == .condition)
            #expect(walker.ignore(.conditionChosen("shiny")) == .conditionUnknown)
            walker.take(.conditionChosen(condition))
            walker.confirmAndRecord()
            #expect(walker.draft?.decision.verdict == .residual(Fen(Int64(amount))))
            #expect(walker.draft?.plate == nil)
            #expect(walker.draft?.bankCard == nil)
        }
    }

    @Test func `row 3, the only condition is chosen by itself`() throws {
        let plateless = Programme.Plateless(rows: [World.plateless[1]], incomplete: false)
        var walker = Walker(try World(plateless: plateless))
        walker.toPlate()
        walker.take(.noPlate)
        walker.judgeAll()
        #expect(walker.step == .review)
        walker.take(.back)
        #expect(walker.step == .frame)
        walker.judge(.frame, .missing)
        #expect(walker.reason == Reason(.partMissing, ["part": "frame"]))
    }

    @Test func `row 3, a condition that needs all parts is refused without one, chosen or by itself`() throws {
        for rows in [World.plateless, [World.plateless[0]]] {
            var walker = Walker(try World(plateless: Programme.Plateless(rows: rows, incomplete: true)))
            walker.toPlate()
            walker.take(.noPlate)
            walker.judge(.battery, .missing)
            walker.judge(.motor, .present)
            walker.judge(.frame, .present)
            if rows.count > 1 { walker.take(.conditionChosen("complete")) }
            #expect(walker.step == .refused)
            #expect(walker.reason?.code == .conditionContradicted)
        }
    }

    @Test func `row 3, where no bike without a plate is taken it is refused, and the plate may be found`() throws {
        var walker = Walker(try World(plateless: nil))
        walker.toPlate()
        walker.take(.noPlate)
        #expect(walker.reason == Reason(.platelessNotTaken))
        walker.take(.back)
        walker.enterPlate(walker.world.registered())
        #expect(walker.step == .battery)
    }

    @Test func `row 4, another plate is refused, and a supervisor may send it to review`() throws {
        var walker = Place.reviewable.walker(in: try World())
        let reason = Reason(.notATarget, ["kind": "green", "kinds": "white-red"])
        #expect(walker.reason == reason)
        #expect(walker.ignore(.proceed) == .stepNotNow)
        #expect(walker.ignore(.override(supervisor: "", reason: "x")) == .supervisorRefused)
        for reason in [" ", "", "a\u{7}b", String(repeating: "x", count: 201)] {
            #expect(walker.ignore(.override(supervisor: "Sup", reason: reason)) == .overrideReason)
        }
        walker.override()
        #expect(walker.notes == [])
        walker.judgeAll()
        walker.enterBankCard()
        walker.confirmAndRecord()
        #expect(walker.draft?.decision.verdict == .hold(reason))
        #expect(walker.draft?.overrides.map(\.supervisor) == ["Sup"])
        #expect(walker.draft?.warnings == [Warning(.overridden)])
    }

    @Test(arguments: Part.allCases, [PartFinding.Condition.missing, .wrong])
    func `row 5, a part that is not there refuses, and the bike may come back with it`(
        part: Part,
        condition: PartFinding.Condition
    ) throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.judge(part, PartJudgement(condition: condition))
        let code: Reason.Code = condition == .missing ? .partMissing : .partWrong
        #expect(walker.reason == Reason(code, ["part": part.rawValue]))
        #expect(walker.ignore(.override(supervisor: "Sup", reason: "x")) == .overrideNotNow)
        #expect(walker.notes.map(\.kind) == [.refused])
        #expect(walker.take(.back) == [.takeBackEnding])
        walker.judgeAll()
        #expect(walker.step == .bankCard)
    }

    @Test func `row 6, another voltage is held, and recorded as held when staff go on`() throws {
        var walker = Place.held.walker(in: try World())
        let reason = Reason(.otherVoltage, ["volts": "36"])
        #expect(walker.reason == reason)
        #expect(walker.notes.map(\.kind) == [.held])
        #expect(walker.take(.proceed) == [.takeBackEnding])
        walker.judge(.motor, .present)
        walker.judge(.frame, .present)
        walker.enterBankCard()
        #expect(walker.step == .review)
        walker.confirmAndRecord()
        #expect(walker.draft?.decision.verdict == .hold(reason))
        #expect(walker.session.receipt?.decision.verdict == .hold(reason))
    }

    @Test(arguments: [
        (PartJudgement.battery(nil), Reason.Code.voltageUnclear), (.measured(millivolts: 55_000), .voltageUnclear),
        (.measured(volts: 48, blocks: 6), .voltageContradicted),
        (.measured(volts: 72, millivolts: 50_000), .voltageContradicted),
    ])
    func `row 7, a battery that does not say or contradicts itself is held`(
        judgement: PartJudgement,
        code: Reason.Code
    ) throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.judge(.battery, judgement)
        #expect(walker.step == .held)
        #expect(walker.reason?.code == code)
        walker.take(.back)
        walker.judge(.battery, .measured(volts: 72, millivolts: 78_000, blocks: 6))
        #expect(walker.step == .motor)
    }

    @Test func `row 7, a battery or a serial that contradicts the record is held`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toPlateAnswer(world.registered(volts: 48))
        walker.judge(.battery, .battery(60))
        #expect(walker.reason == Reason(.recordContradicted, ["part": "battery"]))
        walker.take(.back)
        walker.judge(.battery, .battery(48))
        walker.judge(.frame, .serial("FRAME-01"), PartKnowledge(contradictsRecord: true))
        #expect(walker.reason == Reason(.recordContradicted, ["part": "frame"]))
    }

    @Test func `row 8, the second bike of a person is refused at the plate, and one without a plate is not`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toPlate(claim: world.earlier())
        #expect(walker.session.warnings(today: world.today).map(\.code) == [.personClaimed])
        walker.enterPlate(world.registered())
        #expect(walker.reason == Reason(.personClaimed, ["claim": world.otherClaim.text]))
        walker.take(.back)
        walker.take(.noPlate)
        #expect(walker.step == .battery)
    }

    @Test func `row 8, a claim that was refused or withdrawn frees the person, a paid one never`() throws {
        for state in EarlierClaim.State.allCases {
            let world = try World()
            var walker = Walker(world)
            walker.toPlate(claim: world.earlier(state))
            walker.enterPlate(world.registered())
            #expect((walker.step == .refused) == [.live, .paid].contains(state), "\(state)")
        }
    }

    @Test func `row 8, the pair reading lets the person through with another vehicle`() throws {
        let world = try World(onceOnly: .pair)
        var walker = Walker(world)
        walker.toPlate(claim: world.earlier())
        walker.enterPlate(world.registered(), claim: world.earlier())
        #expect(walker.reason?.code == .pairClaimed)
        walker.take(.back)
        walker.enterPlate(world.registered(), text: "拉萨A00102")
        #expect(walker.step == .battery)
    }

    @Test func `row 9, a vehicle that was claimed is refused, by another person as a fraud case`() throws {
        for (byApplicant, code) in [(true, Reason.Code.vehicleClaimed), (false, .vehicleClaimedByAnother)] {
            let world = try World()
            var walker = Walker(world)
            walker.toPlateAnswer(world.registered(), claim: world.earlier(byApplicant: byApplicant))
            #expect(walker.reason == Reason(code, ["claim": world.otherClaim.text]))
            let plate = try world.plate
            #expect(walker.notes.map(\.plate) == [plate])
            #expect(walker.notes.map(\.person) == [world.owner.number])
        }
    }

    @Test func `row 11, an agent is refused at once where agents are not allowed`() throws {
        var walker = Walker(try World())
        walker.toIdentity()
        walker.take(.agentComes)
        #expect(walker.reason == Reason(.agentNotAllowed))
        walker.take(.back)
        #expect(walker.session.wantsCard)
        #expect(walker.session.visit?.relation == .owner)
    }

    @Test func `row 11, an agent comes with both cards and is recorded`() throws {
        let world = try World(agents: .recorded)
        var walker = Place.agent.walker(in: world)
        #expect(walker.session.wantsCard)
        #expect(walker.ignore(.cardRead(world.owner)) == .agentSamePerson)
        walker.take(.cardRead(world.expired))
        #expect(walker.ignore(.cardRead(world.minor)) == .cardNotAsked)
        walker.enterPlate(world.registered())
        walker.judgeAll()
        walker.enterBankCard()
        walker.confirmAndRecord()
        #expect(walker.draft?.applicant == world.owner)
        #expect(walker.draft?.agent == world.expired)
        #expect(walker.draft?.warnings == [Warning(.cardExpired)])
        #expect(walker.draft?.decision.verdict == .subsidy(Fen(61_500)))
    }

    @Test(arguments: [(Relation.heir, Reason.Code.ownerDeceased), (.company, .ownerCompany)])
    func `row 12, an heir or a company is held for review`(relation: Relation, code: Reason.Code) throws {
        var walker = Place.ownership.walker(in: try World())
        walker.take(.relationStated(relation))
        #expect(walker.reason == Reason(code))
        var other = walker
        other.take(.back)
        #expect(other.step == .ownership)
        #expect(other.session.visit?.relation == .owner)
        walker.take(.proceed)
        walker.judgeAll()
        walker.enterBankCard()
        walker.confirmAndRecord()
        #expect(walker.draft?.decision.verdict == .hold(Reason(code)))
        #expect(walker.draft?.facts.relation == relation)
    }

    @Test func `row 12, a minor is held at the card, but not with a bike without a plate`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toPlate(card: world.minor)
        #expect(walker.reason == Reason(.ownerMinor))
        walker.take(.proceed)
        walker.take(.noPlate)
        walker.judgeAll()
        walker.take(.conditionChosen("complete"))
        #expect(walker.session.decision?.verdict == .residual(Fen(5_000)))
    }

    @Test func `by kilometres the odometer decides, and what has no row is held`() throws {
        var walker = Place.kilometres.walker(in: try World(tariff: .kilometres))
        #expect(walker.ignore(.kilometresRead(-1)) == .kilometresInvalid)
        #expect(walker.ignore(.kilometresRead(1_000_000)) == .kilometresInvalid)
        walker.take(.kilometresRead(90_000))
        #expect(walker.reason == Reason(.otherKilometres, ["kilometres": "90000"]))
        walker.take(.back)
        walker.take(.kilometresRead(4_999))
        walker.enterBankCard()
        #expect(walker.session.decision?.verdict == .subsidy(Fen(30_000)))
    }
}

import Claims
import Inspection
import Testing

struct HappyPathTests {
    @Test func `a claim from start to recorded asks for exactly three things`() throws {
        let world = try World()
        var walker = Walker(world)
        #expect(walker.session.step == .idle)
        #expect(walker.session.awaited == .start)

        #expect(walker.take(.start(storeWritable: true)) == [])
        #expect(walker.session.step == .notice)
        #expect(walker.session.awaited == .agreement)
        #expect(!walker.session.wantsCard)

        #expect(walker.take(.agree(noticeVersion: "n1")) == [])
        #expect(walker.session.step == .identity)
        #expect(walker.session.awaited == .card)
        #expect(walker.session.wantsCard)

        #expect(walker.take(.cardRead(world.owner)) == [.checkApplicant(ticket: 1, world.owner.number)])
        #expect(walker.session.step == .identity)
        #expect(walker.session.awaited == .lookUp)
        #expect(!walker.session.wantsCard)

        #expect(walker.take(.applicantChecked(ticket: 1, liveClaim: nil)) == [])
        #expect(walker.session.step == .plate)
        #expect(walker.session.awaited == .plate)

        let plate = try world.plate
        #expect(
            walker.take(.scanned("拉萨Ａ00101\r"))
                == [.checkPlate(ticket: 2, plate, applicant: world.owner.number)]
        )
        #expect(walker.session.awaited == .lookUp)

        #expect(walker.take(.plateChecked(ticket: 2, registration: world.registered(), liveClaim: nil)) == [])
        #expect(walker.session.step == .battery)
        #expect(walker.session.awaited == .finding)
        #expect(walker.take(.partJudged(.battery, .battery(72, serial: .text("B-1")))) == [])
        #expect(walker.session.step == .motor)
        #expect(walker.take(.partJudged(.motor, PartJudgement(condition: .present, serial: .illegible))) == [])
        #expect(walker.session.step == .frame)
        #expect(walker.take(.partJudged(.frame, PartJudgement(condition: .present, serial: .groundOff))) == [])

        #expect(walker.session.step == .bankCard)
        #expect(walker.session.awaited == .bankCard)
        #expect(walker.take(.bankCardEntered("6299 9900 0001 2343", repeated: "6299990000012343")) == [])

        #expect(walker.session.step == .review)
        #expect(walker.session.awaited == .confirmation)
        #expect(walker.session.verdict == .subsidy(Fen(78_500)))

        let draft = ClaimDraft(
            applicant: world.owner,
            plate: plate,
            registration: world.registered(),
            certificate: nil,
            parts: [
                .battery: PartFinding(
                    condition: .present,
                    serial: .read("B-1"),
                    voltage: BatteryVoltage(volts: 72, method: .label)
                ),
                .motor: PartFinding(condition: .present, serial: .illegible),
                .frame: PartFinding(condition: .present, serial: .groundOff),
            ],
            bankCard: BankCardNumber("6299990000012343"),
            verdict: .subsidy(Fen(78_500)),
            noticeVersion: "n1"
        )
        #expect(walker.take(.confirm) == [.commit(ticket: 3, draft)])
        #expect(walker.session.step == .committing)
        #expect(walker.session.awaited == .commit)

        #expect(walker.take(.committed(ticket: 3, world.receipt)) == [])
        #expect(walker.session.step == .recorded)
        #expect(walker.session.awaited == .finish)
        #expect(walker.session.receipt?.receipt == world.receipt)
        #expect(walker.session.receipt?.amount == Fen(78_500))
        #expect(walker.session.visit == nil)

        #expect(walker.take(.finish) == [])
        #expect(walker.session.step == .idle)
        #expect(walker.actions.count == 3)
    }

    @Test(arguments: [(48, 37_100), (60, 61_500), (72, 78_500)])
    func `the amount is the tariff's`(volts: Int, amount: Int64) throws {
        var walker = Walker(try World())
        walker.toReview(volts: volts)
        #expect(walker.session.verdict == .subsidy(Fen(amount)))
    }

    @Test func `two claims after each other share nothing but the running ticket`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toRecorded()
        walker.take(.finish)
        let before = walker.session.ticket
        walker.toRecorded()
        #expect(walker.session.ticket == before + 3)
        #expect(walker.session.step == .recorded)
    }

    @Test func `without a registry the claim goes on, for the central to judge`() throws {
        var walker = Walker(try World())
        walker.toPlateAnswer(.unavailable)
        #expect(walker.session.step == .battery)
        walker.judgeAll()
        walker.enterBankCard()
        #expect(walker.session.verdict == .subsidy(Fen(61_500)))
        walker.take(.confirm)
        guard case .commit(_, let draft)? = walker.actions.last else {
            Issue.record("no commit")
            return
        }
        #expect(draft.registration == .unavailable)
    }

    @Test func `an outdated notice is not agreed to`() throws {
        var walker = Place.notice.walker(in: try World())
        #expect(walker.ignore(.agree(noticeVersion: "n0")) == .noticeOutdated)
        #expect(walker.session.hint?.values == ["version": "n1"])
        #expect(walker.session.step == .notice)
    }

    @Test func `nothing starts while nothing could be recorded`() throws {
        var walker = Walker(try World())
        #expect(walker.ignore(.start(storeWritable: false)) == .storeNotWritable)
        #expect(walker.session.step == .idle)
        walker.take(.start(storeWritable: true))
        #expect(walker.session.step == .notice)
    }
}

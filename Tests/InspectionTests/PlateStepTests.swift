import Claims
import Inspection
import Testing

struct PlateStepTests {
    @Test(arguments: ["", "A", "拉\u{0}萨A1", "拉萨\u{200B}A00101", String(repeating: "A", count: 40)])
    func `what is no plate is not looked up, typed or scanned`(text: String) throws {
        var walker = Place.plate.walker(in: try World())
        #expect(walker.ignore(.plateEntered(text)) == .plateInvalid)
        #expect(walker.ignore(.scanned(text)) == .plateInvalid)
        #expect(walker.session.awaited == .plate)
    }

    @Test func `a second scan does not replace the plate being looked up`() throws {
        let world = try World()
        var walker = Place.plateLookUp.walker(in: world)
        #expect(walker.ignore(.scanned("拉萨A00102")) == .scanNotExpected)
        #expect(walker.ignore(.plateEntered("拉萨A00102")) == .stepNotNow)
        #expect(walker.ignore(.noPlate) == .stepNotNow)
        #expect(walker.session.visit?.plate == (try world.plate))
    }

    @Test func `the answer for the plate before is not the answer for this one`() throws {
        let world = try World()
        var walker = Place.plateLookUp.walker(in: world)
        let first = walker.session.ticket
        walker.take(.back)
        #expect(walker.session.awaited == .plate)
        walker.miss(.plateChecked(ticket: first, registration: world.registered(), liveClaim: nil))
        walker.take(.plateEntered("拉萨A00102"))
        walker.miss(.plateChecked(ticket: first, registration: world.registered(), liveClaim: nil))
        walker.miss(.lookUpFailed(ticket: first))
        #expect(walker.session.awaited == .lookUp)
        walker.take(.cancel)
        walker.toPlate()
        walker.miss(.plateChecked(ticket: first, registration: world.registered(), liveClaim: nil))
    }

    @Test func `a failed look-up asks for the plate again`() throws {
        var walker = Place.plateLookUp.walker(in: try World())
        walker.take(.lookUpFailed(ticket: walker.session.ticket))
        #expect(walker.session.hint == Hint(.lookUpFailed))
        #expect(walker.session.awaited == .plate)
        #expect(walker.session.visit?.plate == nil)
        #expect(walker.session.visit?.applicant == walker.world.owner)
    }

    @Test func `a plate the registry does not have is held, and can be read again`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toPlateAnswer(.unknown)
        #expect(walker.session.step == .held)
        #expect(walker.session.reason == Reason(.plateUnknown))
        #expect(walker.session.canGoBack)
        var other = walker
        walker.take(.back)
        #expect(walker.session.awaited == .plate)
        #expect(walker.session.visit?.plate == nil)
        let plate = try world.plate
        let ending = Ending(
            kind: .held,
            reason: Reason(.plateUnknown),
            person: world.owner.number,
            plate: plate
        )
        #expect(other.take(.finish) == [.recordEnding(ending)])
        #expect(other.session.step == .idle)
    }

    @Test func `a vehicle that has claimed is refused with the other number`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toPlateAnswer(world.registered(), claimedBy: world.otherClaim)
        #expect(walker.session.step == .refused)
        #expect(walker.session.reason == Reason(.vehicleClaimed, ["claim": world.otherClaim.text]))
        walker.take(.back)
        #expect(walker.session.awaited == .plate)
        #expect(walker.session.visit?.vehicleClaimed == nil)
        walker.take(.plateEntered("拉萨A00102"))
        walker.take(.plateChecked(ticket: walker.session.ticket, registration: world.registered(), liveClaim: nil))
        #expect(walker.session.step == .battery)
    }

    @Test func `a plate of another kind and one registered too late are refused by their rule`() throws {
        let world = try World()
        var kind = Walker(world)
        kind.toPlateAnswer(world.registered(kind: "green"))
        #expect(kind.session.reason == Reason(.notATarget, ["kind": "green"]))
        var late = Walker(world)
        late.toPlateAnswer(world.registered(on: CivilDate("2022-01-01")))
        #expect(late.session.step == .refused)
        #expect(late.session.reason?.code == .registeredOutside)
        #expect(late.session.reason?.values["day"] == "2022-01-01")
        late.take(.back)
        #expect(late.session.step == .plate)
    }

    @Test func `another owner shows a certificate and is paid with it`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toPlateAnswer(world.registered(owner: false))
        #expect(walker.session.step == .ownership)
        #expect(walker.session.awaited == .certificate)
        #expect(walker.ignore(.partJudged(.battery, .battery(60))) == .stepNotNow)
        walker.showCertificate()
        #expect(walker.session.step == .battery)
        walker.judgeAll()
        walker.enterBankCard()
        #expect(walker.session.verdict == .subsidyWithCertificate(Fen(61_500)))
        walker.take(.confirm)
        guard case .commit(_, let draft)? = walker.actions.last else {
            Issue.record("no commit")
            return
        }
        #expect(draft.certificate?.number == "2025-017")
    }

    @Test(arguments: [
        ("", "1", "2025-02-20"), ("A", "", "2025-02-20"), ("A", "1", ""), ("A", "1", "2025-02-30"),
        (" ", "1", "2025-02-20"),
        (String(repeating: "A", count: 81), "1", "2025-02-20"),
    ])
    func `half a certificate is none`(issuer: String, number: String, day: String) throws {
        var walker = Place.ownership.walker(in: try World())
        let event = SessionEvent.certificateShown(issuer: issuer, number: number, issuedOn: day)
        #expect(walker.ignore(event) == .certificateInvalid)
        #expect(walker.session.step == .ownership)
    }

    @Test func `a programme without certificates refuses another owner`() throws {
        let world = try World(ownershipCertificate: false)
        var walker = Walker(world)
        walker.toPlateAnswer(world.registered(owner: false))
        #expect(walker.session.step == .refused)
        #expect(walker.session.reason == Reason(.ownershipUnproved))
    }

    @Test func `a bike without a plate goes to its residual value without a bank card`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toPlate()
        #expect(walker.take(.noPlate) == [])
        #expect(walker.session.step == .battery)
        walker.judgeAll(volts: 36)
        #expect(walker.session.step == .review)
        #expect(walker.session.verdict == .residual(Fen(5_000)))
        walker.take(.confirm)
        guard case .commit(_, let draft)? = walker.actions.last else {
            Issue.record("no commit")
            return
        }
        #expect(draft.plate == nil)
        #expect(draft.bankCard == nil)
        #expect(draft.registration == .plateless)
        walker.take(.committed(ticket: walker.session.ticket, world.receipt))
        #expect(walker.session.receipt?.amount == Fen(5_000))
    }

    @Test func `a programme that takes no bike without a plate refuses it, and the plate may be found after all`()
        throws
    {
        var walker = Walker(try World(plateless: nil))
        walker.toPlate()
        walker.take(.noPlate)
        #expect(walker.session.reason == Reason(.platelessNotTaken))
        walker.take(.back)
        #expect(walker.session.awaited == .plate)
        #expect(walker.session.visit?.registration == nil)
    }
}

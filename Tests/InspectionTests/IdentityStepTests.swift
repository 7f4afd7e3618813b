import Claims
import Inspection
import Testing

struct IdentityStepTests {
    @Test func `a second card does not replace the first`() throws {
        let world = try World()
        var walker = Place.personLookUp.walker(in: world)
        #expect(walker.ignore(.cardRead(world.expired)) == .cardNotAsked)
        #expect(walker.session.visit?.applicant == world.owner)
        walker.take(.applicantChecked(ticket: walker.session.ticket, liveClaim: nil))
        #expect(walker.ignore(.cardRead(world.expired)) == .cardNotAsked)
        #expect(walker.session.visit?.applicant == world.owner)
    }

    @Test func `an expired card is taken, with a hint that stays on the next step`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.toIdentity()
        walker.take(.cardRead(world.expired))
        #expect(walker.session.hint == Hint(.cardExpired))
        walker.take(.applicantChecked(ticket: walker.session.ticket, liveClaim: nil))
        #expect(walker.session.step == .plate)
        #expect(walker.session.hint == Hint(.cardExpired))
    }

    @Test func `a card is valid on its last day, and without a readable date`() throws {
        let world = try World()
        let validities: [(CardIdentity.Validity, Bool)] = [
            (.until(world.today), false),
            (.until(CivilDate(daysSince1970: world.today.daysSince1970 - 1)), true),
            (.until(CivilDate(daysSince1970: world.today.daysSince1970 + 1)), false),
            (.longTerm, false),
            (.unreadable, false),
        ]
        for (validity, expired) in validities {
            let card = CardIdentity(name: "测试", number: world.owner.number, validity: validity, kind: .resident)
            var walker = Walker(world)
            walker.toPlate(card: card)
            #expect((walker.session.hint?.code == .cardExpired) == expired, "\(validity)")
        }
    }

    @Test func `a person who has claimed is refused with the other number, and cannot go back`() throws {
        let world = try World()
        var walker = Place.refusedPerson.walker(in: world)
        #expect(walker.session.reason == Reason(.personClaimed, ["claim": world.otherClaim.text]))
        #expect(!walker.session.canGoBack)
        #expect(walker.ignore(.back) == .stepNotNow)
        let ending = Ending(
            kind: .refused,
            reason: Reason(.personClaimed, ["claim": world.otherClaim.text]),
            person: world.owner.number,
            plate: nil
        )
        #expect(walker.take(.finish) == [.recordEnding(ending)])
        #expect(walker.session.step == .idle)
    }

    @Test func `the pair reading lets a person with another vehicle through, back and forth`() throws {
        let world = try World(onceOnly: .pair)
        var walker = Walker(world)
        walker.toIdentity()
        walker.take(.cardRead(world.owner))
        walker.take(.applicantChecked(ticket: walker.session.ticket, liveClaim: world.otherClaim))
        #expect(walker.session.step == .plate)
        walker.take(.plateEntered(world.plateText))
        walker.take(.plateChecked(ticket: walker.session.ticket, registration: world.registered(), liveClaim: nil))
        #expect(walker.session.step == .battery)
        #expect(walker.session.canGoBack)
        walker.take(.back)
        #expect(walker.session.step == .plate)
        walker.take(.back)
        #expect(walker.session.step == .identity)
        #expect(walker.session.wantsCard)
    }

    @Test func `the pair reading refuses the same pair, and another plate may be read`() throws {
        let world = try World(onceOnly: .pair)
        var walker = Walker(world)
        walker.toIdentity()
        walker.take(.cardRead(world.owner))
        walker.take(.applicantChecked(ticket: walker.session.ticket, liveClaim: world.otherClaim))
        walker.take(.plateEntered(world.plateText))
        let claim = world.otherClaim
        walker.take(.plateChecked(ticket: walker.session.ticket, registration: world.registered(), liveClaim: claim))
        #expect(walker.session.reason == Reason(.vehicleClaimed, ["claim": claim.text]))
        walker.take(.back)
        #expect(walker.session.step == .plate)
        #expect(walker.session.awaited == .plate)
    }

    @Test func `a failed look-up asks for the card again`() throws {
        var walker = Place.personLookUp.walker(in: try World())
        #expect(walker.take(.lookUpFailed(ticket: walker.session.ticket)) == [])
        #expect(walker.session.hint == Hint(.lookUpFailed))
        #expect(walker.session.wantsCard)
        #expect(walker.session.visit?.applicant == nil)
    }

    @Test func `the answer for the card before is not the answer for this one`() throws {
        let world = try World()
        var walker = Place.personLookUp.walker(in: world)
        let first = walker.session.ticket
        walker.take(.back)
        #expect(walker.session.wantsCard)
        walker.miss(.applicantChecked(ticket: first, liveClaim: nil))
        walker.take(.cardRead(world.expired))
        #expect(walker.session.ticket != first)
        walker.miss(.applicantChecked(ticket: first, liveClaim: world.otherClaim))
        walker.miss(.lookUpFailed(ticket: first))
        #expect(walker.session.visit?.applicant == world.expired)
        #expect(walker.session.awaited == .lookUp)
    }

    @Test func `an answer for a session that was left changes nothing in the next`() throws {
        let world = try World()
        for sample in [Sample.applicantChecked, .lookUpFailed] {
            var walker = Place.personLookUp.walker(in: world)
            let old = walker.session.ticket
            walker.take(.cancel)
            walker.miss(sample.event(in: world, ticket: old))
            walker.toIdentity()
            walker.miss(sample.event(in: world, ticket: old))
            walker.take(.cardRead(world.expired))
            walker.miss(sample.event(in: world, ticket: old))
        }
    }

    @Test func `an answer given twice counts once`() throws {
        let world = try World()
        var walker = Place.personLookUp.walker(in: world)
        let ticket = walker.session.ticket
        walker.take(.applicantChecked(ticket: ticket, liveClaim: nil))
        walker.miss(.applicantChecked(ticket: ticket, liveClaim: world.otherClaim))
        walker.take(.back)
        walker.miss(.applicantChecked(ticket: ticket, liveClaim: world.otherClaim))
        #expect(walker.session.wantsCard)
    }
}

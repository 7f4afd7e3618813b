import Claims
import Inspection
import Testing

struct EndingTests {
    @Test(arguments: [
        (Place.notice, Step.idle), (.card, .notice), (.personLookUp, .identity), (.agent, .identity),
        (.plate, .identity), (.plateLookUp, .plate), (.ownership, .plate), (.battery, .plate), (.motor, .battery),
        (.frame, .motor), (.partLookUp, .battery), (.kilometres, .frame), (.condition, .frame), (.bankCard, .frame),
        (.doubtfulCard, .frame), (.review, .bankCard), (.platelessReview, .condition), (.heldReview, .bankCard),
        (.refusedPerson, .plate), (.refusedPart, .battery), (.reviewable, .plate), (.held, .battery),
    ])
    func `back goes to the step before`(place: Place, step: Step) throws {
        var walker = try place.walker()
        let isNoted = [Step.refused, .held].contains(place.step)
        #expect(walker.take(.back) == (isNoted ? [.takeBackEnding] : []))
        #expect(walker.session.step == step)
        #expect(walker.session.hint == nil)
        #expect(walker.notes == [])
    }

    @Test func `back all the way forgets one thing after the other, and then there is nothing left`() throws {
        var walker = try Place.review.walker()
        var steps: [Step] = []
        while walker.session.canGoBack, steps.count < 20 {
            walker.take(.back)
            steps.append(walker.session.step)
        }
        #expect(steps == [.bankCard, .frame, .motor, .battery, .plate, .identity, .notice, .idle])
        #expect(walker.session.visit == nil)
    }

    @Test(arguments: Place.allCases.filter { ![.idle, .committing].contains($0) })
    func `a session that nobody touches ends, and a note of it stands`(place: Place) throws {
        var walker = try place.walker()
        let isEnd = [Step.recorded, .refused, .held].contains(place.step)
        let notes = walker.notes
        #expect(walker.take(.timedOut) == [])
        #expect(walker.session.step == .idle)
        #expect(walker.session.hint?.code == (isEnd ? nil : .sessionTimedOut))
        #expect(walker.notes == notes)
        #expect(notes.count == ([Step.refused, .held].contains(place.step) ? 1 : 0))
    }

    @Test func `a time-out interrupts neither rest nor a commit`() throws {
        for place in [Place.idle, .committing] {
            var walker = try place.walker()
            walker.miss(.timedOut)
        }
    }

    @Test func `a refusal before the visit is noted without a person`() throws {
        var walker = try Place.refusedBeforeVisit.walker()
        #expect(walker.reason == Reason(.outsideWindow, walker.world.windowValues))
        #expect(walker.notes.map(\.person) == [nil])
        #expect(walker.take(.finish) == [])
    }

    @Test func `a cancelled session is not noted`() throws {
        for place in Place.allCases where place.taken.contains(.cancel) {
            var walker = try place.walker()
            #expect(walker.take(.cancel) == [], "\(place)")
            #expect(walker.step == .idle)
            #expect(walker.notes == [])
        }
    }

    @Test func `the warnings of the hour are kept with the claim`() throws {
        let world = try World()
        var walker = Walker(world)
        walker.take(.start(warnings: [Warning(.closedDay)]))
        #expect(walker.session.warnings(today: world.today) == [Warning(.closedDay)])
        walker.take(.agree(world.consent(campaign: true)))
        walker.readCard(world.expired)
        walker.enterPlate(world.registered(), age: 8)
        walker.judgeAll()
        walker.enterBankCard()
        walker.take(.confirm)
        #expect(walker.draft?.warnings.map(\.code) == [.closedDay, .cardExpired, .provisional])
        #expect(walker.draft?.decision.isProvisional == true)
        #expect(walker.draft?.consent == world.consent(campaign: true))
    }
}

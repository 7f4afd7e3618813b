import Claims
import Inspection
import Testing

/// Every event in every place: those that fit are taken, every other one changes nothing but the hint.
struct IgnoredEventTests {
    @Test(arguments: Place.allCases)
    func `a session can be led to every place`(place: Place) throws {
        #expect(try place.walker().session.step == place.step)
    }

    @Test func `every step has its place in this table`() {
        #expect(Set(Place.allCases.map(\.step)) == Set(Step.allCases))
    }

    @Test(arguments: Place.allCases)
    func `what does not fit changes nothing and says why`(place: Place) throws {
        let world = try place.world()
        for sample in Sample.allCases {
            var walker = place.walker(in: world)
            let event = sample.event(in: world, ticket: walker.session.ticket)
            if place.taken.contains(sample) {
                walker.take(event)
            } else if let code = sample.hintWhereIgnored(at: place) {
                #expect(walker.ignore(event) == code, "\(sample) at \(place)")
                if code == .stepNotNow { #expect(walker.session.hint?.values == ["step": place.step.rawValue]) }
            } else {
                walker.miss(event)
            }
        }
    }

    @Test(arguments: Place.allCases)
    func `an answer with another ticket is stale everywhere`(place: Place) throws {
        let world = try place.world()
        for sample in Sample.answers {
            for distance in [-1, 1, 1_000] {
                var walker = place.walker(in: world)
                walker.miss(sample.event(in: world, ticket: walker.session.ticket + distance))
            }
        }
    }

    @Test(arguments: Place.allCases)
    func `the buttons on screen tell the truth`(place: Place) throws {
        let world = try place.world()
        let session = place.walker(in: world).session
        #expect(session.canGoBack == place.taken.contains(.back))
        #expect(session.canOverride == place.taken.contains(.override))
        #expect(session.canCancel == place.taken.contains(.cancel))
        #expect(session.wantsCard == [.card, .agent].contains(place))
    }

    @Test(arguments: [
        Hint.Code.cardUnreadable, .cardNotAnID, .cardReadFailed, .cardMoved, .cardStillThere,
    ])
    func `what the reader says is shown while a card is wanted, and only then`(code: Hint.Code) throws {
        let world = try World()
        var waiting = Place.card.walker(in: world)
        #expect(waiting.ignore(.cardFailed(Hint(code))) == code)
        #expect(waiting.session.wantsCard)
        var after = Place.plate.walker(in: world)
        #expect(after.ignore(.cardFailed(Hint(code))) == .cardNotAsked)
    }

    @Test func `a hint goes away with the next event that fits`() throws {
        var walker = Place.plate.walker(in: try World())
        walker.ignore(.confirm)
        #expect(walker.session.hint?.code == .stepNotNow)
        walker.take(.plateEntered(walker.world.plateText))
        #expect(walker.session.hint == nil)
    }
}

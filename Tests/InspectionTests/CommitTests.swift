import Claims
import Inspection
import Testing

struct BankCardStepTests {
    @Test(arguments: [
        ("629999000001234", "629999000001234", Hint.Code.bankCardForm),
        ("62999900000123430000", "62999900000123430000", .bankCardForm),
        ("", "", .bankCardForm),
        ("card", "card", .bankCardForm),
        ("6299990000012343", "6299990000012344", .bankCardMismatch),
        ("6299990000012343", "", .bankCardMismatch),
        ("6299990000012343", "62999900000012348", .bankCardMismatch),
        ("6299990000012344", "6299990000012344", .bankCardLuhn),
    ])
    func `a card entered wrongly is asked for again`(number: String, repeated: String, code: Hint.Code) throws {
        var walker = Place.bankCard.walker(in: try World())
        #expect(walker.ignore(.bankCardEntered(number, repeated: repeated)) == code)
        #expect(walker.session.step == .bankCard)
        #expect(walker.session.visit?.bankCard == nil)
        walker.enterBankCard()
        #expect(walker.session.step == .review)
    }

    @Test func `a scanned card needs no repetition, but a right last digit`() throws {
        var walker = Place.bankCard.walker(in: try World())
        #expect(walker.ignore(.scanned("6299990000012344")) == .bankCardLuhn)
        #expect(walker.ignore(.scanned("SN-1")) == .bankCardForm)
        walker.take(.scanned("6299990000012343"))
        #expect(walker.session.step == .review)
        #expect(walker.session.visit?.bankCard?.digits == "6299990000012343")
    }

    @Test func `separators do not make another card`() throws {
        var walker = Place.bankCard.walker(in: try World())
        walker.take(.bankCardEntered("6299-9900-0001-2343", repeated: " 6299 9900 0001 2343"))
        #expect(walker.session.step == .review)
    }
}

struct CommitTests {
    @Test func `a double click on confirm commits once`() throws {
        var walker = Place.review.walker(in: try World())
        walker.take(.confirm)
        #expect(walker.ignore(.confirm) == .busyCommitting)
        #expect(walker.ignore(.confirm) == .busyCommitting)
        let commits = walker.actions.filter { if case .commit = $0 { true } else { false } }
        #expect(commits.count == 1)
    }

    @Test func `while it is being saved nothing is possible but waiting`() throws {
        let world = try World()
        for sample in Sample.allCases where !Place.committing.taken.contains(sample) {
            var walker = Place.committing.walker(in: world)
            let before = walker.session
            let outcome = walker.send(sample.event(in: world, ticket: walker.session.ticket))
            #expect(outcome == .stale || outcome == .ignored(Hint(.busyCommitting)), "\(sample)")
            #expect(walker.session.isSame(as: before))
            walker.take(.committed(ticket: walker.session.ticket, world.receipt))
        }
    }

    @Test func `when nothing was saved the review is back, and confirming again works`() throws {
        let world = try World()
        var walker = Place.committing.walker(in: world)
        let first = walker.session.ticket
        let reviewed = Place.review.walker(in: world).session
        walker.take(.commitFailed(ticket: first, .storeDiskFull))
        #expect(walker.session.step == .review)
        #expect(walker.session.hint == Hint(.notSaved, ["code": "store.disk-full"]))
        #expect(walker.session.visit == reviewed.visit)
        #expect(walker.session.verdict == reviewed.verdict)
        walker.miss(.committed(ticket: first, world.receipt))
        let actions = walker.take(.confirm)
        guard case .commit(let ticket, _)? = actions.first else {
            Issue.record("no commit")
            return
        }
        #expect(ticket == first + 1)
        walker.miss(.committed(ticket: first, world.receipt))
        walker.miss(.commitFailed(ticket: first, .storeFailed))
        walker.miss(.commitRefused(ticket: first, Reason(.personClaimed)))
        walker.take(.committed(ticket: ticket, world.receipt))
        #expect(walker.session.step == .recorded)
    }

    @Test func `a person claimed in between is refused with the other number, and cannot go back`() throws {
        let world = try World()
        var walker = Place.committing.walker(in: world)
        let reason = Reason(.personClaimed, ["claim": world.otherClaim.text])
        walker.take(.commitRefused(ticket: walker.session.ticket, reason))
        #expect(walker.session.step == .refused)
        #expect(walker.session.reason == reason)
        #expect(!walker.session.canGoBack)
        #expect(walker.ignore(.back) == .stepNotNow)
        let plate = try world.plate
        let ending = Ending(kind: .refused, reason: reason, person: world.owner.number, plate: plate)
        #expect(walker.take(.finish) == [.recordEnding(ending)])
    }

    @Test func `a vehicle claimed in between is refused with the other number`() throws {
        let world = try World()
        var walker = Place.committing.walker(in: world)
        let reason = Reason(.vehicleClaimed, ["claim": world.otherClaim.text])
        walker.take(.commitRefused(ticket: walker.session.ticket, reason))
        #expect(walker.session.reason == reason)
        let plate = try world.plate
        let ending = Ending(kind: .refused, reason: reason, person: world.owner.number, plate: plate)
        #expect(walker.take(.finish) == [.recordEnding(ending)])
        #expect(walker.session.step == .idle)
    }

    @Test func `an answer to a commit counts once`() throws {
        let world = try World()
        var walker = Place.recorded.walker(in: world)
        walker.miss(.committed(ticket: walker.session.ticket, world.receipt))
        walker.miss(.commitFailed(ticket: walker.session.ticket, .storeFailed))
        walker.take(.finish)
        walker.miss(.committed(ticket: walker.session.ticket, world.receipt))
    }

    @Test func `what was reviewed on the last day is not committed after midnight`() throws {
        let world = try World()
        var walker = Place.review.walker(in: world)
        walker.today = world.dayAfter
        #expect(walker.take(.confirm) == [])
        #expect(walker.session.step == .refused)
        #expect(walker.session.reason == Reason(.outsideWindow, world.windowValues))
    }

    @Test func `the window is judged at every step that asks the rules`() throws {
        let world = try World()
        let steps: [(Place, SessionEvent)] = [
            (.idle, .start(storeWritable: true)),
            (.personLookUp, .applicantChecked(ticket: 1, liveClaim: nil)),
            (.plate, .noPlate),
            (.plateLookUp, .plateChecked(ticket: 2, registration: world.registered(), liveClaim: nil)),
            (.battery, .partJudged(.battery, .battery(60))),
            (.frame, .partJudged(.frame, .present)),
            (.bankCard, .bankCardEntered(world.bankCard, repeated: world.bankCard)),
            (.review, .confirm),
        ]
        for (place, event) in steps {
            var walker = place.walker(in: world)
            walker.today = world.dayAfter
            walker.take(event)
            #expect(walker.session.reason == Reason(.outsideWindow, world.windowValues), "\(place)")
        }
    }
}

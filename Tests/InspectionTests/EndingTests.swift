import Claims
import Inspection
import Testing

struct EndingTests {
    @Test(arguments: [
        (Place.notice, Step.idle), (.card, .notice), (.personLookUp, .identity), (.plate, .identity),
        (.plateLookUp, .plate), (.ownership, .plate), (.battery, .plate), (.motor, .battery), (.frame, .motor),
        (.bankCard, .frame), (.review, .bankCard), (.refusedPart, .battery), (.held, .battery),
    ])
    func `back goes to the step before`(place: Place, step: Step) throws {
        var walker = place.walker(in: try World())
        #expect(walker.take(.back) == [])
        #expect(walker.session.step == step)
        #expect(walker.session.hint == nil)
    }

    @Test func `back from the parts of a certified bike asks for the certificate again`() throws {
        var walker = Place.ownership.walker(in: try World())
        walker.showCertificate()
        walker.take(.back)
        #expect(walker.session.step == .ownership)
        #expect(walker.session.visit?.certificate == nil)
    }

    @Test func `back from a review without a plate goes to the parts`() throws {
        var walker = Walker(try World())
        walker.toPlate()
        walker.take(.noPlate)
        walker.judgeAll()
        walker.take(.back)
        #expect(walker.session.step == .frame)
        for step in [Step.motor, .battery, .plate] {
            walker.take(.back)
            #expect(walker.session.step == step)
        }
        #expect(walker.session.visit?.isPlateless == false)
    }

    @Test func `back all the way forgets one thing after the other, and then there is nothing left`() throws {
        let world = try World()
        var walker = Place.review.walker(in: world)
        var steps: [Step] = []
        while walker.session.canGoBack, steps.count < 20 {
            walker.take(.back)
            steps.append(walker.session.step)
        }
        #expect(steps == [.bankCard, .frame, .motor, .battery, .plate, .identity, .notice, .idle])
        #expect(walker.session.visit == nil)
    }

    @Test func `back and forth again ends in the same review`() throws {
        let world = try World()
        let reviewed = Place.review.walker(in: world).session
        var walker = Place.review.walker(in: world)
        for _ in 0..<4 { walker.take(.back) }
        #expect(walker.session.step == .battery)
        walker.judgeAll()
        walker.enterBankCard()
        #expect(walker.session.visit == reviewed.visit)
        #expect(walker.session.verdict == reviewed.verdict)
    }

    @Test(arguments: Place.allCases.filter { ![.idle, .committing].contains($0) })
    func `a session that nobody touches ends`(place: Place) throws {
        let world = try World()
        var walker = place.walker(in: world)
        let isEnd = [Step.recorded, .refused, .held].contains(place.step)
        let reason = walker.session.reason
        let actions = walker.take(.timedOut)
        #expect(walker.session.step == .idle)
        #expect(walker.session.hint?.code == (isEnd ? nil : .sessionTimedOut))
        if let reason {
            guard case .recordEnding(let ending)? = actions.first else {
                Issue.record("the ending is not recorded")
                return
            }
            #expect(ending.reason == reason)
            #expect(ending.kind.rawValue == place.step.rawValue)
            #expect(actions.count == 1)
        } else {
            #expect(actions == [])
        }
    }

    @Test func `a time-out interrupts neither rest nor a commit`() throws {
        let world = try World()
        for place in [Place.idle, .committing] {
            var walker = place.walker(in: world)
            walker.miss(.timedOut)
        }
    }

    @Test func `a refusal before the visit is recorded without a person`() throws {
        let world = try World()
        var walker = Place.refusedBeforeVisit.walker(in: world)
        let reason = Reason(.outsideWindow, world.windowValues)
        #expect(walker.session.reason == reason)
        let ending = Ending(kind: .refused, reason: reason, person: nil, plate: nil)
        #expect(walker.take(.finish) == [.recordEnding(ending)])
    }

    @Test func `a cancelled session is not recorded`() throws {
        let world = try World()
        for place in Place.allCases where place.taken.contains(.cancel) {
            var walker = place.walker(in: world)
            #expect(walker.take(.cancel) == [], "\(place)")
            #expect(walker.session.step == .idle)
        }
    }
}

/// After its end a session is what it was before, however it ended.
struct NothingLeftTests {
    /// Places, and the event that ends a session there.
    static let ends: [(Place, Sample)] = Place.allCases.flatMap { place in
        [Sample.cancel, .finish, .timedOut].filter { place.taken.contains($0) }.map { (place, $0) }
    }

    @Test(arguments: ends)
    func `nothing of the person is left after the end`(place: Place, end: Sample) throws {
        let world = try World()
        var walker = place.walker(in: world)
        walker.take(end.event(in: world, ticket: walker.session.ticket))
        #expect(walker.session.step == .idle)
        try expectNothing(in: walker.session, of: world)
    }

    @Test func `nothing of the person is left once the claim is recorded`() throws {
        let world = try World()
        let session = Place.recorded.walker(in: world).session
        try expectNothing(in: session, of: world)
        #expect(session.visit == nil)
    }

    /// Two people with nothing in common, the same number of steps: the values left must be equal in every field,
    /// those that nothing prints included.
    @Test func `which of two people was there cannot be told afterwards`() throws {
        let world = try World()
        func session(_ card: CardIdentity, plate: String, bankCard: String, end: Sample?) -> CounterSession {
            var walker = Walker(world)
            walker.toPlate(card: card)
            walker.take(.plateEntered(plate))
            walker.take(.plateChecked(ticket: walker.session.ticket, registration: world.registered(), liveClaim: nil))
            walker.take(.scanned("SN-\(plate)"))
            walker.judgeAll()
            walker.take(.bankCardEntered(bankCard, repeated: bankCard))
            if let end {
                walker.take(end.event(in: world, ticket: walker.session.ticket))
            } else {
                walker.take(.confirm)
                walker.take(.committed(ticket: walker.session.ticket, world.receipt))
            }
            return walker.session
        }
        for end in [Sample.cancel, .timedOut, nil] {
            let one = session(world.owner, plate: "拉萨A00101", bankCard: "6299990000012343", end: end)
            let other = session(world.expired, plate: "拉萨B99999", bankCard: "62999900000012348", end: end)
            #expect(one == other)
        }
    }

    @Test func `while the visit lasts, its marks are found: the search works`() throws {
        let world = try World()
        let seen = everythingPrinted(of: Place.review.walker(in: world).session)
        for mark in try marks(of: world) { #expect(seen.contains(mark), "\(mark)") }
    }

    @Test(arguments: Place.allCases)
    func `no name and no whole number is printed even while the visit lasts`(place: Place) throws {
        let world = try World()
        let walker = place.walker(in: world)
        let seen = everythingPrinted(of: walker.session) + everythingPrinted(of: walker.actions)
        for secret in [world.owner.name, world.owner.number.text, "A00101", world.bankCard] {
            #expect(!seen.contains(secret), "\(secret)")
        }
    }

    private func expectNothing(in session: CounterSession, of world: World) throws {
        let seen = everythingPrinted(of: session)
        for mark in try marks(of: world) { #expect(!seen.contains(mark), "\(mark)") }
        #expect(session.visit == nil)
        #expect(session.reason == nil)
    }

    /// What shows of the owner, the plate and the card in any print of a session that holds them.
    private func marks(of world: World) throws -> [String] {
        let card = try #require(BankCardNumber(world.bankCard))
        return [world.owner.number.masked, try world.plate.masked, card.masked]
    }

    private func everythingPrinted(of value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped)"
    }
}

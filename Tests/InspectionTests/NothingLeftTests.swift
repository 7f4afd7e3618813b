import Claims
import Inspection
import Testing

/// After its end a session is what it was before, however it ended.
struct NothingLeftTests {
    /// Places, and the event that ends a session there.
    static let ends: [(Place, Sample)] = Place.allCases.flatMap { place in
        [Sample.cancel, .finish, .timedOut].filter { place.taken.contains($0) }.map { (place, $0) }
    }

    @Test(arguments: ends)
    func `nothing of the person is left after the end`(place: Place, end: Sample) throws {
        let world = try place.world()
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
            walker.enterPlate(world.registered(), text: plate)
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
        let world = try place.world()
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

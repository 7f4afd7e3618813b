import Claims
import Inspection
import Testing

struct CommitTests {
    @Test func `a double click on confirm commits once`() throws {
        var walker = try Place.review.walker()
        walker.take(.confirm)
        #expect(walker.ignore(.confirm) == .busyCommitting)
        let commits = walker.actions.filter { if case .commit = $0 { true } else { false } }
        #expect(commits.count == 1)
    }

    @Test func `when nothing was saved the review is back, and confirming again works`() throws {
        let world = try World()
        var walker = Place.committing.walker(in: world)
        let first = walker.session.ticket
        walker.take(.commitFailed(ticket: first, .storeDiskFull))
        #expect(walker.step == .review)
        #expect(walker.session.hint == Hint(.notSaved, ["code": "store.disk-full"]))
        walker.miss(.committed(ticket: first, world.receipt))
        walker.take(.confirm)
        walker.miss(.committed(ticket: first, world.receipt))
        walker.miss(.commitRefused(ticket: first, Reason(.personClaimed)))
        walker.record()
        #expect(walker.step == .recorded)
        walker.miss(.committed(ticket: walker.session.ticket, world.receipt))
    }

    @Test func `what was reviewed on the last day is not committed after midnight`() throws {
        let world = try World()
        var walker = Place.review.walker(in: world)
        walker.today = world.dayAfter
        walker.take(.confirm)
        #expect(walker.draft == nil)
        #expect(walker.reason == Reason(.outsideWindow, world.windowValues))
    }

    @Test func `a certificate may need a photo, and may be too old`() throws {
        let ownership = Programme.Ownership(certificate: true, maximumAgeDays: 30, photo: .required)
        let world = try World(ownership: ownership)
        var walker = Place.ownership.walker(in: world)
        #expect(walker.ignore(.certificateShown(world.certificate())) == .photoNeeded)
        #expect(walker.ignore(.certificateShown(world.certificate(photo: "x"))) == .certificateInvalid)
        #expect(walker.ignore(.certificateShown(world.certificate(issuedOn: "2025-03-11"))) == .certificateDate)
        walker.showCertificate(issuedOn: "2025-02-01", photo: world.photo)
        #expect(walker.reason?.code == .certificateInvalid)
        walker.take(.back)
        walker.showCertificate(issuedOn: "2025-02-08", photo: world.photo)
        #expect(walker.step == .battery)
        #expect(walker.session.visit?.certificate?.photo == world.photo)
    }
}

struct BankCardStepTests {
    @Test(arguments: [
        ("62999900000", "62999900000", Hint.Code.bankCardForm), ("", "", .bankCardForm),
        ("card", "card", .bankCardForm),
        ("6299990000012343", "6299990000012344", .bankCardMismatch), ("6299990000012343", "", .bankCardMismatch),
    ])
    func `a card entered wrongly is asked for again`(number: String, repeated: String, code: Hint.Code) throws {
        var walker = try Place.bankCard.walker()
        #expect(walker.ignore(.bankCardEntered(number, repeated: repeated)) == code)
        walker.enterBankCard()
        #expect(walker.step == .review)
    }

    @Test func `a doubtful number is asked for twice, and then only a supervisor lets it pass`() throws {
        let world = try World()
        var walker = Place.bankCard.walker(in: world)
        walker.enterBankCard(world.doubtfulCard)
        #expect(walker.session.hint?.code == .bankCardLuhn)
        #expect(!walker.session.canOverride)
        walker.enterBankCard("629999000001")
        #expect(walker.session.hint?.code == .bankCardLength)
        walker.enterBankCard(world.doubtfulCard)
        #expect(!walker.session.canOverride)
        walker.enterBankCard(world.doubtfulCard)
        #expect(walker.session.hint?.code == .bankCardAgain)
        walker.override()
        #expect(walker.step == .review)
        walker.take(.confirm)
        #expect(walker.draft?.bankCard?.digits == world.doubtfulCard)
        #expect(walker.draft?.overrides.map(\.subject) == [.bankCard])
        #expect(walker.draft?.warnings.map(\.code) == [.bankCardLuhn, .overridden])
    }

    @Test func `a right number after a doubtful one needs nobody`() throws {
        let world = try World()
        var walker = Place.doubtfulCard.walker(in: world)
        walker.take(.scanned(world.bankCard))
        #expect(walker.step == .review)
        #expect(walker.session.visit?.overrides == [])
    }
}

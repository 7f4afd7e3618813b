import Claims
import Inspection
import Testing

struct PartsStepTests {
    static let orders: [[Part]] = [
        [.battery, .motor, .frame], [.battery, .frame, .motor], [.motor, .battery, .frame], [.motor, .frame, .battery],
        [.frame, .battery, .motor], [.frame, .motor, .battery],
    ]

    @Test(arguments: orders)
    func `parts are judged in any order, and the step is the first that is open`(order: [Part]) throws {
        var walker = Walker(try World())
        walker.toParts()
        var open = Part.allCases
        for part in order {
            #expect(walker.session.step.rawValue == open.first?.rawValue)
            walker.take(.partJudged(part, part == .battery ? .battery(60) : .present))
            open.removeAll { $0 == part }
        }
        #expect(walker.session.step == .bankCard)
        walker.enterBankCard()
        #expect(walker.session.verdict == .subsidy(Fen(61_500)))
    }

    @Test func `a part is corrected by judging it again`() throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.take(.partJudged(.battery, .battery(48, serial: .text("B-1"))))
        walker.take(.partJudged(.battery, .battery(72, serial: .text("B-2"))))
        walker.take(.partJudged(.motor, .present))
        walker.take(.partJudged(.motor, PartJudgement(condition: .present, serial: .illegible)))
        walker.take(.partJudged(.frame, .present))
        walker.enterBankCard()
        #expect(walker.session.verdict == .subsidy(Fen(78_500)))
        #expect(walker.session.visit?.parts[.battery]?.serial == .read("B-2"))
        #expect(walker.session.visit?.parts[.motor]?.serial == .illegible)
    }

    @Test(arguments: orders, [PartFinding.Condition.missing, .wrong])
    func `a missing or wrong part refuses at once, whatever was judged before`(
        order: [Part],
        condition: PartFinding.Condition
    ) throws {
        let world = try World()
        let plate = try world.plate
        for failing in Part.allCases {
            var walker = Walker(world)
            walker.toParts()
            for part in order {
                guard part == failing else {
                    walker.take(.partJudged(part, part == .battery ? .battery(60) : .present))
                    continue
                }
                walker.take(.partJudged(part, PartJudgement(condition: condition)))
                break
            }
            let code: Reason.Code = condition == .missing ? .partMissing : .partWrong
            let reason = Reason(code, ["part": failing.rawValue])
            #expect(walker.session.step == .refused)
            #expect(walker.session.reason == reason)
            #expect(walker.session.canGoBack)

            var other = walker
            other.take(.back)
            #expect(other.session.visit?.parts[failing] == nil, "the finding is taken back")
            #expect(other.session.visit?.parts.values.allSatisfy { $0.condition == .present } == true)
            #expect(other.session.visit?.parts.count == order.firstIndex(of: failing), "and nothing else")

            let ending = Ending(kind: .refused, reason: reason, person: world.owner.number, plate: plate)
            #expect(walker.take(.finish) == [.recordEnding(ending)])
            #expect(walker.session.step == .idle)
        }
    }

    @Test func `a battery needs a voltage to be present, not to be missing`() throws {
        var walker = Walker(try World())
        walker.toParts()
        for volts in [nil, 0, -48, 11, 121, Int.max] {
            #expect(walker.ignore(.partJudged(.battery, .battery(volts))) == .voltageNeeded)
        }
        walker.take(.partJudged(.battery, .missing))
        #expect(walker.session.step == .refused)
    }

    @Test func `volts of a motor or a frame are not looked at`() throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.take(.partJudged(.motor, .battery(36)))
        #expect(walker.session.visit?.parts[.motor]?.voltage == nil)
    }

    @Test(arguments: orders)
    func `another voltage is held, and back takes the battery's finding back`(order: [Part]) throws {
        var walker = Walker(try World())
        walker.toParts()
        for part in order {
            walker.take(.partJudged(part, part == .battery ? .battery(36) : .present))
            if part == .battery { break }
        }
        #expect(walker.session.step == .held)
        #expect(walker.session.reason == Reason(.otherVoltage, ["volts": "36"]))
        walker.take(.back)
        #expect(walker.session.step == .battery)
        #expect(walker.session.visit?.parts[.battery] == nil)
        #expect(walker.session.visit?.parts.count == order.firstIndex(of: .battery))
        walker.take(.partJudged(.battery, .battery(48)))
        #expect(walker.session.step != .held)
    }

    @Test func `another voltage is refused where the programme says so`() throws {
        var walker = Walker(try World(otherVoltage: .refuse))
        walker.toParts()
        walker.take(.partJudged(.battery, .battery(96)))
        #expect(walker.session.step == .refused)
        #expect(walker.session.reason == Reason(.otherVoltage, ["volts": "96"]))
    }

    @Test(arguments: ["", " ", "\u{1}", String(repeating: "7", count: 65)])
    func `a serial that is none is refused, typed or scanned`(text: String) throws {
        var walker = Walker(try World())
        walker.toParts()
        #expect(
            walker.ignore(.partJudged(.motor, PartJudgement(condition: .present, serial: .text(text))))
                == .serialInvalid
        )
        #expect(walker.ignore(.scanned(text)) == .serialInvalid)
    }

    @Test func `a scan is the serial of the next part judged, once`() throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.take(.scanned("SN-1"))
        walker.take(.scanned("SN-2\r"))
        #expect(walker.session.visit?.scannedSerial == "SN-2")
        walker.take(.partJudged(.battery, .battery(60)))
        walker.take(.partJudged(.motor, .present))
        #expect(walker.session.visit?.parts[.battery]?.serial == .read("SN-2"))
        #expect(walker.session.visit?.parts[.motor]?.serial == PartSerial.none)
    }

    @Test func `what is entered goes before what was scanned`() throws {
        let serials: [(PartJudgement.Serial, PartSerial)] = [
            (.text("T"), .read("T")), (.illegible, .illegible), (.groundOff, .groundOff), (.absent, .none),
        ]
        for (entered, kept) in serials {
            var walker = Walker(try World())
            walker.toParts()
            walker.take(.scanned("SN-1"))
            walker.take(.partJudged(.motor, PartJudgement(condition: .present, serial: entered)))
            #expect(walker.session.visit?.parts[.motor]?.serial == kept)
            #expect(walker.session.visit?.scannedSerial == nil)
        }
    }

    @Test func `a scan left over is dropped by going back`() throws {
        var walker = Walker(try World())
        walker.toParts()
        walker.take(.partJudged(.battery, .battery(60)))
        walker.take(.scanned("SN-1"))
        walker.take(.back)
        #expect(walker.session.step == .battery)
        #expect(walker.session.visit?.scannedSerial == nil)
    }
}

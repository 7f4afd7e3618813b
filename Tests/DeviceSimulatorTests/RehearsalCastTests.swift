import Claims
import Foundation
import Testing
import WireAPI

@testable import DeviceSimulator

struct RehearsalCastTests {
    @Test(arguments: RehearsalCast.people.map(\.id))
    func `a person has a number with a right check character that can belong to nobody`(_ id: String) throws {
        let person = try #require(RehearsalCast.person(id))
        if case .formerForeigner = person.card.layout {
            // A country that does not exist.
            #expect(person.number == "TST110085010101")
            return
        }
        #expect(try ResidentID(person.number).text == person.number)
        #expect(
            person.number.hasPrefix("990001")
                || ["810000199408230021", "932682198501010017"].contains(person.number)
        )
        #expect(person.card.birthDate == String(person.number.dropFirst(6).prefix(8)))
        if case .foreigner = person.card.layout { return }
        let sequence = try #require(person.number.dropFirst(16).first?.wholeNumberValue)
        #expect(person.card.sex == (sequence.isMultiple(of: 2) ? "2" : "1"))
        #expect((1...15).contains(person.card.name.utf16.count))
    }

    @Test func `the cast has every kind of card`() throws {
        #expect(RehearsalCast.people.count == Set(RehearsalCast.people.map(\.id)).count)
        #expect(RehearsalCast.people.count == Set(RehearsalCast.people.map(\.number)).count)
        #expect(RehearsalCast.person("owner-3")?.card.name.contains("·") == true)
        #expect(RehearsalCast.person("long-term")?.card.validTo == "长期")
        let window = try #require(CivilDate("2025-03-10"))
        let expired = try #require(RehearsalCast.person("expired").flatMap { CivilDate($0.card.validTo) })
        #expect(expired < window)
        for id in ["owner-1", "owner-2", "owner-3", "owner-4", "other-owner", "permit", "foreigner"] {
            let end = try #require(RehearsalCast.person(id).flatMap { CivilDate($0.card.validTo) })
            #expect(end > window)
        }
    }

    @Test func `the plates are those of the rehearsal registry`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "config/rehearsal/registry.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        let registered = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0) } }
        let cast = RehearsalCast.bikes.compactMap { bike -> [String]? in
            guard let owner = bike.owner, let kind = bike.kind, let day = bike.registeredOn else { return nil }
            return [bike.plate, kind, day.description, RehearsalCast.person(owner)?.number ?? ""]
        }
        #expect(registered.map { Array($0.prefix(4)) } == cast)
        #expect(registered.first?[6] == RehearsalCast.frame.text)
        #expect(registered.first?[7] == RehearsalCast.motor.text)
    }

    @Test func `each plate shows what its note says`() {
        let rows = RehearsalCast.bikes.map { bike in
            [
                bike.plate, bike.owner.flatMap { RehearsalCast.person($0)?.number } ?? "-", bike.kind ?? "-",
                bike.registeredOn?.description ?? "-",
            ]
        }
        #expect(
            rows == [
                ["拉萨A00101", "990001199001010013", "white-red", "2021-03-15"],
                ["拉萨A00102", "990001198512310021", "white-red", "2021-06-01"],
                ["拉萨A00103", "990001200002290032", "white-red", "2021-12-31"],
                ["拉萨A00104", "99000119900101003X", "white-red", "2021-01-10"],
                ["拉萨A00105", "990001199001010013", "white-red", "2021-05-05"],
                ["拉萨A00201", "990001198512310021", "white-red", "2020-12-01"],
                ["拉萨B00301", "990001200002290032", "green", "2021-05-05"],
                ["拉萨A09999", "-", "-", "-"],
            ]
        )
    }

    @Test func `the choices offer everyone and everything, each with a known note`() {
        let cards = RehearsalCast.cardChoices
        #expect(cards.map(\.id) == RehearsalCast.people.map(\.id))
        #expect(
            Set(cards.map(\.note)) == [
                "rehearsal.card.owner", "rehearsal.card.expired", "rehearsal.card.permit", "rehearsal.card.foreigner",
            ]
        )
        let scans = RehearsalCast.scanChoices
        #expect(scans.count == 15)
        #expect(Set(scans.map(\.id)).count == 15)
        #expect(scans.last?.id == "6299990000000012348")
        #expect(
            Set(scans.map(\.note)) == [
                "rehearsal.plate.own", "rehearsal.plate.second", "rehearsal.plate.outside-window",
                "rehearsal.plate.wrong-kind", "rehearsal.plate.unknown", "rehearsal.serial.battery",
                "rehearsal.serial.motor", "rehearsal.serial.frame", "rehearsal.bank-card",
            ]
        )
    }
}

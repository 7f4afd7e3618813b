import Claims
import Foundation
import Testing

@testable import Settings

struct RehearsalRegistryTests {
    private static let name = "config/rehearsal/registry.yaml"

    @Test(arguments: [
        ("拉萨A00101", "white-red", "2021-03-15", "990001199001010013"),
        ("拉萨A00102", "white-red", "2021-06-01", "990001198512310021"),
        ("拉萨A00103", "white-red", "2021-12-31", "990001200002290032"),
        ("拉萨A00104", "white-red", "2021-01-10", "99000119900101003X"),
        ("拉萨A00105", "white-red", "2021-05-05", "990001199001010013"),
        ("拉萨A00201", "white-red", "2020-12-01", "990001198512310021"),
        ("拉萨B00301", "green", "2021-05-05", "990001200002290032"),
    ])
    func `the shipped registry knows its plates`(plate: String, kind: String, day: String, owner: String) throws {
        let registry = try RehearsalRegistryFile.load(shipped(Self.name))
        let read = try #require(Plate(plate))
        let entry = try #require(registry.lookUp(read))
        #expect(entry.kind == kind)
        #expect(entry.registeredOn == CivilDate(day))
        #expect(entry.ownerNumber == IdentityNumber(owner))
        #expect(registry.count == 7)
    }

    @Test func `a plate is found in whatever form it is typed, and others are not found`() throws {
        let registry = try RehearsalRegistryFile.load(shipped(Self.name))
        let typed = try #require(Plate("拉萨·ａ00101"))
        let other = try #require(Plate("拉萨A00199"))
        #expect(registry.lookUp(typed) != nil)
        #expect(registry.lookUp(other) == nil)
    }

    @Test(arguments: [
        ("\"990001199001010013\"", "\"110101199001010015\"", "config.invalid-value"),
        ("\"990001199001010013\"", "\"990001199001010014\"", "config.invalid-value"),
        ("\"990001199001010013\"", "990001199001010013", "config.wrong-type"),
        ("\"990001199001010013\"", "[990001199001010013]", "config.wrong-type"),
    ])
    func `a number that may be somebody's, or is none, is refused and never shown`(
        old: String,
        new: String,
        code: String
    ) throws {
        let text = try String(contentsOfFile: shipped(Self.name), encoding: .utf8)
        let folder = try TemporaryFolder()
        let file = try folder.write(text.replacing(old, by: new))
        let error = try #require(fault { () throws(KioskError) in try RehearsalRegistryFile.load(file) })
        #expect(error.code.name == code)
        #expect(error.message.contains("plates[0].owner: found "))
        let digits = new.filter(\.isNumber)
        #expect(!error.description.contains(digits) && !error.description.contains(digits.suffix(6)))
    }

    @Test func `a plate that stands twice is refused`() throws {
        let text = try String(contentsOfFile: shipped(Self.name), encoding: .utf8)
        let folder = try TemporaryFolder()
        let file = try folder.write(text.replacing("拉萨A00105", by: "拉萨A00101"))
        let error = try #require(fault { () throws(KioskError) in try RehearsalRegistryFile.load(file) })
        #expect(error.code == .configContradiction)
        #expect(error.message.contains("plates[4]: the plate 拉萨A00101 stands twice"))
    }
}

import Claims
import Testing

@testable import Settings

struct SupervisorsFileTests {
    private static let plain = """
        supervisors:
          - id: S01
            pin: "scrypt$14$abc="
          - {id: 卓玛班长, pin: "scrypt$14$def="}
        """

    @Test func `supervisors come in the order of the file`() throws {
        let folder = try TemporaryFolder()
        let supervisors = try SupervisorsFile.load(try folder.write(Self.plain))
        #expect(
            supervisors == [
                Supervisor(id: "S01", pinHash: "scrypt$14$abc="), Supervisor(id: "卓玛班长", pinHash: "scrypt$14$def="),
            ]
        )
    }

    @Test(arguments: [
        (
            "卓玛班长", "S01", "config.contradiction",
            "supervisors[1]: the supervisor \"S01\" stands twice (first in line 2)"
        ),
        ("S01", "\" \"", "config.invalid-value", "supervisors[0].id: found the text \" \""),
        ("S01", "1", "config.wrong-type", "supervisors[0].id: found the number 1"),
        ("\"scrypt$14$abc=\"", "918273", "config.wrong-type", "supervisors[0].pin: found a number of 6 digits"),
        ("\"scrypt$14$abc=\"", "\"\"", "config.invalid-value", "supervisors[0].pin: found a text of 0 characters"),
        ("scrypt$14$abc=", "918273 645", "config.invalid-value", "supervisors[0].pin: found a text of 10 characters"),
        ("    pin: \"scrypt$14$abc=\"", "", "config.missing-key", "supervisors[0]: the key \"pin\" is missing"),
        (plain, "supervisors: []", "config.invalid-value", "supervisors: found 0 items, expected 1–64"),
    ])
    func `a wrong file is refused, and what is kept of a PIN is never shown`(
        old: String,
        new: String,
        code: String,
        says: String
    ) throws {
        #expect(Self.plain.contains(old))
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.plain.replacing(old, by: new))
        let error = try #require(fault { () throws(KioskError) in try SupervisorsFile.load(file) })
        #expect(error.code.name == code, "\(error)")
        #expect(error.message.contains(says), "\(error)")
        #expect(!"\(error)".contains("918273") && !"\(error)".contains("abc="))
    }
}

import Devices
import Testing

struct MatchTableTests {
    @Test(arguments: [
        ("1701", "1701", true), ("1701", "1702", false), ("xx06", "0c06", true), ("xx06", "8306", true),
        ("xx06", "0603", false), ("0Cxx", "0c03", true), ("*", "ffff", true), ("*", "fff", false),
        ("xx06", "006", false),
    ])
    func `a model pattern fits its numbers only`(pattern: String, number: String, fits: Bool) throws {
        #expect(try #require(ModelPattern(pattern)).matches(number) == fits)
    }

    @Test(arguments: ["", "123", "12345", "12g4", "**", "x*06", "12 4"])
    func `what is no model pattern is none`(text: String) {
        #expect(ModelPattern(text) == nil)
    }

    @Test(arguments: [
        ("Newland", "Newland", true), ("Newland", "Newlands", false), ("New*", "Newland", true),
        ("*land", "Newland", true),
        ("N*l*d", "Newland", true), ("N*x*d", "Newland", false), ("*", "", true), ("a*a", "a", false),
        ("**a", "a", true),
    ])
    func `a text pattern fits as a shell's would`(pattern: String, text: String, fits: Bool) throws {
        let pattern = try #require(TextPattern(pattern))
        #expect(pattern.matches(text) == fits)
        #expect(!pattern.matches(nil))
    }

    @Test func `a text pattern is bounded, and stars cost no time`() throws {
        #expect(TextPattern("") == nil)
        #expect(TextPattern(String(repeating: "a", count: TextPattern.lengthLimit + 1)) == nil)
        let stars = try #require(TextPattern(String(repeating: "*a", count: 32)))
        #expect(!stars.matches(String(repeating: "a", count: 31)))
        #expect(!stars.matches(String(repeating: "a", count: 500) + "b"))
    }

    @Test func `the most specific row decides`() throws {
        let driver = Sample.conditions { $0.kernelDriver = "cdc_acm" }
        let maker = Sample.conditions {
            $0.kernelDriver = "cdc_acm"
            $0.manufacturer = TextPattern("Ma*")
        }
        let rows = [
            Sample.row("0c2e:*", .foreign, name: "vendor"),
            Sample.row("0c2e:*", Sample.scanner, conditions: driver, name: "driver"),
            Sample.row("0c2e:*", Sample.scanner, conditions: maker, name: "maker"),
            Sample.row("0c2e:07xx", .bridge, name: "family"),
            Sample.row("0c2e:0720", Sample.scanner, name: "model"),
        ].compactMap { $0 }
        for table in [try MatchTable(rows), try MatchTable(rows.reversed())] {
            #expect(table.row(for: Sample.tty("0c2e:0720", socket: 1))?.name == "model")
            #expect(table.row(for: Sample.tty("0c2e:0700", socket: 1))?.name == "family")
            #expect(table.row(for: Sample.tty("0c2e:0b01", socket: 1))?.name == "maker")
            var other = Sample.tty("0c2e:0b01", socket: 1)
            other.vendor = "Other"
            #expect(table.row(for: other)?.name == "driver")
            other.kernelDriver = "option"
            #expect(table.row(for: other)?.name == "vendor")
            #expect(table.row(for: Sample.tty("0c2f:0720", socket: 1)) == nil)
        }
    }

    @Test(arguments: [
        ("1eab:xx06", "1eab:0cxx", true), ("1eab:xx06", "1eab:xx03", false), ("1eab:xx06", "1eac:xx06", false),
        ("1eab:0c06", "1eab:xx06", false), ("1eab:*", "1eab:*", true),
    ])
    func `two rows of which neither is more specific are an error`(first: String, second: String, tie: Bool) throws {
        let rows = try [
            #require(Sample.row("0000:0000", .foreign)), #require(Sample.row(first, .bridge)),
            #require(Sample.row(second, .foreign)),
        ]
        if tie {
            #expect(throws: MatchTable.Fault.tie(first: 1, second: 2)) { try MatchTable(rows) }
        } else {
            #expect(try MatchTable(rows).rows.count == 3)
        }
    }

    @Test func `conditions that exclude each other are no tie, and those that may meet are one`() throws {
        func table(_ left: String, _ right: String) throws -> MatchTable {
            try MatchTable(
                [left, right].map { text in
                    try #require(
                        Sample.row("0c2e:*", .bridge, conditions: Sample.conditions { $0.product = TextPattern(text) })
                    )
                }
            )
        }
        #expect(try table("one", "two").rows.count == 2)
        #expect(throws: MatchTable.Fault.tie(first: 0, second: 1)) { try table("a*", "*b") }
        #expect(throws: MatchTable.Fault.tie(first: 0, second: 1)) { try table("one", "one") }
        let drivers = try ["cdc_acm", "ftdi_sio"].map { name in
            try #require(Sample.row("0c2e:*", .bridge, conditions: Sample.conditions { $0.kernelDriver = name }))
        }
        #expect(try MatchTable(drivers).rows.count == 2)
    }

    @Test func `rows for different kinds of nodes do not tie`() throws {
        let rows = try [
            #require(Sample.row("0c2e:0b61", .keyboard)), #require(Sample.row("0c2e:0b61", Sample.scanner)),
        ]
        let table = try MatchTable(rows)
        #expect(table.row(for: Sample.keyboard("0c2e:0b61", socket: 1))?.verdict == .keyboard)
        #expect(table.row(for: Sample.tty("0c2e:0b61", socket: 1))?.verdict == Sample.scanner)
    }

    @Test func `no row gives a keyboard a role, nor a driver a role it cannot serve`() {
        for role in DeviceRole.allCases {
            #expect(Sample.row("05e0:1200", .device(role: role, settings: DriverSettings(.keyboard))) == nil)
            for driver in DeviceDriver.allCases where !driver.serves(role) {
                #expect(Sample.row("05e0:1200", .device(role: role, settings: DriverSettings(driver))) == nil)
            }
        }
        #expect(Sample.row("05E0:1200", .bridge) == nil)
        #expect(Sample.row("5e0:1200", .bridge) == nil)
    }
}

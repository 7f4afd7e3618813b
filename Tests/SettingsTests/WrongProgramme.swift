import Claims
import Foundation
import Testing

/// One change to the shipped programme, and what must be said about it.
struct WrongProgramme: Sendable, CustomTestStringConvertible {
    static let shipped = "config/programmes/doilungdeqen-2025.yaml"

    let old: String
    let new: String
    let code: KioskError.Code
    /// A part of the line that the message must point at.
    let line: String
    /// Key path and beginning of the message.
    let says: String
    let remedy: String

    var testDescription: String { "\(old) → \(new)" }

    init(_ old: String, _ new: String, _ code: KioskError.Code, _ line: String, _ says: String, _ remedy: String = "") {
        self.old = old
        self.new = new
        self.code = code
        self.line = line
        self.says = says
        self.remedy = remedy
    }

    func text() throws -> String {
        let plain = try Self.plain()
        try #require(plain.contains(old), "\(old) is not in the file")
        return plain.replacing(old, by: new)
    }

    /// The shipped file without comments.
    static func plain() throws -> String {
        let text = try String(contentsOfFile: SettingsTests.shipped(shipped), encoding: .utf8)
        let lines = text.split(separator: "\n").filter { !$0.drop(while: { $0 == " " }).hasPrefix("#") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same without one key and what stands below it.
    static func without(_ key: String) throws -> String {
        var isInside = false
        let lines = try plain().split(separator: "\n").filter { line in
            if !line.hasPrefix(" ") { isInside = line.hasPrefix("\(key):") }
            return !isInside
        }
        return lines.joined(separator: "\n")
    }
}

extension WrongProgramme {
    private static let flat = "tariff:\n  by: flat\n  fen: 5"
    private static let voltage = "tariff:\n  by: voltage\n"
    private static let rows = """
          by: voltage
          otherwise: hold
          rows:
            - volts: 48
              fen: 37100
            - volts: 60
              fen: 61500
            - volts: 72
              fen: 78500
        """
    private static func kilometres(_ rows: String...) -> String {
        "  by: kilometres\n  otherwise: hold\n  rows:\n" + rows.map { "    - {\($0)}" }.joined(separator: "\n")
    }

    static let table: [WrongProgramme] = windows + tariffs + people + places

    private static let windows: [WrongProgramme] = [
        .init(
            "last: 2025-04-30",
            "last: 2025-02-08",
            .configContradiction,
            "last: 2025-02-08",
            "acceptance.last: the window ends on 2025-02-08, before it begins on 2025-02-09",
            "Swap"
        ),
        .init(
            "last: 2025-04-30",
            "last: 2045-04-30",
            .configInvalidValue,
            "first: 2025-02-09",
            "acceptance: the window has"
        ),
        .init(
            "first: 2021-01-10",
            "first: 2022-01-10",
            .configContradiction,
            "last: 2021-12-31",
            "registration.last: the window ends on 2021-12-31"
        ),
        .init(
            "first: 2021-01-10\n  last: 2021-12-31",
            "first: 2025-05-01\n  last: 2025-12-31",
            .configContradiction,
            "first: 2025-05-01",
            "registration: bikes must have been registered from 2025-05-01 on",
            "Correct the year"
        ),
        .init(
            "first: 2021-01-10",
            "first: 2021-02-29",
            .configInvalidValue,
            "2021-02-29",
            "registration.first: found the text \"2021-02-29\""
        ),
        .init(
            "first: 2021-01-10",
            "first: 20210110",
            .configWrongType,
            "20210110",
            "registration.first: found the number 20210110"
        ),
        .init(
            "provisionalAfterDays: 7",
            "provisionalAfterDays: 31",
            .configContradiction,
            "provisionalAfterDays: 31",
            "registry.provisionalAfterDays: verdicts are provisional after 31 days, but there are none after 30",
            "at most"
        ),
        .init(
            "unusableAfterDays: 30",
            "unusableAfterDays: -1",
            .configInvalidValue,
            "-1",
            "registry.unusableAfterDays:"
        ),
        .init(
            "paymentWorkingDays: 5",
            "paymentWorkingDays: 0",
            .configInvalidValue,
            "s: 0",
            "paymentWorkingDays: found"
        ),
    ]

    private static let tariffs: [WrongProgramme] = [
        .init(
            "volts: 60",
            "volts: 48",
            .configContradiction,
            "- volts: 48",
            "tariff.rows[1]: 48 volts have two rows, the other is 48 in line ",
            "one amount"
        ),
        .init("fen: 61500", "fen: 615.00", .configWrongType, "615.00", "tariff.rows[1].fen: found the number 615.00"),
        .init(
            "fen: 61500",
            "fen: 0",
            .configInvalidValue,
            "fen: 0",
            "tariff.rows[1].fen: found the number 0, expected a"
        ),
        .init(
            "fen: 61500",
            "fen: 1000001",
            .configInvalidValue,
            "1000001",
            "tariff.rows[1].fen: found the number 1000001"
        ),
        .init("by: voltage", "by: volts", .configInvalidValue, "by: volts", "tariff.by: found the text \"volts\""),
        .init("by: voltage", "by: kilometres", .configUnknownKey, "volts: 48", "tariff.rows[0].volts: unknown key"),
        .init("by: voltage", "by: flat", .configContradiction, "- volts: 48", "tariff.rows: every bike gets the same"),
        .init(voltage, flat + "\n", .configContradiction, "- volts: 48", "tariff.rows: every bike", "Delete it"),
        .init(
            rows,
            "  by: flat\n  fen: 5\n  otherwise: hold",
            .configContradiction,
            "hold",
            "tariff.otherwise: every bike"
        ),
        .init(rows, "  by: flat", .configMissingKey, "by: flat", "tariff: the key \"fen\" is missing"),
        .init(
            voltage,
            voltage + "  fen: 5\n",
            .configContradiction,
            "fen: 5",
            "tariff.fen: the amount depends on voltage"
        ),
        .init("  otherwise: hold\n", "", .configMissingKey, "by: voltage", "tariff: the key \"otherwise\" is missing"),
        .init(
            rows,
            kilometres("from: 0, to: 5000, fen: 5", "from: 5000, fen: 4"),
            .configContradiction,
            "from: 5000, fen",
            "tariff.rows[1]: kilometres from 5000 overlap another row, the other is 0–5000 in line ",
            "one amount"
        ),
        .init(
            rows,
            kilometres("from: 9, fen: 5", "from: 0, to: 3, fen: 4", "from: 99, fen: 1"),
            .configContradiction,
            "from: 99",
            "tariff.rows[2]: kilometres from 99 overlap another row, the other is from 9 in line "
        ),
        .init(
            rows,
            kilometres("from: 10, to: 9, fen: 5"),
            .configContradiction,
            "to: 9",
            "tariff.rows[0].to: the row ends at 9 kilometres, before it begins at 10",
            "Swap"
        ),
        .init(
            rows,
            kilometres("from: -1, fen: 5"),
            .configInvalidValue,
            "-1",
            "tariff.rows[0].from: found the number -1"
        ),
        .init(
            rows,
            kilometres("volts: 48, fen: 5"),
            .configUnknownKey,
            "volts: 48",
            "tariff.rows[0].volts: unknown key"
        ),
        .init("    from: 85", "    from: 101", .configInvalidValue, "101", "voltage.meterPercent.from: found"),
        .init("    to: 118", "    to: 99", .configInvalidValue, "to: 99", "voltage.meterPercent.to: found"),
        .init("voltsPerBlock: 12", "voltsPerBlock: 0", .configInvalidValue, "k: 0", "voltage.voltsPerBlock: found"),
    ]
}

import Claims
import Testing

/// One change to a file that loads, and what must be said about it.
struct WrongFile: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let code: KioskError.Code
    /// Line, column and key path, `12:8: central.url`.
    let place: String
    /// A part of the message behind the place.
    let says: String
    let remedy: String

    var testDescription: String { "\(old) → \(new)" }

    init(_ old: String, _ new: String, _ code: KioskError.Code, _ place: String, _ says: String, remedy: String = "") {
        self.old = old
        self.new = new
        self.code = code
        self.place = place
        self.says = says
        self.remedy = remedy
    }
}

extension WrongFile {
    static let table: [WrongFile] = slips + contradictions

    private static let slips: [WrongFile] = [
        // Unknown keys.
        .init(
            "kiosk:\n",
            "kioks:\n",
            .configUnknownKey,
            "2:1: kioks",
            "expected one of mode, kiosk",
            remedy: "`kiosk`"
        ),
        .init(
            "  id: D",
            "  ID: D",
            .configUnknownKey,
            "3:3: kiosk.ID",
            "unknown key",
            remedy: "Write `id` instead of `ID`"
        ),
        .init(
            "  port:",
            "  prot:",
            .configUnknownKey,
            "10:3: counter.prot",
            "expected one of host, port",
            remedy: "`port`"
        ),
        .init(
            "    driver: line",
            "    driver: line\n    parity: even",
            .configUnknownKey,
            "20:5: devices[1].parity",
            "expected one of role, path, device, driver, baud, ending",
            remedy: "Delete it"
        ),
        .init("mode: rehearsal\n", "mode: rehearsal\n<<: {}\n", .configUnknownKey, "2:1: <<", "unknown key"),
        .init(
            "mode: rehearsal\n",
            "mode: rehearsal\n? [a]\n: b\n",
            .configWrongType,
            "2:3: ?",
            "expected a word as key"
        ),
        // Missing keys.
        .init(
            "mode: rehearsal\n",
            "",
            .configMissingKey,
            "1:1",
            "the key \"mode\" is missing, expected rehearsal or production"
        ),
        .init(
            "  port: 8080\n",
            "",
            .configMissingKey,
            "9:3: counter",
            "the key \"port\" is missing, expected a whole number from 0 to 65535",
            remedy: "Add `port: …` under counter"
        ),
        .init("    path: /dev/ttyS1\n", "", .configMissingKey, "17:5: devices[1]", "the key \"path\" is missing"),
        // Wrong types.
        .init(
            "rehearsal",
            "[rehearsal]",
            .configWrongType,
            "1:7: mode",
            "found a list, expected rehearsal or production"
        ),
        .init("rehearsal", "", .configWrongType, "1:6: mode", "found nothing"),
        .init(
            "8080",
            "\"8080\"",
            .configWrongType,
            "10:9: counter.port",
            "found the text \"8080\", expected a whole number"
        ),
        .init(
            "8080",
            "0x1F90",
            .configWrongType,
            "10:9: counter.port",
            "found the number 0x1F90",
            remedy: "digits 0–9"
        ),
        .init("8080", "08080", .configWrongType, "10:9: counter.port", "found the number 08080"),
        .init("8080", "8_080", .configWrongType, "10:9: counter.port", "found the number 8_080"),
        .init("8080", "80.0", .configWrongType, "10:9: counter.port", "found the number 80.0"),
        .init("8080", "on", .configWrongType, "10:9: counter.port", "found the truth value true"),
        .init(
            "DQ01",
            "1234",
            .configWrongType,
            "3:7: kiosk.id",
            "found the number 1234",
            remedy: "in quotes: \"1234\""
        ),
        .init(
            "dongga",
            "no",
            .configWrongType,
            "4:10: kiosk.point",
            "found the truth value false",
            remedy: "in quotes"
        ),
        .init(
            "counter:\n  host: 127.0.0.1\n  port: 8080\n",
            "counter: 8080\n",
            .configWrongType,
            "8:10: counter",
            "expected a mapping with the keys host, port"
        ),
        .init(
            "devices:\n",
            "devices:\n  id-card:\n",
            .configWrongType,
            "14:3: devices",
            "found a mapping, expected a list of 0–16 items"
        ),
        .init("mode: rehearsal\n", "- mode\n", .configSyntax, "", ""),
        // Values out of range.
        .init(
            "8080",
            "65536",
            .configInvalidValue,
            "10:9: counter.port",
            "found the number 65536, expected a whole number from 0 to 65535"
        ),
        .init("8080", "-1", .configInvalidValue, "10:9: counter.port", "found the number -1"),
        .init("8080", "99999999999999999999", .configInvalidValue, "10:9: counter.port", "found the number"),
        .init(
            "port: 8080",
            "port: 8080\n  sessionTimeoutSeconds: 29",
            .configInvalidValue,
            "11:26: counter.sessionTimeoutSeconds",
            "whole number of seconds from 30 to 3600"
        ),
        .init(
            "port: 8080",
            "port: 8080\n  group: Kiosk Counter",
            .configInvalidValue,
            "11:10: counter.group",
            "the name of a Unix group"
        ),
        .init(
            "rehearsal",
            "rehersal",
            .configInvalidValue,
            "1:7: mode",
            "found the text \"rehersal\"",
            remedy: "Write rehearsal instead."
        ),
        .init("DQ01", "dq01", .configInvalidValue, "3:7: kiosk.id", "2–8 capitals and digits"),
        .init("DQ01", "DQ0123456", .configInvalidValue, "3:7: kiosk.id", "2–8 capitals"),
        .init("dongga", "\"  \"", .configInvalidValue, "4:10: kiosk.point", "a name of 1–40 lower-case letters"),
        .init("dongga", "\"a\\nb\"", .configInvalidValue, "4:10: kiosk.point", "1–40 lower-case letters"),
        .init("dongga", "东嘎", .configInvalidValue, "4:10: kiosk.point", "found the text \"东嘎\""),
        .init(
            "127.0.0.1\n  port",
            "0.0.0.0\n  port",
            .configInvalidValue,
            "9:9: counter.host",
            "expected a loopback host"
        ),
        .init(
            "    driver: sdt",
            "    driver: sdt\n    baud: 9601",
            .configInvalidValue,
            "17:11: devices[0].baud",
            "one of 9600, 19200"
        ),
        .init(
            "    driver: sdt",
            "    driver: stdt",
            .configInvalidValue,
            "16:13: devices[0].driver",
            "expected one of sdt, line, ssi, keyboard, escpos",
            remedy: "Write sdt"
        ),
        .init(
            "mode: rehearsal",
            "mode: production\nrehearsal: {}",
            .configContradiction,
            "2:12: rehearsal",
            "mode: rehearsal"
        ),
        .init(
            "mode: rehearsal",
            "mode: rehearsal\nregistry: a.yaml",
            .configWrongType,
            "2:11: registry",
            "expected a mapping with the keys snapshot, publicKey"
        ),
        .init(
            "mode: rehearsal",
            "mode: production\nregistry: {snapshot: a}",
            .configMissingKey,
            "2:11: registry",
            "the key \"publicKey\" is missing"
        ),
        .init(
            "mode: rehearsal",
            "mode: rehearsal\nrehearsal: {clock: 2025-03-10}",
            .configInvalidValue,
            "2:20: rehearsal.clock",
            "found the text \"2025-03-10\", expected a time"
        ),
        .init(
            "mode: rehearsal",
            "mode: rehearsal\nrehearsal: {clock: 二〇二五年三月十日九时四十五分钟零秒整}",
            .configInvalidValue,
            "2:20: rehearsal.clock",
            "expected a time"
        ),
        .init(
            "mode: rehearsal",
            "mode: rehearsal\nrehearsal: {simulators: {camera: a}}",
            .configUnknownKey,
            "2:26: rehearsal.simulators.camera",
            "id-card, scanner"
        ),
        .init(
            "mode: rehearsal",
            "mode: rehearsal\nrehearsal: {simulators: {id-card: a, scanner: ./a}}",
            .configContradiction,
            "2:25: rehearsal.simulators",
            "same socket"
        ),
        .init(
            "mode: rehearsal",
            "mode: rehearsal\nrehearsal: {simulators: {scanner: \(String(repeating: "s", count: 108))}}",
            .configInvalidValue,
            "2:35: rehearsal.simulators.scanner",
            "at most 107 bytes"
        ),
        // Syntax.
        .init("  point: dongga", "\tpoint: dongga", .configSyntax, "4:1", "not YAML:"),
        .init("mode: rehearsal", "mode: \"rehearsal", .configSyntax, "19:17", "not YAML:"),
        .init("mode: rehearsal", "mode: a: b", .configSyntax, "1:8", "mapping values are not allowed"),
        .init("dongga", "东\u{7}嘎", .configSyntax, "4:11", "the control character U+0007"),
        .init("mode: rehearsal", "mode: &m rehearsal", .configSyntax, "1:7", "anchors (&name) and aliases (*name)"),
        .init("mode: rehearsal", "mode: *m", .configSyntax, "1:7", "undefined alias"),
        .init("driver: line", "driver: line\n---\nmode: rehearsal", .configSyntax, "20:1", "another document"),
    ]
}

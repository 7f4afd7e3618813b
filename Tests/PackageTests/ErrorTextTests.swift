import Foundation
import Testing

/// The pages' words for errors against the codes that are declared: a new code gets its words in every language, or a
/// place in the list of those that no page ever shows.
struct ErrorTextTests {
    /// Codes that reach people at a terminal or in a journal only. A whole group ends in a dot.
    private static let neverOnAPage: [(why: String, codes: [String])] = [
        (
            "a daemon that cannot start has no page",
            [
                "config.", "key.", "pages.", "listen.", "daemon.", "texts.", "store.newer-version", "store.wrong-mode",
            ]
        ),
        (
            "asked by technicians over the control socket",
            [
                "control.", "capture.", "devices.in-use", "devices.already-bound", "devices.not-present",
                "devices.unfit", "devices.bindings.", "reader.nothing-read",
            ]
        ),
        ("a warning in the journal, the work goes on", ["devices.no-udev", "central.file-refused"]),
        (
            "enrolling with kioskctl, or renewing a certificate, which the journal tells of",
            [
                "trust.missing", "trust.unreadable", "trust.not-written", "trust.authority-unusable", "trust.token-",
                "trust.wrong-", "trust.request-invalid",
            ]
        ),
        ("told by kioskctl about files", ["amendment.", "backup."]),
        (
            "told by kiosk-central",
            [
                "facts.", "certificate.", "registry.extract-", "registry.bad-lines", "registry.not-written",
                "kiosk.unknown", "claim.concluded", "claim.unpayable", "claim.amended", "proof.",
            ]
        ),
        ("the kiosk's own questions, of which it shows central.refused", ["head.wrong-signature", "file."]),
        ("told by kiosk-sim", ["rehearsal.script.", "rehearsal.claim."]),
    ]

    private static func isNeverOnAPage(_ code: String) -> Bool {
        neverOnAPage.flatMap(\.codes).contains { isMeant(code, by: $0) }
    }

    private static func isMeant(_ code: String, by entry: String) -> Bool {
        entry.hasSuffix(".") || entry.hasSuffix("-") ? code.hasPrefix(entry) : code == entry
    }

    private static func declared() throws -> Set<String> {
        let source = try Repository.text("Sources/Claims/Errors/KioskError+Codes.swift")
        return Set(source.matches(of: /Self\("([a-z.-]+)"\)/).map { String($0.output.1) })
    }

    private static func told(in language: String) throws -> Set<String> {
        let bytes = Data(try Repository.text("share/texts/\(language).json").utf8)
        let keys = try JSONDecoder().decode([String: String].self, from: bytes).keys
        return Set(keys.filter { $0.hasPrefix("error.") }.map { String($0.dropFirst("error.".count)) })
    }

    @Test(arguments: ["zh-CN", "bo", "en"])
    func `every error that a page can show has words there`(language: String) throws {
        let shown = try Self.declared().filter { !Self.isNeverOnAPage($0) }
        #expect(shown.count > 80)
        #expect(shown.subtracting(try Self.told(in: language)).sorted() == [], "no words in \(language)")
    }

    @Test(arguments: ["zh-CN", "bo", "en"])
    func `an error with words is none of those that no page shows`(language: String) throws {
        #expect(try Self.told(in: language).filter(Self.isNeverOnAPage).sorted() == [])
    }

    @Test func `what no page shows are errors that there are`() throws {
        let declared = try Self.declared()
        for entry in Self.neverOnAPage.flatMap(\.codes) {
            #expect(declared.contains { Self.isMeant($0, by: entry) }, "\(entry) is no error")
        }
    }
}

import Claims
import Foundation
import Testing

/// The page's words in three languages: every code has them, and none has lost its code.
struct TextCatalogueTests {
    private static func catalogues() throws -> [String: [String: String]] {
        let files = try Repository.files(below: ["share/texts"]).filter { $0.hasSuffix(".json") }
        return try Dictionary(
            uniqueKeysWithValues: files.map { file in
                let bytes = Data(try Repository.text(file).utf8)
                return (file, try JSONDecoder().decode([String: String].self, from: bytes))
            }
        )
    }

    private static func placeholders(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{[^}]*\}/).map { String($0.output) })
    }

    /// The codes that a source file declares by this pattern, read there because the tests of the package import
    /// nothing above `Claims`.
    private static func declared(in path: String, by pattern: Regex<(Substring, Substring)>) throws -> Set<String> {
        Set(try Repository.text(path).matches(of: pattern).map { String($0.output.1) })
    }

    private static func raws<Code: CaseIterable & RawRepresentable<String>>(_: Code.Type) -> Set<String> {
        Set(Code.allCases.map(\.rawValue))
    }

    /// A group of texts that belong to codes.
    struct Group: Sendable, CustomTestStringConvertible {
        let prefix: String
        /// What follows the code in a key; an empty one where nothing does.
        let parts: Set<String>
        let codes: Set<String>
        /// Texts of the page itself, for what has no code or an unknown one.
        let own: Set<String>

        var testDescription: String { "\(prefix).*" }
        var keys: Set<String> {
            Set(codes.union(own).flatMap { code in parts.map { "\(prefix).\(code)\($0)" } })
        }
    }

    static func groups() throws -> [Group] {
        let said: Set = [".title", ".text", ".next"]
        let hints = try declared(in: "Sources/Inspection/Hint.swift", by: /case \w+ = "([a-z-]+)"/)
        return [
            Group(
                prefix: "reason",
                parts: said,
                codes: raws(Reason.Code.self).union(raws(ReturnReason.self)).union(raws(ChangeReason.self)),
                own: ["other"]
            ),
            Group(prefix: "warning", parts: said, codes: raws(Warning.Code.self), own: []),
            Group(prefix: "hint", parts: [""], codes: hints, own: ["other"]),
            Group(prefix: "rule", parts: [".title"], codes: raws(Rule.self), own: []),
        ]
    }

    @Test func `Chinese, Tibetan and English have the same keys`() throws {
        let catalogues = try Self.catalogues()
        #expect(catalogues.count == 3)
        let all = Set(catalogues.values.flatMap(\.keys))
        for (file, texts) in catalogues {
            #expect(all.subtracting(texts.keys).isEmpty, "missing in \(file)")
            #expect(texts.values.allSatisfy { !$0.isEmpty }, "an empty text in \(file)")
        }
        #expect(all.count > 50)
    }

    @Test func `a text has the same placeholders in every language`() throws {
        let catalogues = try Self.catalogues()
        let english = try #require(catalogues.first { $0.key.hasSuffix("/en.json") }?.value)
        for (file, texts) in catalogues {
            for (key, text) in texts {
                let wanted = Self.placeholders(english[key] ?? text)
                #expect(Self.placeholders(text) == wanted, "\(key) in \(file)")
            }
        }
    }

    @Test func `every reason, warning, hint and rule can be told: what it is, why, and what to do`() throws {
        for group in try Self.groups() {
            #expect(group.codes.count > 5, "\(group.prefix): where are its codes?")
            for (file, texts) in try Self.catalogues() {
                #expect(group.keys.subtracting(texts.keys).sorted() == [], "missing in \(file)")
            }
        }
    }

    @Test func `a reason, warning, hint or rule that no code tells any more has no text left`() throws {
        for group in try Self.groups() {
            for (file, texts) in try Self.catalogues() {
                let told = Set(texts.keys.filter { $0.hasPrefix("\(group.prefix).") })
                #expect(told.subtracting(group.keys).sorted() == [], "without a code in \(file)")
            }
        }
    }

    @Test func `an error's text names an error that there is`() throws {
        let codes = try Self.declared(
            in: "Sources/Claims/Errors/KioskError+Codes.swift",
            by: /Self\("([a-z.-]+)"\)/
        )
        #expect(codes.count > 20)
        // What the page says of a code without a text, and of a daemon that gives none.
        let known = codes.union(["other", "no-answer"])
        for (file, texts) in try Self.catalogues() {
            let named = Set(texts.keys.filter { $0.hasPrefix("error.") }.map { String($0.dropFirst("error.".count)) })
            #expect(named.subtracting(known).sorted() == [], "without a code in \(file)")
            #expect(named.isSuperset(of: ["other", "no-answer"]), "the page's own in \(file)")
        }
    }

    @Test func `every step and what it waits for has a name on the page`() throws {
        let source = try Repository.text("Sources/Inspection/Step.swift")
        let halves = source.split(separator: "package enum Awaited")
        try #require(halves.count == 2)
        for (prefix, half) in zip(["step", "waiting"], halves) {
            let names = half.matches(of: /case (\w+)(?: = "([a-z-]+)")?/).map { String($0.output.2 ?? $0.output.1) }
            #expect(names.count > 5)
            for (file, texts) in try Self.catalogues() {
                #expect(names.filter { texts["\(prefix).\($0)"] == nil } == [], "\(prefix).* in \(file)")
            }
        }
    }

    @Test func `the page asks for no text that is not there`() throws {
        let scripts = try Repository.files(below: ["share/counter", "share/supervisor"]).filter { $0.hasSuffix(".js") }
        let catalogues = try Self.catalogues()
        let groups = Set(catalogues.values.flatMap(\.keys).compactMap { $0.split(separator: ".").first })
        var asked = 0
        for script in scripts {
            // Every quoted word that begins like a key.
            let keys = try Self.declared(in: script, by: /'([a-z-]+\.[a-z][\w.-]*)'/)
                .filter { key in groups.contains { key.hasPrefix("\($0).") } }
            asked += keys.count
            for (file, texts) in catalogues {
                #expect(keys.subtracting(texts.keys).sorted() == [], "asked for by \(script), missing in \(file)")
            }
        }
        #expect(asked > 100)
    }
}

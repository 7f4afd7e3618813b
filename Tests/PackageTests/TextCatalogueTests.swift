import Claims
import Foundation
import Testing

/// The page's words in three languages.
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

    @Test(arguments: Reason.Code.allCases)
    func `every reason can be told: what it is, why, and what to do`(code: Reason.Code) throws {
        for (file, texts) in try Self.catalogues() {
            for part in ["title", "text", "next"] {
                #expect(texts["reason.\(code.rawValue).\(part)"] != nil, "reason.\(code.rawValue).\(part) in \(file)")
            }
        }
    }
}

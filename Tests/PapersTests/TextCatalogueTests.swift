import Claims
import Foundation
import KioskTestSupport
import Papers
import Testing

struct TextCatalogueTests {
    @Test(arguments: ["zh-CN", "bo", "en"])
    func `every text that papers use is in the installed catalogue`(language: String) throws {
        #expect(try TextCatalogue.load(language, in: "\(Samples.share)/texts").missingKeys == [])
    }

    @Test func `a placeholder is filled once, and an unknown key shows as itself`() {
        let texts = TextCatalogue(language: "en", texts: ["a": "{x} and {y}, {z}{", "b": "}{x"])
        #expect(texts.text("a", ["x": "{y}", "y": "2"]) == "{y} and 2, –{")
        #expect(texts.text("b", ["x": "1"]) == "}{x")
        #expect(texts.text("paper.nothing") == "paper.nothing")
    }

    @Test func `missing texts are all named at the start`() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createDirectory(atPath: "\(folder)/texts", withIntermediateDirectories: true)
            try Data(#"{"paper.claim": "Claim"}"#.utf8).write(to: URL(fileURLWithPath: "\(folder)/texts/en.json"))
            let error = #expect(throws: KioskError.self) { try TextCatalogue.load(["en"], share: folder) }
            #expect(error?.code == .textsIncomplete)
            #expect(error?.message.contains("en paper.point") == true)
            #expect(error?.message.contains("paper.claim,") == false)
        }
    }

    @Test(arguments: ["", "[]", #"{"a": 1}"#, "{"])
    func `what is no flat object of texts is refused`(content: String) async throws {
        try await withTemporaryFolder { folder in
            try Data(content.utf8).write(to: URL(fileURLWithPath: "\(folder)/en.json"))
            let error = #expect(throws: KioskError.self) { try TextCatalogue.load("en", in: folder) }
            #expect(error?.code == .textsUnreadable)
            let missing = #expect(throws: KioskError.self) { try TextCatalogue.load("bo", in: folder) }
            #expect(missing?.code == .textsUnreadable)
        }
    }
}

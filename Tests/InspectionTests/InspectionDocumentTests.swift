import Foundation
import Testing

struct InspectionDocumentTests {
    private static let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/inspection.md")

    /// With `WRITE_INSPECTION_DOC` set, as `scripts/inspection-doc` does, writes the file first.
    @Test func `docs/inspection.md is what the walks saw`() async throws {
        let text = InspectionDocument(try await Walk.all()).text
        if ProcessInfo.processInfo.environment["WRITE_INSPECTION_DOC"] != nil {
            try Data(text.utf8).write(to: Self.file)
        }
        let written = (try? Data(contentsOf: Self.file)).map { String(decoding: $0, as: UTF8.self) }
        #expect(written == text, "docs/inspection.md is stale: run scripts/inspection-doc and commit what it writes")
    }
}

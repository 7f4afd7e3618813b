import Bundles
import Foundation
import Testing

struct CarriedFileTests {
    @Test func `answers that are written twice are not named like those to the second file of claims`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stick-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for ending in ["", ".again-2", ".again-3"] {
            let file = try CarriedFile(folder: folder, name: "kiosk-DQ01-1.answers.kiosk", again: ".again-")
            try file.keep()
            #expect(file.path == "\(folder)/kiosk-DQ01-1\(ending).answers.kiosk")
        }
    }

    @Test func `a file never takes the place of another of its name`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stick-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var written: [String] = []
        for text in ["first", "second", "third"] {
            let file = try CarriedFile(folder: folder, name: "kiosk-DQ01-20250310-094500.claims.kiosk")
            try file.write(text.utf8)
            try file.keep()
            #expect(try String(contentsOfFile: file.path, encoding: .utf8) == text)
            written.append(file.path)
        }
        let endings = ["", "-2", "-3"].map { "\(folder)/kiosk-DQ01-20250310-094500\($0).claims.kiosk" }
        #expect(written == endings)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
    }
}

import Foundation
import KioskTestSupport
import Testing

/// Files that hold no facts, and where in a file something is wrong.
struct DecideFileTests {
    @Test func `every problem names its line, and text that is no JSON too`() async throws {
        let facts = """
            {
              "capturedAt": "2025-02-29",
              "plate": {
                "kind": "white-red",
                "registeredOn": "2021-02-29"
              },
              "colour": 5
            }
            """
        let lines = try await problems(Data(facts.utf8)).map { $0["line"] as? Int }
        #expect(lines == [7, 2, 5])
        let broken = Data("{\n  \"capturedAt\": \"2025-03-10\",\n  \"point\": dongga\n}".utf8)
        let wrong = try #require(try await problems(broken).first)
        #expect(wrong["code"] as? String == "facts.syntax" && wrong["line"] as? Int == 3)
        let latin = Data("{\n  \"comment\": \"".utf8) + [0xE9] + Data("\"\n}".utf8)
        #expect(try await problems(latin).map { $0["line"] as? Int } == [2])
    }

    @Test func `a folder and a file that is too large get a remedy that fits`() async throws {
        let limit = 1 << 20
        let large = Data(#"{"comment": ""#.utf8) + Data(repeating: 0x78, count: limit)
        for bytes in [nil, large] {
            let wrong = try #require(try await problems(bytes).first)
            #expect(wrong["code"] as? String == "facts.unreadable")
            let remedy = try #require(wrong["remedy"] as? String)
            #expect(remedy.contains("no folder") && remedy.contains("1 MiB"))
        }
    }

    /// What is wrong with a file of these bytes; with a folder for nil.
    private func problems(_ bytes: Data?) async throws -> [[String: Any]] {
        try await withTemporaryFolder { folder in
            let file = "\(folder)/facts.json"
            if let bytes {
                try bytes.write(to: URL(fileURLWithPath: file))
            } else {
                try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
            }
            let config = "\(RunningProgram.repository)/config"
            let flags = [
                "--json", "--programme", "\(config)/programmes/doilungdeqen-2025.yaml", "--calendars",
                "\(config)/calendars",
            ]
            let (status, output, _) = try await RunningProgram.output(
                of: "kiosk-central",
                ["programme", "decide", file] + flags
            )
            #expect(status == 2)
            return try #require(DecideCase.object(output)?["problems"] as? [[String: Any]])
        }
    }
}

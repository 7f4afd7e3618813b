import Foundation
import Testing

/// The table of levels in CONTRIBUTING.md against Package.swift.
struct LayerTests {
    /// Level by target. `test` marks support for tests, which may use anything and which only tests use.
    private static func levels() throws -> [String: Int?] {
        var levels: [String: Int?] = [:]
        for row in tableRows(try Repository.text("CONTRIBUTING.md")) where row.count >= 3 {
            guard row[0] == "test" || Int(row[0]) != nil else { continue }
            for target in codes(in: row[1]) { levels.updateValue(Int(row[0]), forKey: target) }
        }
        return levels
    }

    @Test func `every target stands in the table, and the table names only targets`() async throws {
        let levels = try Self.levels()
        let targets = Set(try await Manifest.current.targets.filter { $0.type != "test" }.map(\.name))
        #expect(targets.subtracting(levels.keys).isEmpty, "not in CONTRIBUTING.md")
        #expect(Set(levels.keys).subtracting(targets).isEmpty, "not in Package.swift")
        #expect(targets.count > 10)
    }

    @Test func `a target depends on lower levels only`() async throws {
        let levels = try Self.levels()
        var checked = 0
        for target in try await Manifest.current.targets where target.type != "test" {
            guard let level = levels[target.name] ?? nil else { continue }
            for dependency in target.dependencies.map(\.name) {
                guard let entry = levels[dependency] else { continue }
                let lower = try #require(entry, "\(target.name) uses \(dependency), which is support for tests")
                #expect(lower < level, "\(target.name) (\(level)) uses \(dependency) (\(lower))")
                checked += 1
            }
        }
        #expect(checked > 10)
    }

    @Test func `an executable parses its flags and calls a runtime, no more`() async throws {
        let executables = try await Manifest.current.targets.filter { $0.type == "executable" }
        #expect(!executables.isEmpty)
        for target in executables {
            for file in try Repository.files(below: [target.path ?? "Sources/\(target.name)"]) {
                let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false).count
                #expect(lines <= 61, "\(file) has \(lines - 1) lines; 60 are allowed")
            }
        }
    }
}

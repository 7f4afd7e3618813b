import Foundation
import Testing

struct SourceFileTests {
    /// Rules give the same verdict on every machine at every time: what they need of the world is passed in.
    @Test(arguments: ["Claims", "Inspection"])
    func `the rules read no clock, no file, no locale and no chance`(target: String) throws {
        let foreign = ["ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", "CommandLine", "readLine"]
        let files = try Repository.files(below: ["Sources/\(target)"])
        #expect(files.count > 5)
        for file in files {
            for line in try Repository.text(file).split(separator: "\n") where !line.contains("///") {
                let words = line.split { !$0.isLetter && $0 != "_" }
                if words.contains("import") { #expect(words.last == "Claims", "\(file): \(line)") }
                #expect(!foreign.contains { words.contains(Substring($0)) }, "\(file): \(line)")
            }
        }
    }

    @Test func `a source file has at most 300 lines, or says in its first lines why not`() throws {
        let files = try Repository.swiftFiles()
        #expect(files.count > 50)
        for file in files {
            let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
            let saysWhy = lines.prefix(5).contains { $0.hasPrefix("//") && $0.contains("longer than 300 lines") }
            #expect(lines.count <= 301 || saysWhy, "\(file) has \(lines.count - 1) lines")
        }
    }

    /// A path that exists only on the machine where somebody wrote the file.
    @Test func `no file names a path of somebody's machine`() throws {
        let files = try Repository.allFiles()
        #expect(files.contains("Package.swift") && files.contains("config/kiosk.yaml"))
        for file in files {
            guard let text = try? Repository.text(file) else { continue }
            for line in text.split(separator: "\n") {
                #expect(Self.machinePath(in: line) == nil, "\(file): \(line)")
            }
        }
    }

    @Test(arguments: [
        ("see /\("work")/main", true), ("=/\("home")/me/x", true), ("(/\("Users")/me)", true), ("/\("root")/x", true),
        ("https://host/\("home")/x", false), ("a/\("work")/b", false), ("/usr/share", false),
        ("ProtectHome=yes", false),
    ])
    func `a machine's path is told from a part of another path`(text: String, isOne: Bool) {
        #expect((Self.machinePath(in: text[...]) != nil) == isOne)
    }

    private static func machinePath(in line: Substring) -> String? {
        for folder in ["work", "home", "root", "Users"] {
            for range in line.ranges(of: "/\(folder)/") {
                let before = range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
                let after = range.upperBound == line.endIndex ? " " : line[range.upperBound]
                if !before.isLetter, !before.isNumber, !"._-~}/*".contains(before), after.isLetter || after.isNumber {
                    return String(line[range])
                }
            }
        }
        return nil
    }
}

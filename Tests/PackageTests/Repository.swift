import Foundation

/// The package's own files, as the tests of its health read them.
enum Repository {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Paths of all files below the folders, from the root, in order.
    static func files(below folders: [String]) throws -> [String] {
        try folders.flatMap { folder in
            try FileManager.default.subpathsOfDirectory(
                atPath: root.appending(path: folder).path(percentEncoded: false)
            )
            .map { "\(folder)/\($0)" }
            .filter { !isFolder($0) }
        }.sorted()
    }

    /// Everything that is part of the repository and not a build product.
    static func allFiles() throws -> [String] {
        let folders = try FileManager.default.contentsOfDirectory(atPath: root.path(percentEncoded: false))
        let own = folders.filter { !$0.hasPrefix(".") || $0 == ".ci" }
        let kept = [".editorconfig", ".gitignore", ".swift-format"].filter(folders.contains)
        return try own.filter { !isFolder($0) } + kept + files(below: own.filter(isFolder))
    }

    /// Swift sources below `Sources` and `Tests`.
    static func swiftFiles() throws -> [String] {
        try files(below: ["Sources", "Tests"]).filter { $0.hasSuffix(".swift") }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let full = root.appending(path: path).path(percentEncoded: false)
        return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) && isFolder.boolValue
    }
}

/// One row of a Markdown table: its cells, trimmed.
func tableRows(_ markdown: String) -> [[String]] {
    markdown.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
        line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

/// The texts between backticks.
func codes(in cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
        .map { String($0.element) }
}

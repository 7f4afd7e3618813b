import Foundation

/// The folder of the package: this file is two folders below it.
let packageFolder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// A folder of its own that disappears with the value.
final class TemporaryFolder {
    private let path = FileManager.default.temporaryDirectory.appending(path: "sealing-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a new file with that text.
    func write(_ text: String) throws -> String {
        let file = "\(path)/\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}

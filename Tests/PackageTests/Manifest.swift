import Foundation
import Subprocess
import Testing

/// The part of `swift package dump-package` that the tests read.
struct Manifest: Decodable {
    struct Target: Decodable {
        struct Dependency: Decodable {
            /// The target or product by name.
            let name: String

            /// `{"byName": ["Claims", null]}`, `{"product": ["Logging", "swift-log", …]}` or `{"target": […]}`.
            init(from decoder: any Decoder) throws {
                let kinds = try decoder.singleValueContainer().decode([String: [FirstText]].self)
                name = kinds.values.first?.first?.text ?? ""
            }
        }

        /// A list's item that may be a text, null or an object.
        private struct FirstText: Decodable {
            let text: String?

            init(from decoder: any Decoder) throws {
                text = try? decoder.singleValueContainer().decode(String.self)
            }
        }

        let name: String
        let type: String
        let dependencies: [Dependency]
        let path: String?
    }

    let targets: [Target]

    /// Asked once for all tests: it takes a second or two.
    static var current: Manifest {
        get async throws { try await loading.value }
    }

    private static let loading = Task { try await load() }

    /// Runs SwiftPM with a build folder of its own: the usual one is locked while the tests run.
    private static func load() async throws -> Manifest {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let result = try await run(
            .name("swift"),
            arguments: [
                "package", "--package-path", Repository.root.path(percentEncoded: false),
                "--scratch-path", scratch.path(percentEncoded: false), "dump-package",
            ],
            output: .string(limit: 4 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return try JSONDecoder().decode(Manifest.self, from: Data(result.standardOutput.utf8))
    }
}

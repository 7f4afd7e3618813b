/// Which text of which notice a decision rests on.
package struct NoticeVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// As in the notice's file: `lhasa-2025`.
    package let id: String
    package let version: String

    package init(id: String, version: String) {
        self.id = id
        self.version = version
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.id, left.version) < (right.id, right.version)
    }

    /// `lhasa-2025 (version 2025-02-11.1)`.
    package var description: String { "\(id) (version \(version))" }
}

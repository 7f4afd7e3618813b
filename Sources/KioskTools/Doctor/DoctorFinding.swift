/// What one check of the doctor saw.
package struct DoctorFinding: Codable, Equatable, Sendable {
    package enum Level: String, Codable, CaseIterable, Sendable {
        case ok
        /// Will make trouble, or has a cause that a person should look at.
        case warning
        /// Something does not work because of it.
        case problem
        /// Could not be looked at, such as without the right to read it.
        case unknown
    }

    /// Stable: `doctor.modemmanager`.
    package var code: String
    package var level: Level
    package var seen: String
    /// Nil when nothing needs doing.
    package var remedy: String?

    package init(_ code: String, _ level: Level, _ seen: String, remedy: String? = nil) {
        self.code = "doctor.\(code)"
        self.level = level
        self.seen = seen
        self.remedy = remedy
    }
}

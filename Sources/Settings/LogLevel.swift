/// The least important messages that are still logged. Raw values are those of the logging library's levels.
package enum LogLevel: String, CaseIterable, Sendable {
    case debug
    case info
    /// What a technician should see. The default.
    case notice
    case warning
    case error
}

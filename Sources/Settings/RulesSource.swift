/// Where a kiosk's programme and calendars come from.
package enum RulesSource: String, CaseIterable, Sendable {
    /// The files that the settings name.
    case files
    /// The newest that the central signed; the files that the settings name until there are any.
    case central
}

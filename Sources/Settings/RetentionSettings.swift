import Claims

/// How long the kiosk keeps what the central has accepted.
package struct RetentionSettings: Equatable, Sendable {
    /// 1–3650.
    package let days: Int

    package init(days: Int = 30) { self.days = days }
}

extension RetentionSettings {
    enum Keys: String, SettingsKey {
        case days
    }

    init(_ retention: StrictMapping<Keys>) throws(KioskError) {
        try self.init(days: retention.optional(.days, .integer(in: 1...3_650)) ?? 30)
    }
}

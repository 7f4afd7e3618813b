/// The keys that one mapping may have, as an enum whose raw values are the keys as written.
protocol SettingsKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

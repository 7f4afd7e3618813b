import Claims

/// Where the counter page is served.
package struct CounterSettings: Equatable, Sendable {
    /// A loopback name or address.
    package let host: String
    /// 0–65535; 0 takes a free port.
    package let port: Int
    /// How long a visit may stand still before it ends by itself: 30–3600 s.
    package let sessionTimeout: Duration

    /// The Unix group whose members' programs may open the page.
    package let group: String

    package init(
        host: String,
        port: Int,
        sessionTimeout: Duration = .seconds(300),
        group: String = "kiosk-counter"
    ) {
        self.host = host
        self.port = port
        self.sessionTimeout = sessionTimeout
        self.group = group
    }
}

extension CounterSettings {
    enum Keys: String, SettingsKey {
        case host, port, sessionTimeoutSeconds, group
    }

    init(_ counter: StrictMapping<Keys>) throws(KioskError) {
        try self.init(
            host: counter.required(.host, .loopbackHost()),
            port: counter.required(.port, .integer(in: 0...65_535)),
            sessionTimeout: counter.optional(.sessionTimeoutSeconds, .seconds(in: 30...3_600)) ?? .seconds(300),
            group: counter.optional(.group, ControlSettings.groupName) ?? "kiosk-counter"
        )
    }
}

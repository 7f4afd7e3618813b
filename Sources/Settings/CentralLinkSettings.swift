import Claims

/// How the kiosk reaches the central.
package struct CentralLinkSettings: Equatable, Sendable {
    /// The pause between failed tries: doubles from `first` up to `longest`.
    package struct BackOff: Equatable, Sendable {
        /// 10–60 000 ms.
        package let first: Duration
        /// 1–3600 s, never shorter than `first`.
        package let longest: Duration

        package init(first: Duration = .seconds(1), longest: Duration = .seconds(300)) {
            self.first = first
            self.longest = longest
        }
    }

    /// Scheme, host and optional port, without a closing slash. `http://` only with a loopback host.
    package let url: String
    /// 1–120 s for one request and its answer.
    package let requestTimeout: Duration
    package let backOff: BackOff
    /// 10–86 400 s between questions that nothing else gave a reason for.
    package let askEvery: Duration

    package init(
        url: String,
        requestTimeout: Duration = .seconds(15),
        backOff: BackOff = BackOff(),
        askEvery: Duration = .seconds(300)
    ) {
        self.url = url
        self.requestTimeout = requestTimeout
        self.backOff = backOff
        self.askEvery = askEvery
    }

    /// Whether it is `https://`: then the kiosk must be enrolled.
    package var isEncrypted: Bool { url.lowercased().hasPrefix("https://") }
}

extension CentralLinkSettings {
    enum Keys: String, SettingsKey {
        case url, requestTimeoutSeconds, backOff, askEverySeconds
    }

    private enum BackOffKeys: String, SettingsKey {
        case firstMilliseconds, longestSeconds
    }

    init(_ central: StrictMapping<Keys>) throws(KioskError) {
        let backOff = try central.optional(.backOff, .mapping(BackOffKeys.self))
        let first = try backOff?.optional(.firstMilliseconds, .milliseconds(in: 10...60_000)) ?? .seconds(1)
        let longest = try backOff?.optional(.longestSeconds, .seconds(in: 1...3_600)) ?? .seconds(300)
        guard first <= longest else {
            throw central.place(of: .backOff).fault(
                .configContradiction,
                "the first pause is longer than the longest",
                remedy: "Make firstMilliseconds at most longestSeconds × 1000."
            )
        }
        try self.init(
            url: central.required(.url, .baseURL),
            requestTimeout: central.optional(.requestTimeoutSeconds, .seconds(in: 1...120)) ?? .seconds(15),
            backOff: BackOff(first: first, longest: longest),
            askEvery: central.optional(.askEverySeconds, .seconds(in: 10...86_400)) ?? .seconds(300)
        )
    }
}

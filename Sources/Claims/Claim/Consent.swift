/// How the owner said yes to the notice.
package struct Consent: Hashable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
        case signature
        case thumbprint
        case spoken
    }

    /// Of the notice that was shown.
    package let noticeVersion: String
    package let method: Method
    /// By the kiosk's clock.
    package let at: Timestamp
    /// Whether data may be passed on for the programme's campaign: a purpose of its own, no unless said.
    package let campaign: Bool

    package init(noticeVersion: String, method: Method, at: Timestamp, campaign: Bool = false) {
        self.noticeVersion = noticeVersion
        self.method = method
        self.at = at
        self.campaign = campaign
    }
}

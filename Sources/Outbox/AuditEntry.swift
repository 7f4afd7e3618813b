package import Claims

/// What somebody did, to be written into the audit log with the deed itself.
package struct AuditEntry: Hashable, Sendable {
    package let at: Timestamp
    /// A supervisor's id, or a Unix user's name.
    package let actor: String
    /// `supervisor`, `technician`, `administrator` or `clerk`.
    package let role: String
    /// `page` or `socket`.
    package let via: String
    /// Such as `queue.retry`.
    package let action: String
    /// A claim number, a file's name; never personal.
    package let subject: String?
    package let detail: String?

    /// Texts are cut to 64, the detail to 200 characters: a log of people's deeds must not grow by what they type.
    package init(
        at time: Timestamp,
        actor: String,
        role: String,
        via: String,
        action: String,
        subject: String? = nil,
        detail: String? = nil
    ) {
        at = time
        self.actor = Self.cut(actor, 64)
        self.role = role
        self.via = via
        self.action = Self.cut(action, 64)
        self.subject = subject.map { Self.cut($0, 64) }
        self.detail = detail.map { Self.cut($0, 200) }
    }

    private static func cut(_ text: String, _ limit: Int) -> String { String(text.prefix(limit)) }
}

/// Who stopped the sending, and since when.
package struct SendingPause: Hashable, Sendable {
    package let by: String
    package let since: Timestamp
}

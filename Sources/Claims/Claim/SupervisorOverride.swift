/// A supervisor's decision at the counter, with its reason. Who the supervisor is was checked before.
package struct SupervisorOverride: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        /// A refusal that is to be reviewed.
        case refusal(Reason.Code)
        /// A bank card number that looks wrong.
        case bankCard

        /// A stable name for wires.
        package var name: String {
            switch self {
            case .refusal(let code): code.rawValue
            case .bankCard: "bank-card"
            }
        }
    }

    package let subject: Subject
    /// The supervisor's name at this kiosk, 1–40 characters.
    package let supervisor: String
    /// 1–200 printable characters.
    package let reason: String

    /// Nil when supervisor or reason is empty, too long or not printable.
    package init?(_ subject: Subject, supervisor: String, reason: String) {
        guard Self.isText(supervisor, upTo: 40), Self.isText(reason, upTo: 200) else { return nil }
        self.subject = subject
        self.supervisor = supervisor
        self.reason = reason
    }

    private static func isText(_ text: String, upTo limit: Int) -> Bool {
        (1...limit).contains(text.count) && text.unicodeScalars.count <= limit * 4
            && text.unicodeScalars.allSatisfy(\.isPrintable) && !text.allSatisfy(\.isWhitespace)
    }
}

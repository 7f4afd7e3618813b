/// `POST /v1/devices/test` and `POST /v1/devices/record`.
package struct ControlTarget: Codable, Equatable, Sendable {
    package static let secondsRange = 1...600

    /// A role, a node, a link or an id.
    package var target: String
    /// How long to wait for a card or a code, or to record.
    package var seconds: Int?

    package init(target: String, seconds: Int? = nil) {
        self.target = target
        self.seconds = seconds
    }
}

/// `POST /v1/devices/bind`. What is nil keeps its usual value.
package struct ControlBind: Codable, Equatable, Sendable {
    /// An id, a node or a link.
    package var device: String
    package var role: String
    /// Needed where the table of devices does not know it.
    package var driver: String?
    package var baud: Int?
    // Of scanners; the words are those of the settings file.
    package var ending: String?
    package var silenceMilliseconds: Int?
    package var stripSTX: Bool?
    package var aim: Bool?
    package var codeIDs: String?
    package var encoding: String?
    package var commands: String?
    // Of printers.
    package var dots: Int?
    package var columns: Int?
    package var text: String?
    package var cuts: Bool?
    package var answersStatus: Bool?

    package init(device: String, role: String) {
        self.device = device
        self.role = role
    }
}

/// `POST /v1/devices/unbind`: one of both.
package struct ControlUnbind: Codable, Equatable, Sendable {
    package var role: String?
    package var device: String?

    package init(role: String? = nil, device: String? = nil) {
        self.role = role
        self.device = device
    }
}

/// The answer to `bind` and `unbind`.
package struct ControlBinding: Codable, Equatable, Sendable {
    package var role: String
    /// The identity that was bound or unbound.
    package var device: String
    package var driver: String?
    /// What a person should know: what it is bound by, what stood by before.
    package var explanation: String

    package init(role: String, device: String, driver: String? = nil, explanation: String) {
        self.role = role
        self.device = device
        self.driver = driver
        self.explanation = explanation
    }
}

/// `POST /v1/devices/order`: what a scanner shall do.
package struct ControlOrder: Codable, Equatable, Sendable {
    /// A role, a node, a link or an id.
    package var target: String
    /// `trigger`, `stop`, `beep-good`, `beep-bad`, `enable`, `disable` or `identify`.
    package var command: String

    package init(target: String, command: String) {
        self.target = target
        self.command = command
    }
}

/// What came of an order.
package struct ControlOrdered: Codable, Equatable, Sendable {
    package enum Outcome: String, CaseIterable, Codable, Sendable {
        /// The scanner said so.
        case accepted
        /// Sent; this command set answers nothing that is known.
        case sent
        case refused
        case unanswered
        /// The scanner's command set does not have it, or none is set.
        case unsupported
    }

    package var outcome: Outcome
    /// What the scanner says of itself, to `identify`.
    package var answer: String?

    package init(outcome: Outcome, answer: String? = nil) {
        self.outcome = outcome
        self.answer = answer
    }
}

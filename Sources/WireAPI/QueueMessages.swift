// What supervisors see and do, on the page and by kioskctl: one set of messages for both.

/// Some of the claims, in the order of their numbers.
package struct QueuePage: Codable, Equatable, Sendable {
    package enum Filter: String, Codable, CaseIterable, Sendable {
        /// Waiting or set aside.
        case unsent
        case needsPerson = "needs-person"
        case returned
        case all
    }

    package var claims: [KioskClaimView]
    /// Pass as `after` for the next page; nil at the end.
    package var next: Int64?

    package init(claims: [KioskClaimView], next: Int64?) {
        self.claims = claims
        self.next = next
    }
}

/// What a supervisor corrects of a claim that came back or was set aside. Only what is given is changed; the rest stays
/// as it was, sealed parts too. The original stays; the amendment is a claim of its own that names it.
package struct AmendmentEntry: Codable, Sendable {
    package struct Card: Codable, Equatable, Sendable {
        package var number: String
        package var repeated: String
        /// True: the number was compared with the card, which shows it so, though its length is unusual or its last digit
        /// does not fit the others. Without it such a number is refused: it is mistyped more often than not.
        package var confirmUnusual: Bool?

        package init(number: String, repeated: String, confirmUnusual: Bool? = nil) {
            self.number = number
            self.repeated = repeated
            self.confirmUnusual = confirmUnusual
        }
    }

    /// Why, 3–200 characters.
    package var reason: String
    package var bankCard: Card?
    package var certificate: CertificateEntry?
    /// By part: battery, motor, frame.
    package var parts: [String: PartEntry]?

    package init(
        reason: String,
        bankCard: Card? = nil,
        certificate: CertificateEntry? = nil,
        parts: [String: PartEntry]? = nil
    ) {
        self.reason = reason
        self.bankCard = bankCard
        self.certificate = certificate
        self.parts = parts
    }
}

/// What the kiosk recorded on a day, and what of it the central confirmed.
package struct DaySlip: Codable, Equatable, Sendable {
    package var kioskId: String
    /// `YYYY-MM-DD`, UTC+8.
    package var date: String
    package var recorded: Int64
    package var firstNumber: String?
    package var lastNumber: String?
    package var confirmed: Int64
    /// Claim numbers that the central has not confirmed, the first 100.
    package var unconfirmed: [String]
    package var needsPerson: Int64
    package var amountFen: Int64
    /// The central's own signed count of that day; nil while it was not heard.
    package var proof: DayProof?

    package init(
        kioskId: String,
        date: String,
        recorded: Int64,
        firstNumber: String?,
        lastNumber: String?,
        confirmed: Int64,
        unconfirmed: [String],
        needsPerson: Int64,
        amountFen: Int64,
        proof: DayProof?
    ) {
        self.kioskId = kioskId
        self.date = date
        self.recorded = recorded
        self.firstNumber = firstNumber
        self.lastNumber = lastNumber
        self.confirmed = confirmed
        self.unconfirmed = unconfirmed
        self.needsPerson = needsPerson
        self.amountFen = amountFen
        self.proof = proof
    }
}

/// One action of a person, as the audit log keeps it. Its lines are chained like claims.
package struct AuditLine: Codable, Equatable, Sendable {
    /// From 1, without gaps.
    package var number: Int64
    package var at: String
    /// A supervisor's id, or a Unix user's name.
    package var actor: String
    /// `supervisor`, `technician`, `administrator`, or `clerk` for who stands at the counter page, without a name.
    package var role: String
    /// `page` or `socket`.
    package var via: String
    /// `queue.retry`, `queue.pause`, `claim.amend`, …
    package var action: String
    /// A claim number, a file's name; never personal.
    package var subject: String?
    package var detail: String?
    package var previous: String
    package var hash: String

    package init(
        number: Int64,
        at: String,
        actor: String,
        role: String,
        via: String,
        action: String,
        subject: String?,
        detail: String?,
        previous: String,
        hash: String
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.role = role
        self.via = via
        self.action = action
        self.subject = subject
        self.detail = detail
        self.previous = previous
        self.hash = hash
    }
}

package struct AuditPage: Codable, Equatable, Sendable {
    package var lines: [AuditLine]
    package var next: Int64?

    package init(lines: [AuditLine], next: Int64?) {
        self.lines = lines
        self.next = next
    }
}

/// What an answer that was carried over by hand changed.
package struct ImportReport: Codable, Equatable, Sendable {
    /// Claims that it answered.
    package var answered: Int
    /// That were answered before.
    package var known: Int
    package var refused: Int
    /// Answers and refusals of claims that this kiosk does not have, as of a machine before it; nil when there are none.
    /// What the central has of them comes from it by the network.
    package var unknown: Int?
    /// Claims that wait to be sent again, because the central was restored from an older copy; nil when it was not.
    package var sentAgain: Int?

    package init(answered: Int, known: Int, refused: Int, unknown: Int? = nil, sentAgain: Int? = nil) {
        self.answered = answered
        self.known = known
        self.refused = refused
        self.unknown = unknown
        self.sentAgain = sentAgain
    }
}

/// The session at the counter. Fields are absent until their step is done and all gone when it ends.
package struct SessionView: Codable, Equatable, Sendable {
    package struct Applicant: Codable, Equatable, Sendable {
        package var name: String
        package var maskedNumber: String
        package var cardKind: String
        package var cardValidUntil: String
        package var cardExpired: Bool

        package init(
            name: String,
            maskedNumber: String,
            cardKind: String,
            cardValidUntil: String,
            cardExpired: Bool
        ) {
            self.name = name
            self.maskedNumber = maskedNumber
            self.cardKind = cardKind
            self.cardValidUntil = cardValidUntil
            self.cardExpired = cardExpired
        }
    }

    package struct Part: Codable, Equatable, Sendable {
        package var condition: String
        package var serialState: String
        package var serial: String?
        /// Battery only: `read`, `illegible` or `none`.
        package var label: String?
        package var volts: Int?
        package var meterMillivolts: Int?
        package var blocks: Int?

        package init(
            condition: String,
            serialState: String,
            serial: String?,
            label: String? = nil,
            volts: Int? = nil,
            meterMillivolts: Int? = nil,
            blocks: Int? = nil
        ) {
            self.condition = condition
            self.serialState = serialState
            self.serial = serial
            self.label = label
            self.volts = volts
            self.meterMillivolts = meterMillivolts
            self.blocks = blocks
        }
    }

    package struct Verdict: Codable, Equatable, Sendable {
        package var kind: String
        package var amountFen: Int64?
        /// The registry is old, or there is none: only the central can say for sure.
        package var provisional: Bool
        /// What decided, as `docs/decide.md` names it.
        package var rule: String
        /// What the rule looked at, by name.
        package var facts: [String: String]
        package var versions: [String: String]
        /// What other rules object to.
        package var others: [ReasonView]

        package init(
            kind: String,
            amountFen: Int64?,
            provisional: Bool,
            rule: String,
            facts: [String: String],
            versions: [String: String],
            others: [ReasonView]
        ) {
            self.kind = kind
            self.amountFen = amountFen
            self.provisional = provisional
            self.rule = rule
            self.facts = facts
            self.versions = versions
            self.others = others
        }
    }

    package struct Claim: Codable, Equatable, Sendable {
        package var claimId: String
        package var claimNumber: String
        package var sequence: Int64
        package var recordedAt: String
        package var amountFen: Int64?
        /// `recorded`, then `accepted`, `in-review`, `duplicate`, `returned` or `needs-person`.
        package var status: String
        package var centralReceivedAt: String?
        package var reason: ReasonView?

        package init(
            claimId: String,
            claimNumber: String,
            sequence: Int64,
            recordedAt: String,
            amountFen: Int64?,
            status: String,
            centralReceivedAt: String?,
            reason: ReasonView?
        ) {
            self.claimId = claimId
            self.claimNumber = claimNumber
            self.sequence = sequence
            self.recordedAt = recordedAt
            self.amountFen = amountFen
            self.status = status
            self.centralReceivedAt = centralReceivedAt
            self.reason = reason
        }
    }

    /// `idle`, `notice`, `identity`, `agent`, `plate`, `ownership`, `battery`, `motor`, `frame`, `kilometres`,
    /// `condition`, `bank-card`, `review`, `committing`, `recorded`, `refused`, `held`.
    package var step: String
    /// Counts sessions; nil while idle. A confirmation names the one it belongs to.
    package var visit: Int?
    /// What the step waits for: `start`, `agreement`, `card`, `plate`, `certificate`, `finding`, `kilometres`,
    /// `condition`, `bank-card`, `confirmation`, `look-up`, `commit`, `proceed` (held: go on for review) or `finish`.
    package var waitingFor: String
    package var canGoBack: Bool
    package var canCancel: Bool
    /// Whether a supervisor may send the refusal to review, or let the bank card number pass.
    package var canOverride: Bool
    package var applicant: Applicant?
    /// Somebody comes for the owner.
    package var agentComes: Bool
    package var agent: Applicant?
    package var plate: String?
    /// Make and model as the registry has them.
    package var model: String?
    package var plateless: Bool
    package var certificateNumber: String?
    package var parts: [String: Part]
    /// A serial scanned for the part that is being judged, before its finding is given.
    package var scannedSerial: String?
    package var kilometres: Int?
    /// Of a bike without a plate.
    package var condition: String?
    package var maskedBankCard: String?
    package var verdict: Verdict?
    /// Why the session was refused or held, or why its claim will be reviewed.
    package var reason: ReasonView?
    /// What staff should know although it changes no verdict; recorded with the claim.
    package var warnings: [ReasonView]
    package var claim: Claim?
    /// Why the last event changed nothing, or what to watch for. Gone with the next event that is taken.
    package var hint: ReasonView?

    package init(step: String, waitingFor: String, canGoBack: Bool, canCancel: Bool, canOverride: Bool) {
        self.step = step
        self.waitingFor = waitingFor
        self.canGoBack = canGoBack
        self.canCancel = canCancel
        self.canOverride = canOverride
        agentComes = false
        plateless = false
        parts = [:]
        warnings = []
    }
}

package import Claims

/// All that a counter page shows: the data of every server-sent event and the answer of every request that moves
/// the session. A page renders it and holds no state of its own.
package struct CounterSnapshot: Codable, Equatable, Sendable {
    /// Rises by at least one with every change; starts anew with the daemon.
    package var revision: Int
    /// The kiosk's clock when the snapshot was made, RFC 3339. Ages are counted from it, never from a page's clock.
    package var now: String
    package var rehearsal: Bool
    package var kioskId: String
    package var point: String
    package var programme: ProgrammeView
    package var session: SessionView
    package var devices: [DeviceView]
    package var queue: QueueView

    package init(
        revision: Int,
        now: String,
        rehearsal: Bool,
        kioskId: String,
        point: String,
        programme: ProgrammeView,
        session: SessionView,
        devices: [DeviceView],
        queue: QueueView
    ) {
        self.revision = revision
        self.now = now
        self.rehearsal = rehearsal
        self.kioskId = kioskId
        self.point = point
        self.programme = programme
        self.session = session
        self.devices = devices
        self.queue = queue
    }
}

package struct ProgrammeView: Codable, Equatable, Sendable {
    package struct Row: Codable, Equatable, Sendable {
        package var volts: Int
        package var amountFen: Int64

        package init(volts: Int, amountFen: Int64) {
            self.volts = volts
            self.amountFen = amountFen
        }
    }

    package var id: String
    package var version: String
    /// By language: `zh-CN`, `bo`, `en`.
    package var title: [String: String]
    package var noticeVersion: String
    package var hotline: String
    package var tariff: [Row]
    package var plateless: Bool

    package init(
        id: String,
        version: String,
        title: [String: String],
        noticeVersion: String,
        hotline: String,
        tariff: [Row],
        plateless: Bool
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.noticeVersion = noticeVersion
        self.hotline = hotline
        self.tariff = tariff
        self.plateless = plateless
    }
}

/// A code of the text catalogues with the values that go into its text.
package struct ReasonView: Codable, Equatable, Sendable {
    package var code: String
    package var values: [String: String]

    package init(code: String, values: [String: String] = [:]) {
        self.code = code
        self.values = values
    }
}

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
        package var volts: Int?
        package var voltageMethod: String?

        package init(condition: String, serialState: String, serial: String?, volts: Int?, voltageMethod: String?) {
            self.condition = condition
            self.serialState = serialState
            self.serial = serial
            self.volts = volts
            self.voltageMethod = voltageMethod
        }
    }

    package struct Verdict: Codable, Equatable, Sendable {
        package var kind: String
        package var amountFen: Int64?
        /// No registry could be asked: only the central can say for sure.
        package var provisional: Bool

        package init(kind: String, amountFen: Int64?, provisional: Bool) {
            self.kind = kind
            self.amountFen = amountFen
            self.provisional = provisional
        }
    }

    package struct Claim: Codable, Equatable, Sendable {
        package var claimId: String
        package var claimNumber: String
        package var sequence: Int64
        package var recordedAt: String
        package var amountFen: Int64?
        /// `recorded`, then `accepted`, `duplicate` or `needs-person`.
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

    /// `idle`, `notice`, `identity`, `plate`, `ownership`, `battery`, `motor`, `frame`, `bank-card`, `review`,
    /// `committing`, `recorded`, `refused`, `held`.
    package var step: String
    /// Counts sessions; nil while idle. A confirmation names the one it belongs to.
    package var visit: Int?
    /// What the step waits for: `start`, `agreement`, `card`, `plate`, `certificate`, `finding`, `bank-card`,
    /// `confirmation`, `look-up`, `commit` or `finish`.
    package var waitingFor: String
    package var canGoBack: Bool
    package var canCancel: Bool
    package var applicant: Applicant?
    package var plate: String?
    package var plateless: Bool
    package var certificateNumber: String?
    package var parts: [String: Part]
    /// A serial scanned for the part that is being judged, before its finding is given.
    package var scannedSerial: String?
    package var maskedBankCard: String?
    package var verdict: Verdict?
    /// Why the session was refused or held.
    package var reason: ReasonView?
    package var claim: Claim?
    /// Why the last event changed nothing, or what to watch for. Gone with the next event that is taken.
    package var hint: ReasonView?

    package init(
        step: String,
        waitingFor: String,
        canGoBack: Bool,
        canCancel: Bool,
        applicant: Applicant? = nil,
        plate: String? = nil,
        plateless: Bool = false,
        certificateNumber: String? = nil,
        parts: [String: Part] = [:],
        scannedSerial: String? = nil,
        maskedBankCard: String? = nil,
        verdict: Verdict? = nil,
        reason: ReasonView? = nil,
        claim: Claim? = nil,
        hint: ReasonView? = nil
    ) {
        self.step = step
        self.waitingFor = waitingFor
        self.canGoBack = canGoBack
        self.canCancel = canCancel
        self.applicant = applicant
        self.plate = plate
        self.plateless = plateless
        self.certificateNumber = certificateNumber
        self.parts = parts
        self.scannedSerial = scannedSerial
        self.maskedBankCard = maskedBankCard
        self.verdict = verdict
        self.reason = reason
        self.claim = claim
        self.hint = hint
    }
}

/// One device bound to a role.
package struct DeviceView: Codable, Equatable, Sendable {
    /// `id-card` or `scanner`.
    package var role: String
    /// `missing`, `unavailable`, `starting`, `ready`, `asking`, `reading`, `remove-card`, `silent` or `faulty`.
    package var state: String
    package var path: String
    /// Set in `missing`, `unavailable`, `silent` and `faulty`.
    package var problem: ErrorBody.Detail?
    /// Good reads since the daemon started.
    package var reads: Int

    package init(role: String, state: String, path: String, problem: ErrorBody.Detail?, reads: Int) {
        self.role = role
        self.state = state
        self.path = path
        self.problem = problem
        self.reads = reads
    }
}

/// What waits to reach the central, how old it is, and why.
package struct QueueView: Codable, Equatable, Sendable {
    package var waiting: Int
    package var needsPerson: Int
    package var accepted: Int
    package var duplicate: Int
    /// When the oldest waiting claim was recorded.
    package var oldestWaitingSince: String?
    package var lastProblem: ErrorBody.Detail?
    package var nextAttemptAt: String?
    /// `unknown` until the first answer, then `reachable` or `unreachable`.
    package var central: String

    package init(
        waiting: Int,
        needsPerson: Int,
        accepted: Int,
        duplicate: Int,
        oldestWaitingSince: String?,
        lastProblem: ErrorBody.Detail?,
        nextAttemptAt: String?,
        central: String
    ) {
        self.waiting = waiting
        self.needsPerson = needsPerson
        self.accepted = accepted
        self.duplicate = duplicate
        self.oldestWaitingSince = oldestWaitingSince
        self.lastProblem = lastProblem
        self.nextAttemptAt = nextAttemptAt
        self.central = central
    }
}

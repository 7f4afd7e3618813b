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
    /// The point's name by language.
    package var point: [String: String]
    package var programme: ProgrammeView
    package var registry: RegistryView
    package var session: SessionView
    package var devices: [DeviceView]
    /// Nil while it is not known: not read yet, or not readable.
    package var queue: QueueView?

    package init(
        revision: Int,
        now: String,
        rehearsal: Bool,
        kioskId: String,
        point: [String: String],
        programme: ProgrammeView,
        registry: RegistryView,
        session: SessionView,
        devices: [DeviceView],
        queue: QueueView?
    ) {
        self.revision = revision
        self.now = now
        self.rehearsal = rehearsal
        self.kioskId = kioskId
        self.point = point
        self.programme = programme
        self.registry = registry
        self.session = session
        self.devices = devices
        self.queue = queue
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

/// One device bound to a role.
package struct DeviceView: Codable, Equatable, Sendable {
    /// `id-card`, `scanner`, `bank-card` or `printer`.
    package var role: String
    /// `missing`, `unavailable`, `starting`, `ready`, `asking`, `reading`, `remove-card`, `silent` or `faulty`.
    package var state: String
    package var path: String
    /// Set in `missing`, `unavailable`, `silent` and `faulty`.
    package var problem: ErrorBody.Detail?
    /// What should be seen to although the device works.
    package var notice: ErrorBody.Detail?
    /// Good reads since the daemon started.
    package var reads: Int

    package init(
        role: String,
        state: String,
        path: String,
        problem: ErrorBody.Detail?,
        notice: ErrorBody.Detail? = nil,
        reads: Int
    ) {
        self.role = role
        self.state = state
        self.path = path
        self.problem = problem
        self.notice = notice
        self.reads = reads
    }
}

/// What waits to reach the central, how old it is, and why.
package struct QueueView: Codable, Equatable, Sendable {
    package var waiting: Int
    package var needsPerson: Int
    /// Photos that the central does not have yet, without those that need a person.
    package var photosWaiting: Int
    /// Photos that the central did not take, or that are not on the disk as they were.
    package var photosNeedPerson: Int
    /// Sent back by the central; a supervisor corrects it.
    package var returned: Int
    package var accepted: Int
    /// Taken by the central, where a person decides.
    package var inReview: Int
    package var duplicate: Int
    /// When the oldest waiting claim was recorded.
    package var oldestWaitingSince: String?
    package var lastProblem: ErrorBody.Detail?
    /// Why nothing can be recorded here; nil when claims are recorded.
    package var stopped: ErrorBody.Detail?
    /// Why no photo is there at all; nil when they are where they should be.
    package var photosMissing: ErrorBody.Detail?
    package var nextAttemptAt: String?
    /// `unknown` until the first answer, then `reachable` or `unreachable`.
    package var central: String

    package init(
        waiting: Int,
        needsPerson: Int,
        photosWaiting: Int,
        photosNeedPerson: Int,
        returned: Int,
        accepted: Int,
        inReview: Int,
        duplicate: Int,
        oldestWaitingSince: String?,
        lastProblem: ErrorBody.Detail?,
        stopped: ErrorBody.Detail? = nil,
        photosMissing: ErrorBody.Detail? = nil,
        nextAttemptAt: String?,
        central: String
    ) {
        self.waiting = waiting
        self.needsPerson = needsPerson
        self.photosWaiting = photosWaiting
        self.photosNeedPerson = photosNeedPerson
        self.returned = returned
        self.accepted = accepted
        self.inReview = inReview
        self.duplicate = duplicate
        self.oldestWaitingSince = oldestWaitingSince
        self.lastProblem = lastProblem
        self.stopped = stopped
        self.photosMissing = photosMissing
        self.nextAttemptAt = nextAttemptAt
        self.central = central
    }
}

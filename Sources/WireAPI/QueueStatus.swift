package import Claims

/// What waits, since when, why, and what happens next.
package struct QueueStatus: Codable, Equatable, Sendable {
    /// What one lamp says of it all. Never green while anything is unsent.
    package enum Light: String, Codable, CaseIterable, Sendable {
        /// Nothing waits, nothing needs a person.
        case green
        /// Something waits and goes out by itself.
        case amber
        /// A person is needed: nothing can be recorded, something was set aside, the central refuses this kiosk, the clock was
        /// set back, the certificate ends, no space is left.
        case red
    }

    /// How much of something is left.
    package enum Reserve: String, Codable, CaseIterable, Sendable {
        case enough
        /// To be seen to, not at once.
        case little
        /// A person is needed.
        case none
    }

    package struct Pause: Codable, Equatable, Sendable {
        package var by: String
        package var since: String

        package init(by: String, since: String) {
            self.by = by
            self.since = since
        }
    }

    /// A photo that does not reach the central by itself.
    package struct PhotoTrouble: Codable, Equatable, Sendable {
        /// Of the claim that names it.
        package var claimNumber: String
        package var problem: ErrorBody.Detail?

        package init(claimNumber: String, problem: ErrorBody.Detail?) {
            self.claimNumber = claimNumber
            self.problem = problem
        }
    }

    package var kioskId: String
    package var light: Light
    /// Claims that were not answered yet, without those that need a person.
    package var waiting: Int
    package var needsPerson: Int
    /// Photos that the central does not have yet, without those that need a person.
    package var photosWaiting: Int
    /// Photos that the central did not take, or that are not on the disk as they were.
    package var photosNeedPerson: Int
    /// Why none of the photos is there: the disk that holds them is not mounted. Nil when they are.
    package var photosMissing: ErrorBody.Detail?
    /// The first of those that need a person.
    package var photoTrouble: PhotoTrouble?
    /// Claims that the central sent back for correction.
    package var returned: Int
    package var accepted: Int
    package var inReview: Int
    package var duplicate: Int
    /// Claims that are gone at both ends, as supervisors settled; `confirmedUpTo` passes over them.
    package var lost: Int
    /// RFC 3339; nil when nothing waits.
    package var oldestWaitingSince: String?
    package var oldestAgeSeconds: Int64?
    package var lastProblem: ErrorBody.Detail?
    /// Why nothing can be recorded here, whatever is sent: the store waits for the central's word after a restore, or the
    /// programme was ended. Nil when claims are recorded.
    package var stopped: ErrorBody.Detail?
    /// RFC 3339; nil when nothing waits for its time.
    package var nextAttemptAt: String?
    /// `unknown`, `reachable` or `unreachable`.
    package var central: String
    package var paused: Pause?
    /// Bytes that the store's disk has free.
    package var freeBytes: Int64
    /// Roughly how many more claims fit.
    package var roomForClaims: Int64
    /// What both mean: `enough`, `little` or `none`.
    package var space: Reserve
    /// `confirmed`, `plausible` or `set-back`.
    package var clock: String
    /// The kiosk's last claim, and the highest number up to which the central has confirmed all.
    package var lastSequence: Int64
    package var confirmedUpTo: Int64
    /// The last day of the kiosk's certificate, RFC 3339; nil in a rehearsal without one.
    package var certificateEnds: String?
    /// Whole days until then, and what they mean. It is renewed by itself long before; nil without one.
    package var certificateDays: Int64?
    package var certificate: Reserve?
    /// The kiosk's clock when it said this, RFC 3339: a browser's may differ.
    package var at: String?

    package init(
        kioskId: String,
        light: Light,
        waiting: Int,
        needsPerson: Int,
        photosWaiting: Int,
        photosNeedPerson: Int,
        photosMissing: ErrorBody.Detail? = nil,
        photoTrouble: PhotoTrouble? = nil,
        returned: Int,
        accepted: Int,
        inReview: Int,
        duplicate: Int,
        lost: Int = 0,
        oldestWaitingSince: String?,
        oldestAgeSeconds: Int64?,
        lastProblem: ErrorBody.Detail?,
        stopped: ErrorBody.Detail? = nil,
        nextAttemptAt: String?,
        central: String,
        paused: Pause?,
        freeBytes: Int64,
        roomForClaims: Int64,
        space: Reserve,
        clock: String,
        lastSequence: Int64,
        confirmedUpTo: Int64,
        certificateEnds: String?,
        certificateDays: Int64? = nil,
        certificate: Reserve? = nil,
        at: String? = nil
    ) {
        self.kioskId = kioskId
        self.light = light
        self.waiting = waiting
        self.needsPerson = needsPerson
        self.photosWaiting = photosWaiting
        self.photosNeedPerson = photosNeedPerson
        self.photosMissing = photosMissing
        self.photoTrouble = photoTrouble
        self.returned = returned
        self.accepted = accepted
        self.inReview = inReview
        self.duplicate = duplicate
        self.lost = lost
        self.oldestWaitingSince = oldestWaitingSince
        self.oldestAgeSeconds = oldestAgeSeconds
        self.lastProblem = lastProblem
        self.stopped = stopped
        self.nextAttemptAt = nextAttemptAt
        self.central = central
        self.paused = paused
        self.freeBytes = freeBytes
        self.roomForClaims = roomForClaims
        self.space = space
        self.clock = clock
        self.lastSequence = lastSequence
        self.confirmedUpTo = confirmedUpTo
        self.certificateEnds = certificateEnds
        self.certificateDays = certificateDays
        self.certificate = certificate
        self.at = at
    }
}

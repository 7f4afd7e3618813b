import CentralSync
import Claims
import Outbox
import QueueServer
import Sealing
import WireAPI

/// The supervisors' desk on the kiosk's store, relay and disk.
struct StoreQueueDesk: QueueDesk {
    /// What the desk hears of others, asked each time.
    struct Neighbours: Sendable {
        var relay: @Sendable () -> RelayState = { RelayState(central: .unknown) }
        /// Ends the relay's back-off.
        var retryNow: @Sendable () -> Void = {}
        /// A correction was typed, which may name people: what is left of it in memory is to be wiped.
        var namesWereTyped: @Sendable () -> Void = {}
        var trust: @Sendable () -> QueueTrust = { QueueTrust() }
        /// `confirmed`, `plausible` or `set-back`.
        var clock: @Sendable () -> String = { "plausible" }
        /// Sealed photos that the central does not have yet.
        var photos: @Sendable () async throws -> [WaitingPhoto] = { [] }
        /// Why no photo is there at all: the disk that holds them is not mounted.
        var photosMissing: @Sendable () -> KioskError? = { nil }
        /// Deletes all sealed photos: the programme was ended.
        var wipePhotos: @Sendable () async throws -> Void = {}
        /// The central's signed count of a day; nil when it was not heard.
        var dayProof: @Sendable (CivilDate) async -> DayProof? = { _ in nil }
    }

    let store: ClaimStore
    let stateDirectory: String
    let neighbours: Neighbours
    let now: @Sendable () -> Timestamp
    /// Nil where claims are not corrected.
    var corrector: ClaimCorrector?
    /// Nil where nothing is printed.
    var paper: QueuePaper?

    var isRehearsal: Bool { store.mode == .rehearsal }
}

/// A sealed photo that waits for the central.
struct WaitingPhoto: Sendable {
    let claimID: String
    let sha256: String
    /// Of the sealed file.
    let path: String
}

package import Claims
package import NIOCore
package import WireAPI

/// Who asks for something, as the audit log names him.
package struct QueueActor: Hashable, Sendable {
    package enum Role: String, CaseIterable, Sendable {
        case supervisor
        case technician
        /// Root, or the daemon's own user.
        case administrator
        /// Whoever stands at the counter page, where nobody logs in.
        case clerk
    }

    package enum Way: String, CaseIterable, Sendable {
        case page
        case socket
    }

    /// A supervisor's id, or a Unix user's name.
    package let name: String
    package let role: Role
    package let via: Way

    package init(name: String, role: Role, via: Way) {
        self.name = name
        self.role = role
        self.via = via
    }
}

/// What supervisors see of the queue and do to it. The page and the control socket ask the same one. Nothing here can
/// delete unsent work. Everything that changes something is in the audit log before it is done.
package protocol QueueDesk: Sendable {
    func status() async throws -> QueueStatus
    /// At most `limit`, 1–500, with numbers above `after`.
    func claims(_ filter: QueuePage.Filter, after: Int64, limit: Int) async throws -> QueuePage
    /// Makes all due at once, also what was set aside, and ends the pause that is under way.
    func retry(by actor: QueueActor) async throws
    /// Nothing is sent until `resume`; recording goes on.
    func pause(by actor: QueueActor) async throws
    func resume(by actor: QueueActor) async throws
    /// Throws `claim.unknown`, `claim.not-amendable`, `claim.invalid`, `input.invalid`.
    func amend(_ id: ClaimID, _ entry: AmendmentEntry, by actor: QueueActor) async throws -> KioskClaimView
    /// Takes out of the queue what of a claim is gone for good. Throws `claim.unknown`, and `claim.nothing-lost` while it
    /// is still here.
    func settleLoss(of id: ClaimID, by actor: QueueActor) async throws
    func daySlip(_ day: CivilDate) async throws -> DaySlip
    /// On the kiosk's printer. Throws `devices.not-bound` and the `printer.*` codes.
    func printDaySlip(_ day: CivilDate, language: String, by actor: QueueActor) async throws -> PrintView
    func audit(after: Int64, limit: Int) async throws -> AuditPage
    /// All that is unsent, claims and photos, sealed and signed by the kiosk, as one file.
    func exportQueue(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error>
    /// The central's answer to such a file. Throws `bundle.*`.
    func importAnswer(_ file: AsyncThrowingStream<ByteBuffer, any Error>, by actor: QueueActor) async throws
        -> ImportReport
    /// The whole chain with its documents as far as they are kept, signed by the kiosk, as one file.
    func exportChain(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error>
    /// A copy of the store as it is now, as one file.
    func backup(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error>
    /// Wipes all. Throws `programme.unsent` while anything is unsent. The signed proof, as JSON.
    func endProgramme(despiteOpen: Bool, by actor: QueueActor) async throws -> [UInt8]
}

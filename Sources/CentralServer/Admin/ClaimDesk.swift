import ClaimRegister
import Claims
import WireAPI

/// What people at the central say of a claim.
struct ClaimDesk: Sendable {
    let register: any ClaimRegisterStore
    private let now: @Sendable () -> Timestamp

    init(register: any ClaimRegisterStore, now: @escaping @Sendable () -> Timestamp) {
        self.register = register
        self.now = now
    }

    /// Sends a claim back to its kiosk to be corrected; `claim` is its id or number as text.
    ///
    /// Throws `claim.unknown`, `claim.concluded`, `claim.amended`, `request.malformed` for a reason that is none or a note
    /// that is too long, and the `store.*` codes.
    func sendBack(_ claim: String, _ order: ClaimReturn) async throws(KioskError) -> ClaimAnswer {
        guard let reason = ReturnReason(rawValue: order.reason) else {
            let known = ReturnReason.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badQuery("reason must be one of \(known)", interface: "central-admin")
        }
        let note = order.note ?? ""
        guard note.isEmpty || Faults.isText(note, upTo: 500) else {
            throw .badQuery("note must have at most 500 printable characters", interface: "central-admin")
        }
        guard let id = try await id(of: claim) else { throw Self.unknown() }
        return ClaimAnswer(try await register.sendBack(id, reason: reason, note: note, at: now()))
    }

    static func unknown() -> KioskError {
        KioskError(
            .claimUnknown,
            "There is no claim with this id or number.",
            remedy:
                "kiosk-central claims lists those that are here; one that a kiosk recorded may not have arrived yet."
        )
    }

    func id(of claim: String) async throws(KioskError) -> ClaimID? {
        if let id = ClaimID(claim) { return id }
        guard let number = ClaimNumber(claim) else { return nil }
        let link = try await register.links(of: number.kiosk, after: number.sequence - 1, limit: 1).links.first
        return link.flatMap { $0.answer.number == number ? $0.answer.claimID : nil }
    }
}

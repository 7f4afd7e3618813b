/// What a process works for. A rehearsal's claims can never enter a payout batch.
package enum RunMode: String, CaseIterable, Sendable {
    case rehearsal
    case production

    package var isRehearsal: Bool { self == .rehearsal }
}

package import Claims

/// The central's store of claims. One protocol, one conformance suite, several engines.
///
/// Whatever the engine, an answer of `receive` means that the claim is on disk: nothing that a kiosk was told can be
/// lost by a crash. Every operation throws the `store.*` codes of `KioskError`.
package protocol ClaimRegisterStore: Sendable {
    /// Stores the claims, one after the other in one transaction, or says of each why not: one outcome a submission, in
    /// their order. Each is judged together with all live claims of its programme that are connected with it by keys, as
    /// `DisputeRule` says: the earliest capture takes the keys, so a claim that arrives late can put one in dispute that
    /// was accepted before. Every such change is noted for the kiosks of both (`changes`).
    ///
    /// An amendment takes the place of the claim that it names; if that one was not sent back, a person decides. A claim
    /// that is known with the same content changes nothing and is told how it stands now.
    func receive(_ submissions: [Submission]) async throws(KioskError) -> [Outcome]

    /// Says how the claim ended, for good. Refused and withdrawn let go of all its keys in the same transaction, and
    /// those that were in dispute because of it are judged again; paid never lets go. The same conclusion again changes
    /// nothing and gives the first one. The claim stays.
    ///
    /// Throws `claim.unknown`, `claim.concluded` when it ended otherwise, `claim.amended` when another stands in its
    /// place, and `claim.unpayable` for paying a duplicate, which holds no keys, or one that was sent back.
    @discardableResult
    func conclude(
        _ id: ClaimID,
        as conclusion: Conclusion,
        at time: Timestamp
    ) async throws(KioskError) -> StoredConclusion

    /// Sends the claim back to its kiosk to be corrected. It holds what it held until an amendment takes its place or
    /// it is refused or withdrawn. `note` stays here, and until another one comes: an
    /// empty one changes none. The same reason again changes nothing else.
    ///
    /// Throws `claim.unknown`, `claim.concluded` and `claim.amended`.
    @discardableResult
    func sendBack(
        _ id: ClaimID,
        reason: ReturnReason,
        note: String,
        at time: Timestamp
    ) async throws(KioskError) -> StoredAnswer

    /// The claim of this id, nil when there is none.
    func claim(_ id: ClaimID) async throws(KioskError) -> StoredClaim?

    /// Claims in the order in which they were stored, at most `limit` (1 or more) with a place beyond `after`.
    func page(after place: Int64, limit: Int, kiosk: KioskID?) async throws(KioskError) -> RegisterPage

    /// What the register holds of a kiosk, with at most `limit` missing numbers and as many broken links. The number of
    /// a claim that never came is not missing when a correction of it did: that one names its link.
    /// A kiosk that never sent anything has `highest` 0.
    func kioskState(_ kiosk: KioskID, limit: Int) async throws(KioskError) -> KioskState

    /// What was received of the claims that the kiosk recorded on the day at UTC+8, with at most `limit` missing
    /// numbers.
    func day(_ day: CivilDate, of kiosk: KioskID, limit: Int) async throws(KioskError) -> DayState

    /// How many of the kiosk's claims up to that number ended, and how.
    func conclusions(of kiosk: KioskID, upTo sequence: Int64) async throws(KioskError) -> [Conclusion: Int64]

    /// A kiosk's claims in the order of their numbers, at most `limit` (1 or more) beyond `after`.
    func links(
        of kiosk: KioskID,
        after sequence: Int64,
        limit: Int
    ) async throws(KioskError) -> (links: [StoredLink], more: Bool)

    /// Of the kiosk's claims that are not here, those that a correction here names, in the order of their numbers; at most
    /// `limit` (1 or more) beyond `after`.
    func accounted(
        of kiosk: KioskID,
        after sequence: Int64,
        limit: Int
    ) async throws(KioskError) -> [AccountedLink]

    /// Both of them, at most `limit` (1 or more) of each, as far as both go.
    func stretch(of kiosk: KioskID, after sequence: Int64, limit: Int) async throws(KioskError) -> ChainStretch

    /// What became of a kiosk's claims after they were answered, at most `limit` (1 or more) changes after the cursor.
    /// A cursor that the register never gave starts at the beginning.
    func changes(
        of kiosk: KioskID,
        after cursor: ChangeCursor,
        limit: Int
    ) async throws(KioskError) -> ChangeBatch

    /// Keeps how far a kiosk's chain goes by its own word: by the one that goes further, or was said later. An older one
    /// may arrive late, when the kiosk has told more already; one of a kiosk that was restored goes less far.
    func hear(
        _ head: ChainMark,
        of kiosk: KioskID,
        saidAt: Timestamp,
        at time: Timestamp
    ) async throws(KioskError)

    /// Ends all work and lets go of the files. The store is of no use afterwards.
    func close() async throws(KioskError)
}

extension ClaimRegisterStore {
    /// `receive` of one.
    package func receive(_ submission: Submission) async throws(KioskError) -> Outcome {
        guard let outcome = try await receive([submission]).first else {
            throw KioskError(.internalFault, "a claim without outcome", remedy: "Report this.")
        }
        return outcome
    }
}

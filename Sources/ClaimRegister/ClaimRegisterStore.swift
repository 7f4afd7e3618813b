package import Claims

/// The central's store of claims. One protocol, one conformance suite, several engines.
///
/// Whatever the engine, an answer of `receive` means that the claim is on disk: nothing that a kiosk was told can be
/// lost by a crash. Every operation throws the `store.*` codes of `KioskError`.
package protocol ClaimRegisterStore: Sendable {
    /// Stores the claims and takes their keys, one after the other in one transaction, or says of each why not: one
    /// outcome a submission, in their order.
    ///
    /// | what is found | the claim stands as | and takes |
    /// | a live claim holds one of `keys` | duplicate | nothing |
    /// | else a live claim holds one of `parts`, or `review` is set | in review | its keys and parts |
    /// | else | accepted | its keys and parts |
    ///
    /// A claim that is known with the same content changes nothing and gets the answer it got the first time.
    func receive(_ submissions: [Submission]) async throws(KioskError) -> [Outcome]

    /// Says how the claim ended, for good. Refused and withdrawn let go of all its keys in the same transaction, so that
    /// person, vehicle and parts may be claimed again; paid never does. The same conclusion again changes nothing and
    /// gives the first one. The claim stays, with its answer.
    ///
    /// Throws `claim.unknown`, `claim.concluded` when it ended otherwise, and `claim.unpayable` for paying a duplicate:
    /// it holds no keys, so nothing would keep its person or vehicle from being paid for again.
    @discardableResult
    func conclude(
        _ id: ClaimID,
        as conclusion: Conclusion,
        at time: Timestamp
    ) async throws(KioskError) -> StoredConclusion

    /// The claim of this id, nil when there is none.
    func claim(_ id: ClaimID) async throws(KioskError) -> StoredClaim?

    /// Claims in the order in which they were stored, at most `limit` (1 or more) with a place beyond `after`.
    func page(after place: Int64, limit: Int, kiosk: KioskID?) async throws(KioskError) -> RegisterPage

    /// What the register holds of a kiosk, with at most `limit` missing numbers and as many broken links.
    /// A kiosk that never sent anything has `highest` 0.
    func kioskState(_ kiosk: KioskID, limit: Int) async throws(KioskError) -> KioskState

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

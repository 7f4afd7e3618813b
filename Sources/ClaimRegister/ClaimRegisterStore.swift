package import Claims

/// The central's store of claims. One protocol, one conformance suite, several engines.
///
/// Whatever the engine, an answer of `receive` means that the claim is on disk: nothing that a kiosk was told can be
/// lost by a crash. Every operation throws the `store.*` codes of `KioskError`.
package protocol ClaimRegisterStore: Sendable {
    /// Stores the claim and takes its keys in one transaction, or says why not.
    ///
    /// A claim that is known with the same content changes nothing and gets the answer it got the first time.
    func receive(_ submission: Submission) async throws(KioskError) -> Outcome

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

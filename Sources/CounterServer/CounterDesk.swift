package import Claims
package import WireAPI

package enum PrintKind: String, CaseIterable, Sendable {
    case receipt
    case certificate
}

/// What the counter's routes need besides the session: photos and papers.
package protocol CounterDesk: Sendable {
    /// Keeps a photo of a paper or a part until it is sent. Throws `request.malformed` when it is no JPEG or PNG, and
    /// `store.disk-full` where it would leave too little room for claims.
    ///
    /// - Returns: its SHA-256, lower-case hex.
    func keepPhoto(_ bytes: [UInt8]) async throws -> String

    func hasPhoto(_ name: String) async -> Bool

    /// Nil when the claim is not known.
    func receipt(_ id: ClaimID, language: String) async throws -> PaperView?

    /// Throws `claim.no-certificate-yet` before the central accepted the claim; nil when the claim is not known.
    func certificate(_ id: ClaimID, language: String) async throws -> PaperView?

    /// Prints the paper, marked as a copy if it may have come out before. Throws what making the paper throws, and
    /// `devices.not-bound`, `printer.gone`, `printer.queue-full` or `printer.image-failed` when nothing was sent; nil
    /// when the claim is not known.
    func print(_ kind: PrintKind, of id: ClaimID, language: String) async throws -> PrintView?
}

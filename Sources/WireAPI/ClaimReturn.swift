/// The body of `POST /v1/claims/{claimId}/return` on the central's control socket.
package struct ClaimReturn: Codable, Equatable, Sendable {
    /// A `ReturnReason` by its raw value: what is to be corrected.
    package var reason: String
    /// For the central's own people, at most 500 characters; kiosks never see it.
    package var note: String?

    package init(reason: String, note: String? = nil) {
        self.reason = reason
        self.note = note
    }
}

/// What a kiosk says when it has wiped all, `programme end`.
package struct WipeProof: Codable, Equatable, Sendable {
    package var kioskId: String
    /// RFC 3339, the kiosk's clock.
    package var at: String
    /// The running numbers that the kiosk gave: 1 to n, 0 and 0 when it recorded nothing.
    package var first: Int64
    package var last: Int64
    /// Of the claim with the number `last`.
    package var hash: String
    package var claims: Int64
    package var paid: Int64
    package var refused: Int64
    package var withdrawn: Int64
    /// `MessageSignature` of kind `wipe` over the canonical JSON of the other fields; nil in a rehearsal without keys.
    package var signature: String?

    package init(
        kioskId: String,
        at: String,
        first: Int64,
        last: Int64,
        hash: String,
        claims: Int64,
        paid: Int64,
        refused: Int64,
        withdrawn: Int64
    ) {
        self.kioskId = kioskId
        self.at = at
        self.first = first
        self.last = last
        self.hash = hash
        self.claims = claims
        self.paid = paid
        self.refused = refused
        self.withdrawn = withdrawn
    }
}

/// The body of `POST /v1/supervisor/programme/end`.
package struct ProgrammeEnd: Codable, Equatable, Sendable {
    /// The kiosk's own name, to confirm.
    package var kioskId: String
    /// Ends also while claims are in review or in dispute, which cannot be corrected here any more; nil is false.
    package var despiteOpen: Bool?

    package init(kioskId: String, despiteOpen: Bool? = nil) {
        self.kioskId = kioskId
        self.despiteOpen = despiteOpen
    }
}

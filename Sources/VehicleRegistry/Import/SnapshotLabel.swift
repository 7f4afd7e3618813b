package import Claims

/// What the person who imports says of an extract.
package struct SnapshotLabel: Equatable, Sendable {
    package let version: String
    package let issuer: String
    /// The day whose state the extract shows.
    package let asOf: CivilDate
    package let createdAt: Timestamp
    package let rehearsal: Bool

    /// Nil unless version (1–40) and issuer (1–80) have these numbers of characters, none of them a control.
    package init?(version: String, issuer: String, asOf: CivilDate, createdAt: Timestamp, rehearsal: Bool) {
        func fits(_ text: String, _ limit: Int) -> Bool {
            (1...limit).contains(text.unicodeScalars.count) && !text.hasControl
        }
        guard fits(version, 40), fits(issuer, 80) else { return nil }
        self.version = version
        self.issuer = issuer
        self.asOf = asOf
        self.createdAt = createdAt
        self.rehearsal = rehearsal
    }
}

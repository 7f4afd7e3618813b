package import Claims

/// A part by its serial, as a keyed digest that the caller made.
package struct PartKey: Hashable, Sendable {
    package let part: Part
    /// Lower-case hex.
    package let digest: String

    package init(_ part: Part, digest: String) {
        self.part = part
        self.digest = digest
    }
}

/// A part that a live claim of this kiosk named before.
package struct PartSeen: Hashable, Sendable {
    package let key: PartKey
    /// The first live claim that holds it.
    package let holder: ClaimNumber

    package init(_ key: PartKey, holder: ClaimNumber) {
        self.key = key
        self.holder = holder
    }
}

/// Somebody who may send a refusal to review, or let a card number pass.
package struct Supervisor: Equatable, Sendable {
    /// As each override records it, 1–40 characters.
    package let id: String
    /// What is kept of the PIN, as written; `Sealing` knows its form.
    package let pinHash: String

    package init(id: String, pinHash: String) {
        self.id = id
        self.pinHash = pinHash
    }
}

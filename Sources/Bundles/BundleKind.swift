/// What a bundle file carries.
package enum BundleKind: String, CaseIterable, Sendable {
    /// From a kiosk: all that is unsent.
    case claims
    /// From the central: its answers to such a file.
    case answers
    /// A kiosk's chain, from either side, to be verified without a network.
    case chain
}

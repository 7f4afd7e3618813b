/// What the central tells of a claim that is no reason of a rule and asks nobody to correct anything.
package enum ChangeReason: String, CaseIterable, Sendable {
    /// Another claim corrects it and took its place.
    case amended
    /// It kept what it holds; another claim is in dispute with it.
    case rivalInDispute = "rival-in-dispute"
}

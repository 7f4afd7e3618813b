/// What of a claim is to be corrected, when it is sent back to its kiosk.
package enum ReturnReason: String, CaseIterable, Sendable {
    case bankCard = "correct-bank-card"
    case certificate = "correct-certificate"
    case battery = "correct-battery"
    case motor = "correct-motor"
    case frame = "correct-frame"
    /// More than one of them.
    case several = "correct-several"
}

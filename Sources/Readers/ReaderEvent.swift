package import Claims
package import Devices
package import ReaderProtocols

/// What the readers tell, in the order it happened on each device.
package enum ReaderEvent: Sendable {
    /// The state, the problem or the number of reads of a device changed.
    case status(ReaderStatus)
    /// The device has no work here any more; its last status.
    case released(ReaderStatus)
    case card(CardIdentity)
    /// A card was there but gave no identity.
    case cardProblem(CardProblem)
    case scan(ScannedText, from: DeviceRole)
}

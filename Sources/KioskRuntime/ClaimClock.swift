import Claims
import Outbox
import WireAPI

/// What dates a claim, and says how far the date can be believed.
protocol ClaimClock: Sendable {
    var stamp: ClaimStamp { get }
}

/// The time of a claim that is being recorded: one look at the machine's clocks.
struct ClaimStamp: Equatable, Sendable {
    let reading: ClockReading
    let trust: ClockTrust
    /// The central's time when it was last heard in this run of the machine.
    let lastTrustedAt: Timestamp?

    /// As the claim's document has it.
    var wire: ClaimDocument.Clock {
        let trust: ClaimDocument.Clock.Trust =
            switch trust {
            case .confirmed: .confirmed
            case .plausible: .plausible
            case .setBack: .setBack
            }
        return ClaimDocument.Clock(
            trust: trust,
            boot: reading.boot,
            uptimeMilliseconds: reading.uptime,
            lastTrustedAt: lastTrustedAt?.description
        )
    }
}

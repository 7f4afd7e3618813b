import DaemonSupport
import WireAPI

/// What a claim says of the clock that dated it.
protocol ClaimClock: Sendable {
    var reading: ClaimDocument.Clock { get }
}

/// The machine's own counter, and a clock of which nothing is known but that it runs.
struct MachineClock: ClaimClock {
    private let run = MachineRun()

    var reading: ClaimDocument.Clock {
        ClaimDocument.Clock(trust: .plausible, boot: run.id, uptimeMilliseconds: MachineRun.uptimeMilliseconds)
    }
}

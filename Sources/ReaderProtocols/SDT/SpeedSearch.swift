/// Finds the speed of a reader that was left at another than the configured one: a value, without a clock or a line.
///
/// A module keeps the speed it was once set to, over a loss of power too, and answers nothing at any other. The
/// configured speed is tried first, and as long as the driver likes; only when the reader never answered at it since
/// the line was opened does a round over the others begin. A whole frame at any speed ends the search for good: right
/// preamble and sum do not come about at a wrong one.
///
/// A round takes `settleTime + timePerSpeed` for each of four speeds, and `settleTime` for going back.
package struct SpeedSearch: Sendable {
    package enum Action: Equatable, Sendable {
        /// Nothing changes: the search is over.
        case keep
        /// Set the line to this speed, let it settle, ask for the status; then `answered` or `silent`.
        case tryAt(baud: Int)
        /// The reader answers at the speed the line has.
        case settled(baud: Int)
        /// None answered in this round. Set the line back; what comes next is up to the driver.
        case exhausted(backTo: Int)
    }

    /// The speeds a module can be set to, the usual one first.
    package static let speeds = [115_200, 57_600, 38_400, 19_200, 9_600]
    /// How long one speed waits for an answer. The reply to a status request takes 23 ms at 9600, request included.
    package static let timePerSpeed = Duration.milliseconds(500)
    /// After a change of speed, what comes is dropped for so long: bridges need a while, and their buffers hold what
    /// came at the old speed.
    package static let settleTime = Duration.milliseconds(200)

    private enum State {
        case at(Int)
        case settled
    }

    /// In the order of trying.
    private let candidates: [Int]
    private var state = State.at(0)

    /// - Parameters:
    ///   - configured: need not be among `speeds`.
    ///   - found: what an earlier search on this device found; then it is tried first and the line begins with it.
    package init(configured: Int, found: Int? = nil) {
        var candidates: [Int] = []
        for baud in [found ?? configured, configured] + Self.speeds where !candidates.contains(baud) {
            candidates.append(baud)
        }
        self.candidates = candidates
    }

    /// The speed that the line is opened with.
    package var first: Int { candidates[0] }

    /// A whole frame came, whatever it says.
    package mutating func answered() -> Action {
        guard case .at(let index) = state else { return .keep }
        state = .settled
        return .settled(baud: candidates[index])
    }

    /// No whole frame at the present speed in its time, or the line does not take the speed.
    package mutating func silent() -> Action {
        guard case .at(let index) = state else { return .keep }
        guard index + 1 < candidates.count else {
            state = .at(0)
            return .exhausted(backTo: first)
        }
        state = .at(index + 1)
        return .tryAt(baud: candidates[index + 1])
    }
}

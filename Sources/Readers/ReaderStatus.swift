package import Claims
package import Devices

package enum ReaderState: String, CaseIterable, Sendable {
    /// Not plugged in.
    case missing
    /// There, but cannot be opened.
    case unavailable
    /// Open; not known yet whether it works.
    case starting
    /// Works. A scanner stays here.
    case ready
    /// Looks for a card.
    case asking
    /// Reads a card.
    case reading
    /// The card that was read must be taken away before another is read.
    case removeCard = "remove-card"
    /// Open, but does not answer.
    case silent
    /// Answers that it cannot work, or nothing that can be understood.
    case faulty
}

/// All there is to know about one device.
package struct ReaderStatus: Sendable {
    /// As in the device's `ReaderBinding`.
    package let id: String
    package let role: DeviceRole
    package internal(set) var path: String
    package internal(set) var state: ReaderState
    /// Why the device cannot work, or what a technician should set right.
    package internal(set) var problem: KioskError?
    /// What a technician should set right although the device works.
    package internal(set) var notice: KioskError?
    /// The number of an ID-card reader's security module, once the reader told it.
    package internal(set) var module: String?
    /// The speed an ID-card reader answers at, in bits per second; nil until it answered.
    package internal(set) var baud: Int?
    /// Cards or scans handed on since the start.
    package internal(set) var reads = 0
    /// When the last of them was.
    package internal(set) var lastRead: Timestamp?
    package internal(set) var bytes = 0
    /// Whole frames, whatever they held.
    package internal(set) var frames = 0
    /// Frames that were wrong, too long or not text.
    package internal(set) var damaged = 0
    /// Scans without an end, and half frames thrown away.
    package internal(set) var discarded = 0
    /// How often the device was opened; every time after the first is a reconnection.
    var opens = 0
    package var reconnects: Int { max(0, opens - 1) }

    init(_ binding: ReaderBinding, state: ReaderState) {
        id = binding.id
        role = binding.role
        path = binding.path
        self.state = state
    }

    mutating func noteRead(at time: Timestamp) {
        reads += 1
        lastRead = time
    }

    /// Whether people and logs should hear of the difference. Counters of bytes and frames alone are none.
    func isNews(since other: ReaderStatus) -> Bool {
        state != other.state || path != other.path || problem?.code != other.problem?.code || reads != other.reads
            || notice?.code != other.notice?.code || module != other.module || baud != other.baud
    }
}

package import NIOCore

/// Tells a scan that is new from one that came again because the trigger was held.
///
/// The same bytes within one second of the last frame, itself a repeat or not, are one read. Only a hash of them is kept.
package struct RepeatFilter: Sendable {
    package static let window = TimeAmount.seconds(1)

    private var last: (hash: Int, time: NIODeadline)?

    package init() {}

    package mutating func isRepeat(_ frame: ByteBuffer, at now: NIODeadline) -> Bool {
        let hash = frame.hashValue
        defer { last = (hash, now) }
        guard let last else { return false }
        return last.hash == hash && now - last.time <= Self.window
    }
}

import NIOCore

/// How fast and in what pieces a simulated device's bytes arrive.
///
/// A pseudo-terminal has no speed: 1295 bytes arrive at once, where a serial line brings them over a tenth of a
/// second and a USB bridge in packets. Programs that are only right with whole frames in one read show it here.
package struct LinePace: Equatable, Sendable {
    /// Bytes that arrive together, from 1. A full-speed USB bulk packet holds 64.
    package let chunk: Int
    /// Bits a second on the wire, ten for each byte (8N1); 0 for no waiting at all.
    package let speed: Int
    /// A fixed time before each piece, whatever the speed; nil for the speed's.
    private let interval: TimeAmount?

    /// `chunk` is brought into 1–4096, `speed` into 0–4 000 000.
    package init(chunk: Int, speed: Int) {
        self.chunk = min(max(chunk, 1), 4096)
        self.speed = min(max(speed, 0), 4_000_000)
        interval = nil
    }

    /// A few bytes now and then.
    ///
    /// - Parameter interval: from 0 to a minute.
    package init(chunk: Int, every interval: Duration) {
        self.chunk = min(max(chunk, 1), 4096)
        speed = 0
        self.interval = TimeAmount(min(max(interval, .zero), .seconds(60)))
    }

    /// A reader at 115 200 bit/s behind a USB bridge: 64 bytes every 5.6 ms.
    package static let serial = LinePace(chunk: 64, speed: 115_200)
    /// Everything at once.
    package static let immediate = LinePace(chunk: 4096, speed: 0)

    /// How long a piece of `bytes` bytes is on the wire.
    func duration(of bytes: Int) -> TimeAmount {
        interval ?? (speed == 0 ? .zero : .nanoseconds(Int64(bytes) * 10_000_000_000 / Int64(speed)))
    }
}

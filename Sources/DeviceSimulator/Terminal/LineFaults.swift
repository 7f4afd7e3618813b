/// What is wrong with a simulated line: messages in, what gets through out; no clock and no I/O.
struct LineFaults: Equatable, Sendable {
    /// So many of the next messages end in a wrong byte, which is where SDT and SSI keep their sums.
    var wrongSums = 0
    /// Nothing goes out.
    var isSilent = false
    /// The speed that the device is set to, for a host that sets its tty; nil when any speed will do.
    var deviceSpeed: Int?
    /// Instead of the line's own pace.
    var pace: LinePace?
    /// The plug is pulled when so many more bytes have gone out.
    var bytesToUnplug: Int?
    /// Repeatable noise.
    private var noise: UInt64 = 0x2545_F491_4F6C_DD1D

    init() {}

    /// What the host's end gets of a message; nil for nothing.
    ///
    /// - Parameter hostSpeed: of the host's terminal.
    mutating func outgoing(_ message: [UInt8], hostSpeed: Int) -> [UInt8]? {
        guard !isSilent, var last = message.last else { return nil }
        var bytes = message
        if wrongSums > 0 {
            wrongSums -= 1
            last ^= 0x5A
            bytes[bytes.count - 1] = last
        }
        guard let deviceSpeed else { return bytes }
        let heard = WrongSpeed.heard(bytes, sentAt: deviceSpeed, heardAt: hostSpeed)
        return heard.isEmpty ? nil : heard
    }

    /// What the device gets of the host's bytes.
    func incoming(_ bytes: [UInt8], hostSpeed: Int) -> [UInt8] {
        guard let deviceSpeed else { return bytes }
        return WrongSpeed.heard(bytes, sentAt: hostSpeed, heardAt: deviceSpeed)
    }

    /// How many bytes of the next piece still go out, and whether the plug comes out after them.
    mutating func allowance(for count: Int) -> (count: Int, unplugs: Bool) {
        guard let left = bytesToUnplug else { return (count, false) }
        guard count >= left else {
            bytesToUnplug = left - count
            return (count, false)
        }
        bytesToUnplug = nil
        return (left, true)
    }

    /// The same bytes in every run.
    mutating func nextNoise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            noise ^= noise << 13
            noise ^= noise >> 7
            noise ^= noise << 17
            return UInt8(truncatingIfNeeded: noise >> 32)
        }
    }
}

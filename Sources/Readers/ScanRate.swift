import NIOCore

/// Whether codes come faster than a person scans.
struct ScanRate {
    /// Codes within a second that nobody scans.
    static let most = 20

    private var windowEnd = NIODeadline.uptimeNanoseconds(0)
    private var count = 0
    private(set) var isFlooded = false

    mutating func scanned(at now: NIODeadline) {
        if now >= windowEnd {
            // A second in which nothing came is calm, too.
            isFlooded = isFlooded && count > Self.most && now < windowEnd + .seconds(1)
            windowEnd = now + .seconds(1)
            count = 0
        }
        count += 1
        if count > Self.most { isFlooded = true }
    }
}

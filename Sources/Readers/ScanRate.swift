import NIOCore

/// Whether codes come faster than a person scans.
struct ScanRate {
    private let most: Int
    private var windowEnd = NIODeadline.uptimeNanoseconds(0)
    private var count = 0
    private(set) var isFlooded = false

    /// - Parameter limits: its codes a second.
    init(_ limits: FloodLimits = FloodLimits()) { most = limits.scans }

    mutating func scanned(at now: NIODeadline) {
        if now >= windowEnd {
            // A second in which nothing came is calm, too.
            isFlooded = isFlooded && count > most && now < windowEnd + .seconds(1)
            windowEnd = now + .seconds(1)
            count = 0
        }
        count += 1
        if count > most { isFlooded = true }
    }
}

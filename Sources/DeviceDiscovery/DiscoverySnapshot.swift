package import Devices

/// All devices that are plugged in, at one moment. Whoever misses one loses nothing: the next is whole again.
package struct DiscoverySnapshot: Hashable, Sendable {
    /// Sorted by syspath.
    package var devices: [DetectedDevice]
    /// Whether udev tells of changes. Without it the devices are looked for every few seconds.
    package var hasUdev: Bool
    /// How often everything was looked at again, the first time not counted.
    package var rescans: Int
    /// How often changes came faster than they could be taken.
    package var overflows: Int

    package init(devices: [DetectedDevice], hasUdev: Bool, rescans: Int = 0, overflows: Int = 0) {
        self.devices = devices
        self.hasUdev = hasUdev
        self.rescans = rescans
        self.overflows = overflows
    }
}

/// Knows what is plugged in: udev, or a test.
package protocol DeviceDiscovering: Sendable {
    /// For one reader. Begins with what is there, then the newest set after each change; ends when `run` does.
    var snapshots: AsyncStream<DiscoverySnapshot> { get }

    /// Looks until the task is cancelled. Once only.
    func run() async
}

package import Logging

/// What is plugged in, by libudev. Needs no privilege.
package final class UdevMonitor: DeviceDiscovering {
    package let snapshots: AsyncStream<DiscoverySnapshot>
    private let continuation: AsyncStream<DiscoverySnapshot>.Continuation
    private let owner: UdevOwner

    /// Where a running udev listens; without it libudev's monitor never hears anything.
    package static let control = "/run/udev/control"

    /// - Parameters:
    ///   - rescan: how often everything is looked at again, for what may have been missed.
    ///   - rescanWithoutUdev: the same where no udev tells of changes.
    ///   - whenListening: called once, when events are heard and before the devices are listed. For tests.
    package init(
        logger: Logger,
        control: String = UdevMonitor.control,
        rescan: Duration = .seconds(60),
        rescanWithoutUdev: Duration = .seconds(5),
        whenListening: @escaping @Sendable () -> Void = {}
    ) {
        (snapshots, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        owner = UdevOwner(
            logger: logger,
            control: control,
            rescan: rescan,
            rescanWithoutUdev: rescanWithoutUdev,
            whenListening: whenListening,
            snapshots: continuation
        )
    }

    package func run() async {
        await owner.start()
        // Nothing ever comes from it: it ends when the task is cancelled.
        let (silence, never) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        for await _ in silence {}
        never.finish()
        await owner.stop()
        continuation.finish()
    }
}

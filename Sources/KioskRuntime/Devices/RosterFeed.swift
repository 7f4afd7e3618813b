import DeviceDiscovery
import ServiceLifecycle

/// Hands what discovery sees to the roster, until graceful shutdown.
struct RosterFeed: Service {
    /// Nil when only fixed paths are used.
    let discovery: (any DeviceDiscovering)?
    let roster: DeviceRoster

    func run() async {
        await cancelWhenGracefulShutdown {
            guard let discovery else {
                await roster.discovered(DiscoverySnapshot(devices: [], hasUdev: false))
                // A service that returns would end the daemon.
                try? await gracefulShutdown()
                return
            }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await discovery.run() }
                for await snapshot in discovery.snapshots { await roster.discovered(snapshot) }
                await group.waitForAll()
            }
        }
    }
}

import Readers

/// Tells the readers of devices: those with a fixed path by looking at the path, the others as the roster has them.
struct RosterSource: DeviceSource {
    let fixed: FixedPathSource
    let roster: DeviceRoster

    func watch(_ report: @escaping @Sendable (DeviceChange) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await fixed.watch(report) }
            group.addTask { for await change in roster.deviceChanges { report(change) } }
        }
    }
}

import Devices
import Glibc
import Logging
import Testing

@testable import DeviceDiscovery

struct DrainTests {
    @Test(arguments: [
        (CInt(0), Drain.empty), (EAGAIN, .empty), (EINTR, .again), (ENOBUFS, .lost(isWorking: true)),
        (EBADF, .lost(isWorking: false)), (ENODEV, .lost(isWorking: false)),
    ])
    func `an overflow is told apart from the end of the events`(reason: CInt, next: Drain) {
        #expect(Drain(errno: reason) == next)
    }

    @Test func `on this machine as it is, a first set comes, and the end after it`() async throws {
        let monitor = UdevMonitor(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { await monitor.run() }
        var sets: [DiscoverySnapshot] = []
        for await snapshot in monitor.snapshots {
            sets.append(snapshot)
            running.cancel()
        }
        await running.value
        let first = try #require(sets.first)
        #expect(first.devices.allSatisfy { !$0.syspath.hasPrefix("/devices/virtual/") && $0.node.hasPrefix("/dev/") })
        #expect(first.devices.map(\.syspath) == first.devices.map(\.syspath).sorted())
    }
}

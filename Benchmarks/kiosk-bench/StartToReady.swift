/// From posix_spawn(3) to READY=1 on the notification socket, beside two floors.
struct StartToReady: Encodable {
    /// Milliseconds; a store exists already, as on all days but the first.
    let kioskd: Statistics
    /// The same for a Swift program that awaits one task and ends: spawn to exit.
    let bareAsync: Statistics
    /// `/bin/true`: spawn to exit.
    let bareProcess: Statistics

    static func measure(_ rig: Rig, runs: Int) throws -> Self {
        // Makes the store and warms the page cache.
        try rig.startKiosk().process.stop()
        var (ours, swift, system): ([Int64], [Int64], [Int64]) = ([], [], [])
        for _ in 0..<runs {
            let kiosk = try rig.startKiosk()
            ours.append(kiosk.start)
            kiosk.process.stop()
            swift.append(try life("\(rig.programs)/bare-async", ["--exit"], rig.folder))
            system.append(try life("/bin/true", [], rig.folder))
        }
        return StartToReady(
            kioskd: Statistics(nanoseconds: ours, unit: 1e6),
            bareAsync: Statistics(nanoseconds: swift, unit: 1e6),
            bareProcess: Statistics(nanoseconds: system, unit: 1e6)
        )
    }

    /// Nanoseconds from spawn to exit.
    private static func life(_ program: String, _ arguments: [String], _ folder: String) throws -> Int64 {
        let process = try ChildProcess(program, arguments, log: "\(folder)/bare.log")
        process.wait()
        return Monotonic.now - process.startedAt
    }
}

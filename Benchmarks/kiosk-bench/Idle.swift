import WireAPI

/// What a daemon costs that has nothing to do.
struct Idle: Encodable {
    struct Phase: Encodable {
        let name: String
        let seconds: Double
        let kioskd: Usage
        let bareAsync: Usage
        /// Find requests that reached the reader, a minute.
        let findsPerMinute: Double
    }

    /// At the end of the phase, switches over all of it.
    struct Usage: Encodable {
        let residentKiB: Int
        let peakKiB: Int
        let anonymousKiB: Int
        let fileKiB: Int
        let threads: Int
        let descriptors: Int
        let voluntarySwitchesPerMinute: Double
        let switchesPerMinuteByThread: [String: Double]

        init(from begin: ProcessSample, to end: ProcessSample) {
            let minutes = Double(end.at - begin.at) / 6e10
            let switches = end.switches(since: begin)
            residentKiB = end.memory["VmRSS"] ?? 0
            peakKiB = end.memory["VmHWM"] ?? 0
            anonymousKiB = end.memory["RssAnon"] ?? 0
            fileKiB = end.memory["RssFile"] ?? 0
            threads = end.threads
            descriptors = end.descriptors
            voluntarySwitchesPerMinute = Double(switches.values.reduce(0, +)) / minutes
            switchesPerMinuteByThread = Dictionary(
                switches.filter { $0.value > 0 }.map { (end.names[$0.key] ?? "?", Double($0.value) / minutes) },
                uniquingKeysWith: +
            )
        }
    }

    /// Seconds after "ready" before anything is counted.
    let settled: Int
    let phases: [Phase]

    /// - Parameter seconds: of settling and of each phase.
    static func measure(_ rig: Rig, kiosk: ChildProcess, port: UInt16, seconds: Int) throws -> Self {
        let bare = try ChildProcess("\(rig.programs)/bare-async", [], log: "\(rig.folder)/bare.log")
        defer { bare.stop() }
        try rig.loop.run(milliseconds: seconds * 1_000)
        var phases: [Phase] = []
        func phase(_ name: String) throws {
            let begin = (try ProcessSample(kiosk.pid), try ProcessSample(bare.pid), rig.reader.finds)
            try rig.loop.run(milliseconds: seconds * 1_000)
            let end = (try ProcessSample(kiosk.pid), try ProcessSample(bare.pid), rig.reader.finds)
            let elapsed = Double(end.0.at - begin.0.at) / 1e9
            phases.append(
                Phase(
                    name: name,
                    seconds: elapsed,
                    kioskd: Usage(from: begin.0, to: end.0),
                    bareAsync: Usage(from: begin.1, to: end.1),
                    findsPerMinute: Double(end.2 - begin.2) * 60 / elapsed
                )
            )
        }

        try phase("no page, no card asked for")

        let page = try SnapshotListener(port: port, loop: rig.loop)
        try rig.loop.run(milliseconds: 2_000)
        try phase("one page, no card asked for")

        let counter = try CounterConnection(port: port)
        rig.loop.add(counter)
        let start = try counter.post("start", loop: rig.loop)
        _ = try counter.post("notice", "{\"noticeVersion\":\"\(start.programme.noticeVersion)\"}", loop: rig.loop)
        rig.loop.remove(counter)
        counter.shut()
        try rig.loop.run(milliseconds: 2_000)
        try phase("one page, a card asked for")

        let again = try CounterConnection(port: port)
        rig.loop.add(again)
        _ = try again.post("cancel", loop: rig.loop)
        rig.loop.remove(again)
        rig.loop.remove(page)
        page.shut()
        return Idle(settled: seconds, phases: phases)
    }
}

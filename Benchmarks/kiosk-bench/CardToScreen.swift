import Glibc
import WireAPI

/// From the last byte of a card to the applicant on the event stream, beside the floor, in turns.
struct CardToScreen: Encodable {
    let reads: Int
    /// Microseconds.
    let kioskd: Statistics
    let floor: Statistics
    let ratioP50: Double
    let ratioP99: Double
    /// Of `kioskd`, before the first read, after each block of reads, and after the last with the page closed.
    let residentKiB: [Int]
    let anonymousKiB: [Int]
    let descriptorsBefore: Int
    let descriptorsAfter: Int

    /// How long the line is left alone before a card or a frame is sent, in milliseconds. A real module takes longer; more
    /// than 48 cards a second are a flood, see `FloodLimits`.
    static let pause = 25
    static let block = 100

    private static let applicant = Array("\"applicant\":{".utf8)

    static func measure(_ rig: Rig, kiosk: ChildProcess, port: UInt16, program: String, reads: Int) throws -> Self {
        let floor = try FloorProbe(program: program, folder: rig.folder, loop: rig.loop)
        defer {
            rig.loop.remove(floor)
            floor.stop()
        }
        let before = try ProcessSample(kiosk.pid)
        var samples = [before]
        let counter = try CounterConnection(port: port)
        rig.loop.add(counter)
        let page = try SnapshotListener(port: port, loop: rig.loop)
        var kioskTimes: [Int64] = []
        var floorTimes: [Int64] = []
        while kioskTimes.count < reads {
            let size = min(block, reads - kioskTimes.count)
            for _ in 0..<size { kioskTimes.append(try readOnce(rig, counter, page)) }
            samples.append(try ProcessSample(kiosk.pid))
            for _ in 0..<size {
                try rig.loop.run(milliseconds: pause)
                floorTimes.append(try floor.measure(rig.reader.cardReply, loop: rig.loop))
            }
        }
        rig.loop.remove(counter)
        rig.loop.remove(page)
        counter.shut()
        page.shut()
        // Closed connections are cleared away a moment later.
        try rig.loop.run(milliseconds: 2_000)
        samples.append(try ProcessSample(kiosk.pid))
        let (ours, bare) = (
            Statistics(nanoseconds: kioskTimes, unit: 1e3), Statistics(nanoseconds: floorTimes, unit: 1e3)
        )
        return CardToScreen(
            reads: reads,
            kioskd: ours,
            floor: bare,
            ratioP50: ours.p50 / bare.p50,
            ratioP99: ours.p99 / bare.p99,
            residentKiB: samples.map { $0.memory["VmRSS"] ?? 0 },
            anonymousKiB: samples.map { $0.memory["RssAnon"] ?? 0 },
            descriptorsBefore: before.descriptors,
            descriptorsAfter: samples.last?.descriptors ?? 0
        )
    }

    /// A session from its start to its cancellation, with one card in between.
    private static func readOnce(_ rig: Rig, _ counter: CounterConnection, _ page: SnapshotListener) throws -> Int64 {
        let start = try counter.post("start", loop: rig.loop)
        guard start.session.step == "notice" else {
            throw BenchFailure("the session did not start: \(start.session.step) \(start.session.hint?.code ?? "")")
        }
        rig.reader.lay()
        page.forget()
        _ = try counter.post(
            "notice",
            "{\"noticeVersion\":\"\(start.programme.noticeVersion)\"}",
            loop: rig.loop
        )
        try rig.loop.run(until: "request for the card") { rig.reader.isCardAwaited }
        try rig.loop.run(milliseconds: pause)
        page.forget()
        let sent = try rig.reader.sendCard()
        var shown: Int64?
        try rig.loop.run(until: "applicant on the page") {
            shown = page.arrival(of: applicant)
            return shown != nil
        }
        let holder = rig.reader.number.suffix(4)
        guard let shown,
            try page.snapshots().contains(where: { $0.session.applicant?.maskedNumber.hasSuffix(holder) == true })
        else { throw BenchFailure("the event does not show the card's holder") }
        rig.reader.lift()
        let end = try counter.post("cancel", loop: rig.loop)
        guard end.session.step == "idle" else { throw BenchFailure("the session did not end: \(end.session.step)") }
        return shown - sent
    }
}

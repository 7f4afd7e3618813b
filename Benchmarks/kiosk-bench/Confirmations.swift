import Glibc
import WireAPI

/// What "recorded" takes through the local API: from the confirmation of a whole visit to the answer that says so,
/// beside append and fdatasync at the same moment of every other visit: the machine has rested as long.
struct Confirmations: Encodable {
    let visits: Int
    /// Microseconds.
    let confirm: Statistics
    let append: Statistics
    /// How many confirmations, one after the other, fit beside one append that is on the disk. Goal: at least 0.5.
    let ratioP50: Double

    static func measure(_ rig: Rig, port: UInt16, visits: Int) throws -> Self {
        let counter = try CounterConnection(port: port)
        rig.loop.add(counter)
        defer {
            rig.loop.remove(counter)
            counter.shut()
        }
        let file = open("\(rig.folder)/kiosk/append.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchFailure.call("open append.log") }
        defer { close(file) }
        let record = [UInt8](repeating: 0x78, count: 1_536)
        var (confirmed, appended): ([Int64], [Int64]) = ([], [])
        for _ in 0..<visits {
            confirmed.append(try visit(rig, counter) {})
            _ = try visit(rig, counter) {
                let start = Monotonic.now
                try writeAll(file, record)
                guard fdatasync(file) == 0 else { throw BenchFailure.call("fdatasync") }
                appended.append(Monotonic.now - start)
            }
        }
        let (ours, bare) = (
            Statistics(nanoseconds: confirmed, unit: 1e3), Statistics(nanoseconds: appended, unit: 1e3)
        )
        return Confirmations(visits: visits, confirm: ours, append: bare, ratioP50: bare.p50 / ours.p50)
    }

    /// A bike without a plate, because such a claim clashes with none: any number of them can be made.
    private static func visit(
        _ rig: Rig,
        _ counter: CounterConnection,
        beforeConfirming: () throws -> Void
    ) throws -> Int64 {
        let loop = rig.loop
        let start = try counter.post("start", loop: loop)
        try loop.run(milliseconds: CardToScreen.pause)
        rig.reader.lay()
        _ = try counter.post("notice", "{\"noticeVersion\":\"\(start.programme.noticeVersion)\"}", loop: loop)
        try loop.run(until: "request for the card") { rig.reader.isCardAwaited }
        _ = try rig.reader.sendCard()
        var snapshot = start
        for _ in 0..<1_000 where snapshot.session.step != "plate" {
            try loop.run(milliseconds: 2)
            snapshot = try counter.get(loop: loop)
        }
        rig.reader.lift()
        _ = try counter.post("plateless", loop: loop)
        for part in ["battery", "motor", "frame"] {
            let label = part == "battery" ? ",\"label\":\"none\",\"blocks\":5" : ""
            let entry = "{\"condition\":\"present\",\"serialState\":\"none\"\(label)}"
            _ = try counter.send("PUT", "parts/\(part)", entry, loop: loop)
        }
        snapshot = try counter.post("condition", "{\"condition\":\"complete\"}", loop: loop)
        guard snapshot.session.step == "review" else {
            throw BenchFailure("the visit came to \(snapshot.session.step) instead of review")
        }
        try beforeConfirming()
        let begun = Monotonic.now
        let answer = try counter.exchange("POST", "confirm", "{}", loop: loop)
        let time = Monotonic.now - begun
        snapshot = try counter.snapshot(in: answer)
        guard snapshot.session.step == "recorded" else {
            throw BenchFailure("the confirmation was answered in step \(snapshot.session.step)")
        }
        _ = try counter.post("finish", loop: loop)
        return time
    }
}

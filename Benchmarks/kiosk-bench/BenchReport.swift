#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// All figures of one run. Prints them; judges nothing.
struct BenchReport: Encodable {
    var machine: Machine
    let start: StartToReady
    let idle: Idle
    let cardToScreen: CardToScreen
    let confirmations: Confirmations

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    var table: String {
        var lines = [
            "\(machine.processor), \(machine.cores) cores, \(machine.memoryMiB) MiB, \(machine.system), "
                + "Linux \(machine.kernel), \(machine.configuration) build, "
                + "load \(text(machine.loadBefore, 2)) before, \(text(machine.loadAfter, 2)) after",
            "",
        ]
        lines += rows(
            ["card to screen, µs (\(cardToScreen.reads) reads)", "p50", "p99", "min", "max"],
            [
                ["kioskd: last byte to event"] + percentiles(cardToScreen.kioskd, 0),
                ["bare poll + read loop"] + percentiles(cardToScreen.floor, 0),
                ["ratio", text(cardToScreen.ratioP50, 1), text(cardToScreen.ratioP99, 1), "", ""],
            ]
        )
        lines += rows(
            ["confirmation, µs (\(confirmations.visits) visits)", "p50", "p99", "min", "max"],
            [
                ["kioskd: confirm to recorded"] + percentiles(confirmations.confirm, 0),
                ["append + fdatasync"] + percentiles(confirmations.append, 0),
                ["append / confirm", text(confirmations.ratioP50, 2), "", "", ""],
            ]
        )
        lines += rows(
            ["start, ms (\(start.kioskd.count) runs)", "p50", "p99", "min", "max"],
            [
                ["kioskd: spawn to READY=1"] + percentiles(start.kioskd, 1),
                ["bare Swift program: spawn to exit"] + percentiles(start.bareAsync, 1),
                ["/bin/true: spawn to exit"] + percentiles(start.bareProcess, 1),
            ]
        )
        lines += rows(
            [
                "idle (\(idle.settled) s after ready)", "RSS MB", "peak", "anon", "file", "threads", "fds",
                "wake-ups/min",
            ],
            idle.phases.flatMap { phase in
                [usage("kioskd: \(phase.name)", phase.kioskd), usage("  bare Swift program", phase.bareAsync)]
            }
        )
        for phase in idle.phases {
            let threads = phase.kioskd.switchesPerMinuteByThread.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\($0.key) \(text($0.value, 0))" }.joined(separator: ", ")
            lines.append("wake-ups/min, \(phase.name): \(threads); finds/min: \(text(phase.findsPerMinute, 0))")
        }
        lines += [
            "",
            "RSS over the reads, MB: " + cardToScreen.residentKiB.map { megabytes($0) }.joined(separator: " "),
            "anonymous part, MB:     " + cardToScreen.anonymousKiB.map { megabytes($0) }.joined(separator: " "),
            "descriptors: \(cardToScreen.descriptorsBefore) before, \(cardToScreen.descriptorsAfter) after",
        ]
        return lines.joined(separator: "\n")
    }

    private func percentiles(_ series: Statistics, _ digits: Int) -> [String] {
        [series.p50, series.p99, series.min, series.max].map { text($0, digits) }
    }

    private func usage(_ name: String, _ usage: Idle.Usage) -> [String] {
        [name] + [usage.residentKiB, usage.peakKiB, usage.anonymousKiB, usage.fileKiB].map(megabytes)
            + ["\(usage.threads)", "\(usage.descriptors)", text(usage.voluntarySwitchesPerMinute, 0)]
    }

    /// A Markdown table with a blank line after it.
    private func rows(_ head: [String], _ body: [[String]]) -> [String] {
        let widths = head.indices.map { column in ([head] + body).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { index, cell in
                let fill = String(repeating: " ", count: widths[index] - cell.count)
                return index == 0 ? cell + fill : fill + cell
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule =
            "| "
            + widths.enumerated()
            .map { $0 == 0 ? String(repeating: "-", count: $1) : String(repeating: "-", count: $1 - 1) + ":" }
            .joined(separator: " | ") + " |"
        return [line(head), rule] + body.map(line) + [""]
    }

    private func megabytes(_ kibibytes: Int) -> String { text(Double(kibibytes) * 1_024 / 1e6, 1) }

    /// Rounded to `digits` places after the point.
    private func text(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "–" }
        let scale = [1.0, 10, 100][min(digits, 2)]
        let scaled = Int((value * scale).rounded())
        guard digits > 0 else { return "\(scaled)" }
        let fraction = "\(abs(scaled) % Int(scale))"
        return "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}

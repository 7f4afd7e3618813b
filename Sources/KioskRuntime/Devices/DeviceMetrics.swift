import Claims
import Devices
import Readers

/// The devices' counters in the Prometheus text format, version 0.0.4. Labels are role, driver and the device's name.
enum DeviceMetrics {
    private struct Metric {
        let name: String
        let kind: String
        let help: String
        /// Nil for a device of which nothing is known.
        let value: @Sendable (ReaderStatus) -> String?
    }

    private static let metrics: [Metric] = [
        Metric(name: "up", kind: "gauge", help: "1 while the device can do its work.") { $0.canWork ? "1" : "0" },
        Metric(name: "bytes_total", kind: "counter", help: "Bytes from the device.") { "\($0.bytes)" },
        Metric(name: "frames_total", kind: "counter", help: "Whole frames from the device.") { "\($0.frames)" },
        Metric(name: "damaged_frames_total", kind: "counter", help: "Frames that were wrong.") { "\($0.damaged)" },
        Metric(name: "discarded_fragments_total", kind: "counter", help: "Parts of frames thrown away.") {
            "\($0.discarded)"
        },
        Metric(name: "reads_total", kind: "counter", help: "Cards or codes handed on.") { "\($0.reads)" },
        Metric(name: "reconnects_total", kind: "counter", help: "Openings after the first.") { "\($0.reconnects)" },
        Metric(name: "last_read_timestamp_seconds", kind: "gauge", help: "When the last card or code was read.") {
            $0.lastRead.map { "\($0.milliseconds / 1_000)" }
        },
    ]

    static func text(_ statuses: [ReaderStatus], drivers: [String: DeviceDriver]) -> String {
        var lines: [String] = []
        for metric in metrics {
            let name = "kiosk_device_\(metric.name)"
            lines.append("# HELP \(name) \(metric.help)")
            lines.append("# TYPE \(name) \(metric.kind)")
            for status in statuses {
                guard let value = metric.value(status) else { continue }
                let driver = drivers[status.id]?.rawValue ?? ""
                let labels = [("role", status.role.rawValue), ("driver", driver), ("device", status.id)]
                let text = labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
                lines.append("\(name){\(text)} \(value)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ value: String) -> String {
        String(value.flatMap { $0 == "\\" || $0 == "\"" ? "\\\($0)" : $0 == "\n" ? "\\n" : String($0) })
    }
}

extension ReaderStatus {
    fileprivate var canWork: Bool {
        switch state {
        case .ready, .asking, .reading, .removeCard: true
        case .missing, .unavailable, .starting, .silent, .faulty: false
        }
    }
}

import Glibc
package import Logging

/// Writes each event as one line of logfmt with one `write(2)`: `level=notice msg="store open" kiosk=DQ01`.
///
/// Under the journal a line begins with its priority, `<5>` (sd-daemon(3)), which the journal takes off again. No time
/// stamp: the journal adds its own. Nothing in a message or value can begin a second line or a second field: control
/// and direction characters are written as `\uXXXX`. A line that would be longer than `maximumLine` bytes is cut.
package struct LogfmtHandler: LogHandler {
    /// Bytes, the line feed included.
    package static let maximumLine = 8192

    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let descriptor: Int32
    private let priorities: Bool

    /// `descriptor` stays the caller's. `environment` decides on priorities: the journal sets `JOURNAL_STREAM`.
    package init(
        level: Logger.Level = .info,
        descriptor: Int32 = STDERR_FILENO,
        environment: (String) -> String? = ProcessEnvironment.value
    ) {
        logLevel = level
        self.descriptor = descriptor
        priorities = environment("JOURNAL_STREAM").map { !$0.isEmpty } ?? false
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error { fields["error"] = "\(error)" }
        write(LogfmtLine.bytes(level: event.level, message: "\(event.message)", fields: fields, priority: priorities))
    }

    /// A log line is not worth waiting or failing for: what cannot be written now is dropped.
    private func write(_ line: [UInt8]) {
        line.withUnsafeBytes { buffer in
            while Glibc.write(descriptor, buffer.baseAddress, buffer.count) < 0, errno == EINTR {}
        }
    }
}

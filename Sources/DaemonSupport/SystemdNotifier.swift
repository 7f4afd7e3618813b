import Glibc

/// Tells the service manager how the daemon is, one datagram each (sd_notify(3)). Does nothing when nobody listens;
/// failures are ignored, because the daemon is not worse for them.
package struct SystemdNotifier: Sendable {
    /// A path, or `@name` for an abstract socket.
    private let socketName: String?
    /// How often the watchdog wants to hear: half of `WATCHDOG_USEC`, as sd_watchdog_enabled(3) advises. Nil when it is
    /// off or meant for another process.
    package let watchdogInterval: Duration?

    package init(environment: (String) -> String? = ProcessEnvironment.value) {
        socketName = environment("NOTIFY_SOCKET")
        let mine = environment("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
        let microseconds = environment("WATCHDOG_USEC").flatMap { Int64($0) } ?? 0
        watchdogInterval = socketName != nil && mine && microseconds > 0 ? .microseconds(microseconds) / 2 : nil
    }

    /// The daemon serves.
    package func ready(status: String? = nil) {
        send("READY=1" + (status.map { "\nSTATUS=\(Self.oneLine($0))" } ?? ""))
    }

    package func stopping() { send("STOPPING=1") }

    /// One line for people, shown by `systemctl status`.
    package func status(_ text: String) { send("STATUS=\(Self.oneLine(text))") }

    /// Sent every `watchdogInterval`, by what must not hang.
    package func watchdog() { send("WATCHDOG=1") }

    /// A line feed would begin another variable.
    private static func oneLine(_ text: String) -> String {
        String(text.prefix(400).map { $0.isNewline ? " " : $0 })
    }

    private func send(_ message: String) {
        guard let socketName else { return }
        var name = Array(socketName.utf8)
        var address = sockaddr_un()
        // A path needs its final zero; an abstract name begins with one instead and ends with its length.
        let isAbstract = name.first == UInt8(ascii: "@")
        guard isAbstract || name.first == UInt8(ascii: "/"),
            name.count < MemoryLayout.size(ofValue: address.sun_path)
        else { return }
        if isAbstract { name[0] = 0 } else { name.append(0) }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)

        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(message.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                while sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), generic, length) < 0,
                    errno == EINTR
                {}
            }
        }
    }
}

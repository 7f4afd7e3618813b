import DaemonSupport
import Foundation
import Glibc
import Testing

struct SystemdNotifierTests {
    @Test(arguments: [true, false])
    func `states arrive as datagrams, on a path and on an abstract socket`(abstract: Bool) throws {
        let socket = try NotifySocket(abstract: abstract)
        let notifier = SystemdNotifier(environment: { ["NOTIFY_SOCKET": socket.name][$0] })
        notifier.ready(status: "serving\nREADY=0")
        notifier.status("12 claims wait")
        notifier.watchdog()
        notifier.stopping()
        #expect(socket.next() == "READY=1\nSTATUS=serving READY=0")
        #expect(socket.next() == "STATUS=12 claims wait")
        #expect(socket.next() == "WATCHDOG=1")
        #expect(socket.next() == "STOPPING=1")
    }

    @Test(arguments: [nil, "", "relative", "/nonexistent/socket", "@" + String(repeating: "x", count: 200)])
    func `nobody listening is no trouble`(name: String?) {
        let notifier = SystemdNotifier(environment: { $0 == "NOTIFY_SOCKET" ? name : nil })
        notifier.ready()
        notifier.stopping()
    }

    @Test(
        arguments: [
            (["NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "30000000"], Duration.seconds(15)),
            (["NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"], .seconds(15)),
            (["NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"], nil),
            (["NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "soon"], nil),
            (["NOTIFY_SOCKET": "@x"], nil),
            (["WATCHDOG_USEC": "30000000"], nil),
        ] as [([String: String], Duration?)]
    )
    func `the watchdog hears at half its time`(environment: [String: String], interval: Duration?) {
        #expect(SystemdNotifier(environment: { environment[$0] }).watchdogInterval == interval)
    }
}

/// What the service manager listens on.
private final class NotifySocket {
    let name: String
    private let descriptor: Int32

    init(abstract: Bool) throws {
        name = abstract ? "@kiosk-\(UUID().uuidString)" : "/tmp/notify-\(UUID().uuidString)"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var bytes = Array(name.utf8)
        if abstract { bytes[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (abstract ? 0 : 1))
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(bound == 0)
    }

    deinit {
        close(descriptor)
        if name.first == "/" { unlink(name) }
    }

    /// Datagrams to a local socket are there when `sendto` has returned.
    func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}

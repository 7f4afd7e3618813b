import Foundation
import Glibc
import Synchronization

/// A pseudo-terminal whose master end the test holds: what it writes there, the program under test reads from `path`.
///
/// The master is raw and non-blocking. `hangUp()` closes it, which the other end sees as an unplugged device. The
/// number of the terminal stays taken as long as this object lives, so that no parallel test gets the same path. Any
/// thread may call; each call holds the terminal for ten milliseconds at most.
package final class PseudoTerminal: Sendable {
    /// What a call to the system answered when it failed.
    package struct SystemError: Error {
        package let call: String
        package let errno: CInt
    }

    /// `/dev/pts/N`.
    package let path: String
    /// -1 once closed.
    private let master: Mutex<CInt>
    /// Held open, and used for nothing else.
    private let reserved: CInt

    package init() throws {
        var master: CInt = -1
        var slave: CInt = -1
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw SystemError(call: "openpty", errno: errno) }
        self.master = Mutex(master)
        reserved = slave
        var name = [CChar](repeating: 0, count: 128)
        guard ttyname_r(slave, &name, name.count) == 0 else { throw SystemError(call: "ttyname_r", errno: errno) }
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Raw from the start: an echoing terminal would send every request back before the program sets it up.
        var settings = termios()
        tcgetattr(slave, &settings)
        cfmakeraw(&settings)
        tcsetattr(slave, TCSANOW, &settings)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        hangUp()
        close(reserved)
    }

    package var isOpen: Bool { master.withLock { $0 >= 0 } }

    /// Closes the master: the other end gets a hang-up, and `path` disappears.
    package func hangUp() {
        master.withLock { master in
            if master >= 0 { close(master) }
            master = -1
        }
    }

    /// Writes everything, waiting for room; false once the terminal is closed.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = master.withLock { master in
                guard master >= 0, Self.wait(master, for: POLLOUT) else { return master < 0 ? -1 : 0 }
                return rest.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
            }
            guard count >= 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// What the other end wrote, waiting up to `milliseconds` for the first byte; empty when nothing came.
    package func read(upTo limit: Int = 4_096, within milliseconds: Int) -> [UInt8] {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        var bytes = [UInt8](repeating: 0, count: limit)
        repeat {
            let count = master.withLock { master in
                guard master >= 0, Self.wait(master, for: POLLIN) else { return master < 0 ? -1 : 0 }
                return bytes.withUnsafeMutableBytes { Glibc.read(master, $0.baseAddress, $0.count) }
            }
            if count > 0 { return Array(bytes.prefix(count)) }
            guard isOpen else { return [] }
        } while ContinuousClock.now < deadline
        return []
    }

    /// The same on a thread of its own, so that no other test waits meanwhile.
    package func bytes(upTo limit: Int = 4_096, within milliseconds: Int) async -> [UInt8] {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: self.read(upTo: limit, within: milliseconds)) }.start()
        }
    }

    private static func wait(_ descriptor: CInt, for events: CInt) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&watched, 1, 10) > 0 && watched.revents & Int16(events) != 0
    }
}

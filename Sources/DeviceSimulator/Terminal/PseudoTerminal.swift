import Claims
import Glibc

/// A pseudo-terminal pair, both ends open and raw. The slave end is what `kioskd` opens as its tty.
///
/// The slave is held open here as well: with no slave open at all, reads of the master fail with EIO (Linux,
/// drivers/tty/pty.c), and `kioskd` closes and opens its end at will. Close both ends to unplug: then everyone who
/// has the slave open gets HUP, and the node is gone.
struct PseudoTerminal {
    let master: CInt
    let slave: CInt
    /// `/dev/pts/N`.
    let path: String

    /// Throws `rehearsal.simulator-failed` with the call that failed; nothing stays open then.
    static func open() throws(KioskError) -> PseudoTerminal {
        var master: CInt = -1
        var slave: CInt = -1
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw failure("openpty", errno) }
        guard let path = name(of: slave), closeOnExec(master), closeOnExec(slave), makeRaw(slave) else {
            let number = errno
            _ = close(slave)
            _ = close(master)
            throw failure("setting up the pair", number)
        }
        return PseudoTerminal(master: master, slave: slave, path: path)
    }

    private static func name(of slave: CInt) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let start = buffer.baseAddress, ttyname_r(slave, start, buffer.count) == 0 else { return nil }
            return String(cString: start)
        }
    }

    private static func closeOnExec(_ descriptor: CInt) -> Bool { fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 }

    /// Without this the line discipline would echo our own bytes back to us until `kioskd` opens its end.
    private static func makeRaw(_ descriptor: CInt) -> Bool {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return false }
        cfmakeraw(&settings)
        return tcsetattr(descriptor, TCSANOW, &settings) == 0
    }

    private static func failure(_ call: String, _ number: CInt) -> KioskError {
        KioskError(
            .simulatorFailed,
            "No pseudo-terminal for the simulated device: \(call): \(systemMessage(number))",
            remedy: "See that /dev/pts is mounted and that the limit in /proc/sys/kernel/pty/max is not reached"
        )
    }
}

/// The system's words for an errno value.
func systemMessage(_ number: CInt) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        // The POSIX form fills the buffer and returns a number.
        guard let start = buffer.baseAddress, strerror_r(number, start, buffer.count) == 0 else {
            return "error \(number)"
        }
        return String(cString: start)
    }
}

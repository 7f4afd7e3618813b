package import Claims
import Glibc

extension SerialPort {
    /// Opens an input device and grabs it: what it types reaches this program and nothing else, until the line closes.
    ///
    /// Its records carry monotonic time. Source: linux/input.h. Throws `reader.open.missing`, `.busy`, `.denied`,
    /// `.not-a-keyboard` or `.failed`.
    package static func openKeyboard(path: String) throws(KioskError) -> SerialPort {
        let opened = Glibc.open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw openingFailed(path, errno) }
        let port = SerialPort(path: path, descriptor: opened)
        var version: CInt = 0
        guard ioctl(opened, getVersion, &version) == 0 else { throw notAKeyboard(path) }
        guard ioctl(opened, grab, CInt(1)) == 0 else { throw openingFailed(path, errno) }
        // Without it the records carry the wall clock, which may be set while somebody scans.
        var clock = CLOCK_MONOTONIC
        _ = ioctl(opened, setClock, &clock)
        return port
    }

    /// `EVIOCGVERSION`, `EVIOCGRAB` and `EVIOCSCLOCKID`: macros that Swift does not see.
    private static var getVersion: UInt { 0x8004_4501 }
    private static var grab: UInt { 0x4004_4590 }
    private static var setClock: UInt { 0x4004_45A0 }

    private static func notAKeyboard(_ path: String) -> KioskError {
        KioskError(
            .readerNotAKeyboard,
            "\(path) is not an input device",
            remedy: "set a path from /dev/input/by-id that ends in -event-kbd"
        )
    }
}

package import Claims
import Glibc

/// Devices that are no terminals: keyboards as event devices, USB printers.
extension SerialPort {
    /// Opens an input device (`/dev/input/event*`) and takes it for itself: what is typed there reaches nobody else,
    /// until it is closed. The channel reads records of `struct input_event`, `Documentation/input/input.rst`.
    ///
    /// Throws `reader.open.missing`, `.busy` when another program has taken it, `.denied`, `.not-a-tty` for what is no
    /// input device, or `.failed`.
    package static func openInput(path: String) throws(KioskError) -> SerialPort {
        let opened = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw openingFailed(path, errno) }
        let port = SerialPort(path: path, descriptor: opened)
        // EVIOCGRAB, linux/input.h: _IOW('E', 0x90, int).
        guard ioctl(opened, 0x4004_4590, 1) == 0 else {
            let code = errno
            switch code {
            case ENOTTY, EINVAL, EBADF: throw notAnInput(path)
            default: throw openingFailed(path, code)
            }
        }
        return port
    }

    /// Opens a receipt printer: a USB printer (`/dev/usb/lp*`), or one on a serial line, which is set to `baud`.
    ///
    /// Throws what `open(path:baud:)` throws; `reader.open.not-a-tty` for what is no device.
    package static func openPrinter(path: String, baud: Int) throws(KioskError) -> SerialPort {
        var status = stat()
        guard stat(path, &status) == 0 else { throw openingFailed(path, errno) }
        guard status.st_mode & S_IFMT == S_IFCHR else { throw notATerminal(path) }
        // Major number of usblp's nodes (Linux, Documentation/admin-guide/devices.txt).
        guard (status.st_rdev >> 8) & 0xFFF == 180 else { return try open(path: path, baud: baud) }
        let opened = Glibc.open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw openingFailed(path, errno) }
        return SerialPort(path: path, descriptor: opened)
    }

    private static func notAnInput(_ path: String) -> KioskError {
        KioskError(
            .readerNotATerminal,
            "\(path) is no keyboard",
            remedy: "bind a name from /dev/input/by-id that ends in -event-kbd"
        )
    }
}

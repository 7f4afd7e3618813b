package import Claims
import Glibc

extension SerialPort {
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
}

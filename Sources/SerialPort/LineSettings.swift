import Claims
import Glibc

/// The terminal settings of a serial device: every byte as it comes, 8 data bits, no parity, 1 stop bit.
///
/// Source: termios(3).
enum LineSettings {
    /// Bits per second and what termios calls them.
    private static let speeds: [Int: speed_t] = [
        1_200: speed_t(B1200), 2_400: speed_t(B2400), 4_800: speed_t(B4800), 9_600: speed_t(B9600),
        19_200: speed_t(B19200), 38_400: speed_t(B38400), 57_600: speed_t(B57600), 115_200: speed_t(B115200),
        230_400: speed_t(B230400), 460_800: speed_t(B460800), 921_600: speed_t(B921600),
    ]

    static func speed(baud: Int, path: String) throws(KioskError) -> speed_t {
        guard let speed = speeds[baud] else {
            throw KioskError(
                .readerSettings,
                "\(baud) is not a speed of serial devices (\(path))",
                remedy: "set one of \(speeds.keys.sorted().map(String.init).joined(separator: ", ")) baud"
            )
        }
        return speed
    }

    static func apply(to descriptor: CInt, speed: speed_t, path: String) throws(KioskError) {
        var wanted = termios()
        guard tcgetattr(descriptor, &wanted) == 0 else { throw refused(path) }
        cfmakeraw(&wanted)
        // A break or a byte with a framing error is noise.
        wanted.c_iflag = tcflag_t(IGNBRK | IGNPAR)
        wanted.c_cflag &= ~(tcflag_t(CSIZE | CSTOPB | PARENB) | tcflag_t(CRTSCTS))
        wanted.c_cflag |= tcflag_t(CS8 | CLOCAL | CREAD)
        // With VMIN 0 a read with nothing waiting returns 0, which reads as "unplugged".
        setControl(VMIN, to: 1, in: &wanted)
        setControl(VTIME, to: 0, in: &wanted)
        guard cfsetispeed(&wanted, speed) == 0, cfsetospeed(&wanted, speed) == 0 else { throw refused(path) }

        var result: CInt
        var attempts = 0
        repeat {
            result = tcsetattr(descriptor, TCSANOW, &wanted)
            attempts += 1
        } while result != 0 && (errno == EAGAIN || errno == EINTR) && attempts < 5
        guard result == 0 else { throw refused(path) }

        // tcsetattr succeeds when any of the settings could be made.
        var actual = termios()
        guard tcgetattr(descriptor, &actual) == 0, isSame(wanted, actual) else { throw refused(path) }
    }

    private static func isSame(_ wanted: termios, _ actual: termios) -> Bool {
        let input = tcflag_t(ICRNL | INLCR | IGNCR | ISTRIP | IXON | IXOFF)
        let line = tcflag_t(CSIZE | CSTOPB | PARENB | CLOCAL | CREAD) | tcflag_t(CRTSCTS)
        let local = tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        return wanted.c_iflag & input == actual.c_iflag & input
            && actual.c_oflag & tcflag_t(OPOST) == 0
            && wanted.c_cflag & line == actual.c_cflag & line
            && wanted.c_lflag & local == actual.c_lflag & local
            && control(VMIN, of: actual) == 1 && control(VTIME, of: actual) == 0
            && speed(of: wanted) == speed(of: actual)
    }

    private static func speed(of settings: termios) -> speed_t {
        withUnsafePointer(to: settings) { cfgetospeed($0) }
    }

    private static func setControl(_ index: CInt, to value: cc_t, in settings: inout termios) {
        withUnsafeMutableBytes(of: &settings.c_cc) { $0[Int(index)] = value }
    }

    private static func control(_ index: CInt, of settings: termios) -> cc_t {
        withUnsafeBytes(of: settings.c_cc) { $0[Int(index)] }
    }

    private static func refused(_ path: String) -> KioskError {
        KioskError(
            .readerSettings,
            "\(path) does not take the settings of a serial line",
            remedy: "check the baud rate in the configuration, then unplug the device and plug it in again"
        )
    }
}

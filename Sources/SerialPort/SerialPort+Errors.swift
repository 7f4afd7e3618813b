package import Claims
import Glibc

extension SerialPort {
    /// Nothing is at the path.
    package static func missing(_ path: String) -> KioskError {
        KioskError(
            .readerMissing,
            "no device at \(path)",
            remedy: "plug the device in; if it is, compare the path in the configuration with ls -l /dev/serial/by-id"
        )
    }

    /// The device was there and went away.
    package static func gone(_ path: String) -> KioskError {
        KioskError(
            .readerGone,
            "the device at \(path) was unplugged or lost its power",
            remedy: "plug it in again; if it was not touched, check cable and USB port"
        )
    }

    static func busy(_ path: String) -> KioskError {
        KioskError(
            .readerBusy,
            "another program uses \(path)",
            remedy: "find it with fuser -v \(path) and stop it; ModemManager and brltty are known to take such devices"
        )
    }

    static func notATerminal(_ path: String) -> KioskError {
        KioskError(
            .readerNotATerminal,
            "\(path) is not a serial device",
            remedy: "set the path of a serial device in the configuration, such as one from /dev/serial/by-id"
        )
    }

    static func openingFailed(_ path: String, _ code: CInt) -> KioskError {
        switch code {
        case ENOENT, ENOTDIR, ENODEV, ENXIO:
            return missing(path)
        case EBUSY:
            return busy(path)
        case EISDIR:
            return notATerminal(path)
        case EACCES, EPERM:
            return KioskError(
                .readerDenied,
                "no permission to open \(path)",
                remedy: "add the kiosk's user to the group that owns the device (ls -l \(path); usually dialout)"
            )
        default:
            return KioskError(
                .readerOpenFailed,
                "cannot open \(path): \(String(cString: strerror(code)))",
                remedy: "unplug the device and plug it in again; dmesg shows what the system says about it"
            )
        }
    }
}

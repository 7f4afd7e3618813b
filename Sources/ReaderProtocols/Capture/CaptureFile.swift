/// What went over a device's line, with times: a text file that people can read and send to each other.
///
/// ```
/// # kiosk-capture 1
/// # device: CH340 at /dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0
/// # driver: sdt
/// # baud: 115200
/// # when: 2025-03-10T09:45:00+08:00
/// # who: tech
/// 0.000000 > AA AA AA 96 69 00 03 11 FF ED
/// 0.012417 < AA AA AA 96 69 00 04 00 00 90 94
/// ```
///
/// Seconds since the start, `>` to the device or `<` from it, bytes in hexadecimal. docs/kioskctl.md describes it.
/// The writer takes scrubbed chunks only (`CaptureScrubber`): a capture names nobody.
package struct CaptureFile: Equatable, Sendable {
    package enum Direction: Character, CaseIterable, Sendable {
        case toDevice = ">"
        case fromDevice = "<"
    }

    /// Bytes that came or went together.
    package struct Chunk: Equatable, Sendable {
        /// Microseconds since the start: 0 to `longestTime`, never less than the chunk before.
        package var time: Int64
        package var direction: Direction
        /// 1 to `largestChunk`.
        package var bytes: [UInt8]

        package init(time: Int64, direction: Direction, bytes: [UInt8]) {
            self.time = time
            self.direction = direction
            self.bytes = bytes
        }
    }

    package static let version = 1
    /// Bytes of the text.
    package static let largestFile = 8 << 20
    /// Bytes of all chunks together: what a recording stops at.
    package static let largestRecording = 1 << 20
    package static let largestChunk = 4_096
    /// One hour, in microseconds.
    package static let longestTime: Int64 = 3_600_000_000
    /// Characters of a header's value.
    package static let longestValue = 200

    package var device: String
    /// A `DeviceDriver`'s name.
    package var driver: String
    package var baud: Int
    /// RFC 3339.
    package var when: String
    /// The user who recorded it, not whose card it was.
    package var who: String
    package var chunks: [Chunk]

    package init(device: String, driver: String, baud: Int, when: String, who: String, chunks: [Chunk] = []) {
        self.device = device
        self.driver = driver
        self.baud = baud
        self.when = when
        self.who = who
        self.chunks = chunks
    }

    /// The file's text. Values lose control characters and what is longer than `longestValue`; chunks that are too
    /// large are split.
    package var text: String {
        var text = "# kiosk-capture \(Self.version)\n"
        for (name, value) in [
            ("device", device), ("driver", driver), ("baud", "\(baud)"), ("when", when), ("who", who),
        ] {
            text += "# \(name): \(Self.cleaned(value))\n"
        }
        for chunk in chunks {
            var rest = chunk.bytes[...]
            while !rest.isEmpty {
                text += "\(Self.seconds(chunk.time)) \(chunk.direction.rawValue)"
                for byte in rest.prefix(Self.largestChunk) { text += " \(Self.hexadecimal(byte))" }
                text += "\n"
                rest = rest.dropFirst(Self.largestChunk)
            }
        }
        return text
    }

    private static func cleaned(_ value: String) -> String {
        let scalars = value.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars.prefix(longestValue))
        let text = String(view).split(separator: " ").joined(separator: " ")
        return text.isEmpty ? "-" : text
    }

    private static func seconds(_ microseconds: Int64) -> String {
        let time = min(max(0, microseconds), longestTime)
        let fraction = String(time % 1_000_000)
        return "\(time / 1_000_000).\(String(repeating: "0", count: 6 - fraction.count))\(fraction)"
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count < 2 ? "0" + digits : digits
    }
}

/// Cuts a scanner's commands out of what the host sends, and knows their answers.
///
/// Datalogic's texts and Honeywell's revision are made up; the other bytes are those of docs/kiosk-sim.md.
struct ScannerCommandReader: Sendable {
    enum Command: String, Equatable, Sendable {
        case trigger, stop, beep, enable, disable, reset, identify, unknown
    }

    struct Heard: Equatable, Sendable {
        var command: Command
        var answer: [UInt8] = []
    }

    /// Longest command, in bytes. Of more without an end the oldest are dropped.
    static let capacity = 64

    let set: ScannerSetup.Commands
    private var buffer: [UInt8] = []

    init(_ set: ScannerSetup.Commands) { self.set = set }

    mutating func take(_ bytes: [UInt8]) -> [Heard] {
        var heard: [Heard] = []
        for byte in bytes {
            buffer.append(byte)
            if buffer.count > Self.capacity { buffer.removeFirst() }
            if let one = next() {
                buffer = []
                heard.append(one)
            }
        }
        return heard
    }

    /// The command that the buffer ends with, if it does.
    private func next() -> Heard? {
        switch set {
        case .none: nil
        case .honeywell: honeywell()
        case .newland: newland()
        case .datalogic: datalogic()
        case .gm65: gm65()
        }
    }

    private func honeywell() -> Heard? {
        if let start = buffer.lastRange(of: [0x16, 0x4D, 0x0D]) {
            guard let end = buffer.last, [UInt8(ascii: "."), UInt8(ascii: "!")].contains(end) else { return nil }
            let tag = Array(buffer[start.upperBound...].dropLast())
            guard tag.elementsEqual("REVINF".utf8) else { return Heard(command: .unknown, answer: tag + [0x05, end]) }
            return Heard(command: .identify, answer: Array("Product: kiosk-sim\r\n".utf8) + tag + [0x06, end])
        }
        return switch Array(buffer.suffix(3)) {
        case [0x16, 0x54, 0x0D]: Heard(command: .trigger)
        case [0x16, 0x55, 0x0D]: Heard(command: .stop)
        case [0x16, 0x07, 0x0D]: Heard(command: .beep)
        default: nil
        }
    }

    private func newland() -> Heard? {
        switch Array(buffer.suffix(3)) {
        case [0x01, 0x54, 0x04]: return Heard(command: .trigger)
        case [0x01, 0x50, 0x04]: return Heard(command: .stop)
        default: break
        }
        guard buffer.suffix(2).elementsEqual([0x3B, 0x03]), let start = buffer.lastRange(of: [0x7E, 0x01]) else {
            return nil
        }
        // Four digits, `#` or `@`, six letters, a value.
        let body = Array(buffer[start.upperBound...].dropLast(2))
        guard body.count >= 5, [UInt8(ascii: "#"), UInt8(ascii: "@")].contains(body[4]) else { return nil }
        let known: [String: [String: Command]] = [
            "SCNTRG": ["1": .trigger, "0": .stop], "SCNENA": ["1": .enable, "0": .disable],
        ]
        let tag = String(decoding: body.dropFirst(5).prefix(6), as: UTF8.self)
        let value = String(decoding: body.dropFirst(11), as: UTF8.self)
        let (command, result): (Command, UInt8) =
            switch known[tag] {
            case nil: (.unknown, 0x05)
            case .some(let values): values[value].map { ($0, 0x06) } ?? (.unknown, 0x15)
            }
        return Heard(command: command, answer: [0x02, 0x01] + body + [result, 0x3B, 0x03])
    }

    /// Single letters: a program that looks for modems here switches the scanner off.
    private func datalogic() -> Heard? {
        switch buffer.last {
        case UInt8(ascii: "E"): Heard(command: .enable)
        case UInt8(ascii: "D"): Heard(command: .disable)
        case UInt8(ascii: "R"): Heard(command: .reset)
        case UInt8(ascii: "B"), UInt8(ascii: "F"), 0x01: Heard(command: .beep)
        case UInt8(ascii: "i"), UInt8(ascii: "h"), UInt8(ascii: "s"):
            Heard(command: .identify, answer: Array("kiosk-sim\r".utf8))
        default: nil
        }
    }

    private func gm65() -> Heard? {
        guard let start = buffer.lastRange(of: [0x7E, 0x00]) else { return nil }
        let frame = Array(buffer[start.upperBound...])
        // Kind, length, address (2), data, sum (2).
        guard frame.count >= 2, frame.count == 6 + Int(frame[1]) else { return nil }
        let content = frame.dropLast(2)
        let sum = Array(frame.suffix(2))
        let right = Self.crc(content)
        guard sum == [0xAB, 0xCD] || sum == right else { return Heard(command: .unknown) }
        guard frame[0] == 0x08, frame[2] == 0, frame[3] == 2, frame[4] & 1 == 1 else { return Heard(command: .unknown) }
        return Heard(command: .trigger, answer: [0x02, 0x00] + [0x00, 0x01, 0x00] + Self.crc([0x00, 0x01, 0x00]))
    }

    /// CRC-16/XMODEM, high byte first.
    static func crc(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var sum: UInt16 = 0
        for byte in bytes {
            sum ^= UInt16(byte) << 8
            for _ in 0..<8 { sum = sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
        }
        return [UInt8(truncatingIfNeeded: sum >> 8), UInt8(truncatingIfNeeded: sum)]
    }
}

extension [UInt8] {
    /// Where `part` begins last.
    fileprivate func lastRange(of part: [UInt8]) -> Range<Int>? {
        guard count >= part.count else { return nil }
        let start = (0...(count - part.count)).last { self[$0..<($0 + part.count)].elementsEqual(part) }
        return start.map { $0..<($0 + part.count) }
    }
}

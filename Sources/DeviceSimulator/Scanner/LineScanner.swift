import Claims

/// A scanner that sends each code as a line: codes and commands in, bytes out.
struct LineScanner: LineMachine {
    /// Bytes of the largest QR code (version 40, level L).
    static let maximumText = 2953

    private let setup: ScannerSetup
    private var commands: ScannerCommandReader
    private var isEnabled = true
    private var isTriggered = false
    /// The code that lies under it until the trigger is pulled.
    private var waiting: [UInt8]?
    private(set) var heard = HeardCommands()

    init(_ setup: ScannerSetup) {
        self.setup = setup
        commands = ScannerCommandReader(setup.commands)
    }

    var timer: LineTimer? { nil }

    mutating func timeIsUp() -> [[UInt8]] { [] }

    /// What goes out when the code comes under the scanner: nothing when it is switched off or waits for its trigger.
    ///
    /// Throws `rehearsal.simulator-refused` for a text that no code holds or that this set-up cannot send.
    mutating func scan(_ text: String, _ symbology: Symbology) throws(KioskError) -> [[UInt8]] {
        let frame = try frame(text, symbology)
        guard isEnabled else { return [] }
        guard setup.waitsForTrigger, !isTriggered else {
            isTriggered = false
            return [frame]
        }
        waiting = frame
        return []
    }

    mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        for one in commands.take(bytes) {
            heard.append(one.command.rawValue)
            messages.append(one.answer)
            switch one.command {
            case .trigger:
                guard isEnabled else { break }
                if let frame = waiting { messages.append(frame) } else { isTriggered = setup.waitsForTrigger }
                waiting = nil
            case .stop: isTriggered = false
            case .enable, .reset: isEnabled = true
            case .disable:
                isEnabled = false
                isTriggered = false
            case .beep, .identify, .unknown: break
            }
        }
        return messages.filter { !$0.isEmpty }
    }

    /// Power came back.
    mutating func restart() {
        commands = ScannerCommandReader(setup.commands)
        isEnabled = true
        isTriggered = false
        waiting = nil
    }

    private func frame(_ text: String, _ symbology: Symbology) throws(KioskError) -> [UInt8] {
        let data = try Self.codeData(text, setup.encoding)
        var bytes: [UInt8] = []
        if setup.hasAIM {
            let hasECI = setup.hasECI && symbology.hasECI
            let modifiers = symbology.aimModifiers
            bytes += Array("]\(symbology.aimLetter)\(hasECI ? modifiers.eci : modifiers.plain)".utf8)
            if hasECI {
                let digits = String(setup.encoding.eci)
                bytes += Array(("\\" + String(repeating: "0", count: 6 - digits.utf8.count) + digits).utf8)
            }
            // In GB18030 a backslash is the second byte of some characters, and doubled there as well.
            bytes += hasECI ? data.flatMap { $0 == 0x5C ? [0x5C, 0x5C] : [$0] } : data
        } else {
            bytes = (setup.hasHoneywellID ? [symbology.honeywellID] : []) + data
        }
        if setup.hasSTX { bytes = [0x02] + bytes + [0x03] }
        guard setup.ending == .length else { return bytes + setup.ending.suffix }
        guard let length = UInt8(exactly: bytes.count) else {
            throw KioskError(
                .simulatorRefused,
                "A scan with its length before it has at most 255 bytes",
                remedy: "Scan a shorter text, or choose another ending"
            )
        }
        return [0x03, length] + bytes
    }

    /// Throws `rehearsal.simulator-refused` for a text that no code holds.
    static func codeData(_ text: String, _ encoding: CodeEncoding) throws(KioskError) -> [UInt8] {
        let data = try encoding.bytes(of: text)
        guard (1...maximumText).contains(data.count), !data.contains(where: { [0, 0x0A, 0x0D].contains($0) }) else {
            throw KioskError(
                .simulatorRefused,
                "A scan is 1 to \(maximumText) bytes without line ends",
                remedy: "Send the text of one code in the field text"
            )
        }
        return data
    }
}

/// The last commands that the host sent, oldest first.
struct HeardCommands: Equatable, Sendable {
    static let capacity = 20

    private(set) var words: [String] = []

    mutating func append(_ word: String) {
        if words.count == Self.capacity { words.removeFirst() }
        words.append(word)
    }
}

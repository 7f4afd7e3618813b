package import Devices

/// What the kiosk can ask of a scanner. Sent only to a device whose command set is configured, never to find out.
package enum ScannerCommand: String, CaseIterable, Codable, Sendable {
    /// As if the trigger were pulled, and let go.
    case trigger
    case stop
    case beepGood = "beep-good"
    case beepBad = "beep-bad"
    case enable
    case disable
    /// Model and firmware, in the vendor's words.
    case identify
}

extension ScannerCommand {
    /// What came of a command.
    package enum Outcome: Equatable, Sendable {
        /// The scanner said so.
        case accepted
        /// Sent; this command set answers nothing that is known.
        case sent
        case refused
        case unanswered
        /// The command set of the settings does not have it, or the settings name none.
        case unsupported
        /// Sent, and what came back in the vendor's words; 64 printable characters at most.
        case told(String)
    }

    /// The bytes of a command; nil where the command set does not have it. Sources: docs/readers/scanner-commands.md.
    package func bytes(for commands: ScannerSettings.Commands) -> [UInt8]? { Self.table[commands]?[self] }

    private static let table: [ScannerSettings.Commands: [Self: [UInt8]]] = [
        .honeywell: [
            .trigger: [0x16, 0x54, 0x0D],
            .stop: [0x16, 0x55, 0x0D],
            .beepGood: [0x16, 0x07, 0x0D],
            .identify: [0x16, 0x4D, 0x0D] + Array("REVINF.".utf8),
        ],
        .newland: [
            .trigger: newland("#SCNTRG1"),
            .stop: newland("#SCNTRG0"),
        ],
        .datalogic: [
            .beepGood: Array("B".utf8),
            .beepBad: Array("F".utf8),
            .enable: Array("E".utf8),
            .disable: Array("D".utf8),
            .identify: Array("i".utf8),
        ],
        // The last two bytes stand for a sum that is not checked.
        .gm65: [.trigger: [0x7E, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xAB, 0xCD]],
        .weiguang: [
            .trigger: weiguang(0x05, 0x00),
            .stop: weiguang(0x05, 0x01),
            .enable: weiguang(0x05, 0x00),
            .disable: weiguang(0x05, 0x01),
        ],
    ]

    /// `7E 01`, four digits of which device and where it is kept, the command, `3B 03`.
    private static func newland(_ command: String) -> [UInt8] {
        [0x7E, 0x01] + Array("0000\(command)".utf8) + [0x3B, 0x03]
    }

    /// `55 AA`, command, length (2 bytes, low first), data, XOR of everything before.
    private static func weiguang(_ command: UInt8, _ value: UInt8) -> [UInt8] {
        let bytes: [UInt8] = [0x55, 0xAA, command, 0x01, 0x00, value]
        return bytes + [bytes.reduce(0, ^)]
    }
}

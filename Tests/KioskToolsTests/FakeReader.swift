import Foundation
import KioskTestSupport
import NIOCore
import ReaderProtocols

/// An ID-card reader on a pseudo-terminal on which one card lies, over and over a new one.
final class FakeReader: Sendable {
    let terminal: PseudoTerminal
    /// What was asked, in order.
    let commands: AsyncStream<[UInt8]>
    static let name = "样本甲"
    static let number = "990001199001010013"

    init() throws {
        terminal = try PseudoTerminal()
        let (commands, asked) = AsyncStream<[UInt8]>.makeStream()
        self.commands = commands
        let thread = Thread { [terminal] in
            var pending: [UInt8] = []
            while terminal.isOpen {
                pending += terminal.read(within: 50)
                while pending.count >= 10 {
                    let command = Array(pending[7..<9])
                    asked.yield(command)
                    terminal.write(Self.reply(to: command))
                    pending.removeFirst(10)
                }
            }
        }
        thread.start()
    }

    private static func reply(to command: [UInt8]) -> [UInt8] {
        let frame =
            switch command {
            case [0x12, 0xFF]: SDTFrame.reply(status: .success, data: [5, 0, 1, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0])
            case [0x20, 0x01]: SDTFrame.reply(status: .cardFound, data: [0, 0, 0, 0])
            case [0x20, 0x02]: SDTFrame.reply(status: .success, data: [UInt8](repeating: 0, count: 8))
            case [0x30, 0x01]:
                SDTFrame.reply(status: .success, data: [1, 0, 4, 0] + block + [UInt8](repeating: 0x5A, count: 1_024))
            case [0x30, 0x03]: SDTFrame.reply(status: .readFailed)
            default: SDTFrame.reply(status: .success)
            }
        return Array(frame.readableBytesView)
    }

    static var block: [UInt8] {
        var units = [UInt16](repeating: 0x20, count: 128)
        for (text, offset) in [(name, 0), ("测试市样本区", 52), (number, 122), ("20300101", 204)] {
            for (index, unit) in text.utf16.enumerated() { units[offset / 2 + index] = unit }
        }
        return units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
}

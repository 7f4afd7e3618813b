import Glibc
import NIOCore
import ReaderProtocols

/// An ID-card reader on a pseudo-terminal that answers at once, but sends a card only when told to: so the moment its
/// last byte goes out is known, and nothing that `kioskd` does about the reading before runs into it.
///
/// The protocol as docs/readers/sdt-id-card.md has it: a card that was read is not found again until it was lifted.
final class BenchReader: Readable {
    private enum Field {
        case empty, placed, found, selected, read
    }

    let terminal: Terminal
    /// 30 01 was asked and not yet answered.
    private(set) var isCardAwaited = false
    private(set) var finds = 0
    private var field = Field.empty
    private var input: [UInt8] = []
    /// Of the people whose cards are laid in turn: the same card twice is not read before a find gave nothing, and that
    /// would cost 300 ms each time.
    private static let numbers = ["990001199001010013", "990001198512310021"]
    private let cardReplies: [[UInt8]]
    private var person = 0

    private static let requestSize = 10

    init() throws {
        terminal = try Terminal()
        cardReplies = Self.numbers.map { number in
            Self.reply(.success, [0x01, 0x00, 0x04, 0x00] + Self.text(number) + Array(repeating: 0x5A, count: 1_024))
        }
    }

    var descriptor: CInt { terminal.master }

    /// The reply to 30 01.
    var cardReply: [UInt8] { cardReplies[person] }

    /// Of the card that was laid last.
    var number: String { Self.numbers[person] }

    /// Lays the other person's card.
    func lay() {
        person = 1 - person
        field = .placed
    }

    func lift() { field = .empty }

    /// Answers 30 01. Returns when the write that carries the last byte began.
    func sendCard() throws -> Int64 {
        isCardAwaited = false
        field = .read
        let time = Monotonic.now
        try writeAll(terminal.master, cardReply)
        return time
    }

    func readable() throws {
        input += try readSome(terminal.master, maximum: 4_096)
        while let start = input.firstRange(of: SDTFrame.preamble)?.lowerBound,
            input.count - start >= Self.requestSize
        {
            let (command, parameter) = (input[start + 7], input[start + 8])
            input.removeFirst(start + Self.requestSize)
            try answer(command, parameter)
        }
    }

    private func answer(_ command: UInt8, _ parameter: UInt8) throws {
        switch (command, parameter) {
        case (0x20, 0x01):
            finds += 1
            if field == .placed || field == .found || field == .selected {
                field = .found
                try send(.cardFound, [0, 0, 0, 0])
            } else {
                try send(.noCard)
            }
        case (0x20, 0x02):
            guard field == .found || field == .selected else { return try send(.selectFailed) }
            field = .selected
            try send(.success, Array(repeating: 0, count: 8))
        case (0x30, 0x01):
            guard field == .selected else { return try send(.readFailed) }
            isCardAwaited = true
        case (0x30, 0x03): try send(field == .selected || field == .read ? .empty : .readFailed)
        default: try send(.success)
        }
    }

    private func send(_ status: SDTStatus, _ data: [UInt8] = []) throws {
        try writeAll(terminal.master, Self.reply(status, data))
    }

    private static func reply(_ status: SDTStatus, _ data: [UInt8]) -> [UInt8] {
        Array(SDTFrame.reply(status: status, data: data).readableBytesView)
    }

    /// The fields that `kioskd` reads, of nobody: the identity numbers' region is not assigned.
    private static func text(_ number: String) -> [UInt8] {
        var units = Array(repeating: UInt16(0x20), count: 128)
        for (offset, text) in [
            (0, "张演示"), (15, "1"), (16, "01"), (18, String(number.dropFirst(6).prefix(8))),
            (26, "测试自治区测试县样本路1号"), (61, number), (79, "测试县公安局"), (94, "20180501"), (102, "20380501"),
        ] {
            for (index, unit) in text.utf16.enumerated() { units[offset + index] = unit }
        }
        return units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
}

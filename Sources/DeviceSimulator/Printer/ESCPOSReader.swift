/// A receipt printer as far as its bytes go: commands in, paper and answers out.
///
/// It is the other half of `ReaderProtocols/Printer`, written from docs/readers/escpos-printer.md and sharing no code
/// with it. Never traps on any input; keeps at most `longestPaper` items and one unfinished command.
package struct ESCPOSReader: Sendable {
    package static let longestPaper = 10_000
    /// Bytes of one command or line.
    static let longestCommand = 1 << 18

    package enum Paper: Sendable {
        case ok, nearEnd, out
    }

    /// Set by whoever plays the printer. Out of paper or with an open cover it is offline and prints nothing; what
    /// arrives then waits in its buffer and comes out later, as with a real one.
    package var paperState = Paper.ok { didSet { work() } }
    package var isCoverOpen = false { didSet { work() } }
    /// For another reason: a held feed button.
    package var isHeldOffline = false { didSet { work() } }
    /// The cutter's error.
    package var hasCutterError = false { didSet { work() } }
    /// False for a printer that never answers.
    package var answers = true
    /// The paper ends by itself after so many more items; nil for a long roll.
    package var itemsLeft: Int?

    package private(set) var paper: [PrintedItem] = []
    /// Commands that it does not know, by their first bytes: none of ours should be here.
    package private(set) var unknownCommands: [[UInt8]] = []
    private var isWorking = false
    private var buffer: [UInt8] = []
    private var answersDue: [UInt8] = []
    private var line: [UInt8] = []
    private var isChinese = false
    private var style = PrintedStyle()
    private var codeSize = 3
    private var codeData: [UInt8] = []
    /// The last bytes received, where a real-time command may have begun.
    private var recent: [UInt8] = []

    package init() {}

    package var isOffline: Bool { isCoverOpen || isHeldOffline || hasCutterError || paperState == .out }

    package mutating func receive(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            watchForQuestions(byte)
            if buffer.count < Self.longestCommand { buffer.append(byte) }
        }
        work()
    }

    /// The answers since the last call, for the host.
    package mutating func replies() -> [UInt8] {
        defer { answersDue = [] }
        return answersDue
    }

    /// Tears the paper off.
    package mutating func takePaper() -> [PrintedItem] {
        defer { paper = [] }
        return paper
    }

    /// Real-time commands work wherever they stand, and while offline.
    private mutating func watchForQuestions(_ byte: UInt8) {
        recent = Array((recent + [byte]).suffix(3))
        guard recent.count == 3, recent[0] == 0x10, recent[1] == 0x04, answers else { return }
        guard let answer = status(recent[2]), answersDue.count < 64 else { return }
        answersDue.append(answer)
    }

    private func status(_ question: UInt8) -> UInt8? {
        switch question {
        case 1: return isOffline ? 0x1A : 0x12
        case 2: return 0x12 | (isCoverOpen ? 0x04 : 0) | (paperState == .out ? 0x20 : 0) | (hasCutterError ? 0x40 : 0)
        case 3: return hasCutterError ? 0x1A : 0x12
        case 4:
            switch paperState {
            case .ok: return 0x12
            case .nearEnd: return 0x1E
            case .out: return 0x7E
            }
        default: return nil
        }
    }

    private mutating func work() {
        // The paper may end inside the work, which would begin it again.
        guard !isWorking else { return }
        isWorking = true
        defer { isWorking = false }
        var used = 0
        while !isOffline, used < buffer.count {
            let count = step(buffer[used...])
            if count == 0 { break }
            used += count
        }
        if used > 0 { buffer.removeFirst(used) }
    }

    /// Does one command or character; how many bytes it took, 0 when some are missing.
    private mutating func step(_ rest: ArraySlice<UInt8>) -> Int {
        let bytes = Array(rest.prefix(16))
        func has(_ count: Int) -> Bool { bytes.count >= count }
        switch bytes[0] {
        case 0x0A:
            endLine()
            return 1
        case 0x10: return has(3) ? 3 : 0
        case 0x1B: return escape(bytes)
        case 0x1C:
            guard has(2) else { return 0 }
            switch bytes[1] {
            case 0x26, 0x2E:
                isChinese = bytes[1] == 0x26
                return 2
            case 0x21:
                // Its size is that of the Latin characters, which come with it.
                return has(3) ? 3 : 0
            default: return unknown(bytes, 2)
            }
        case 0x1D: return group(rest, bytes)
        case 0x00..<0x20: return 1
        default:
            let count = characterLength(rest)
            if count > 0, line.count < Self.longestCommand { line += rest.prefix(count) }
            return count
        }
    }

    /// One byte, or two or four of GB18030.
    private func characterLength(_ rest: ArraySlice<UInt8>) -> Int {
        guard isChinese, let first = rest.first, first >= 0x81 else { return 1 }
        guard let second = rest.dropFirst().first else { return 0 }
        guard (0x30...0x39).contains(second) else { return 2 }
        return rest.count >= 4 ? 4 : 0
    }

    private mutating func escape(_ bytes: [UInt8]) -> Int {
        guard bytes.count >= 2 else { return 0 }
        if bytes[1] == 0x40 {
            style = PrintedStyle()
            isChinese = false
            line = []
            return 2
        }
        guard [0x21, 0x45, 0x61, 0x64].contains(bytes[1]) else { return unknown(bytes, 2) }
        guard bytes.count >= 3 else { return 0 }
        let value = bytes[2]
        switch bytes[1] {
        case 0x21:
            style.isBold = value & 0x08 != 0
            style.heights = value & 0x10 != 0 ? 2 : 1
            style.widths = value & 0x20 != 0 ? 2 : 1
        case 0x45: style.isBold = value & 1 != 0
        case 0x61: style.alignment = value == 1 ? .centre : value == 2 ? .right : .left
        default:
            endLine(onlyIfFull: true)
            if value > 0 { put(.feed(Int(value))) }
        }
        return 3
    }

    private mutating func group(_ rest: ArraySlice<UInt8>, _ bytes: [UInt8]) -> Int {
        guard bytes.count >= 3 else { return 0 }
        switch (bytes[1], bytes[2]) {
        case (0x56, 0), (0x56, 1), (0x56, 0x30), (0x56, 0x31):
            put(.cut(isPartial: bytes[2] & 1 == 1))
            return 3
        case (0x56, 0x41), (0x56, 0x42):
            guard bytes.count >= 4 else { return 0 }
            put(.cut(isPartial: bytes[2] == 0x42))
            return 4
        case (0x76, 0x30): return image(rest, bytes)
        case (0x28, 0x6B): return code(rest, bytes)
        default: return unknown(bytes, 3)
        }
    }

    private mutating func image(_ rest: ArraySlice<UInt8>, _ bytes: [UInt8]) -> Int {
        guard bytes.count >= 8 else { return 0 }
        let row = Int(bytes[4]) | Int(bytes[5]) << 8
        let rows = Int(bytes[6]) | Int(bytes[7]) << 8
        guard row > 0, rows > 0, row * rows <= Self.longestCommand - 8 else { return unknown(bytes, 8) }
        guard rest.count >= 8 + row * rows else { return 0 }
        let dots = rest.dropFirst(8).prefix(row * rows).flatMap { byte in
            (0..<8).map { byte & (0x80 >> UInt8($0)) != 0 }
        }
        endLine(onlyIfFull: true)
        put(.image(PrintedImage(width: row * 8, height: rows, dots: dots)))
        return 8 + row * rows
    }

    private mutating func code(_ rest: ArraySlice<UInt8>, _ bytes: [UInt8]) -> Int {
        guard bytes.count >= 5 else { return 0 }
        let length = Int(bytes[3]) | Int(bytes[4]) << 8
        guard rest.count >= 5 + length else { return 0 }
        let body = Array(rest.dropFirst(5).prefix(length))
        guard body.count >= 3, body[0] == 0x31 else { return unknown(bytes, 5 + length) }
        switch body[1] {
        case 0x41, 0x45: break
        case 0x43: codeSize = Int(body[2])
        case 0x50: codeData = Array(body.dropFirst(3))
        case 0x51: put(.code(String(decoding: codeData, as: UTF8.self), moduleSize: codeSize))
        default: return unknown(bytes, 5 + length)
        }
        return 5 + length
    }

    private mutating func endLine(onlyIfFull: Bool = false) {
        guard !line.isEmpty || !onlyIfFull else { return }
        let text = ChineseText.text(of: line)
        line = []
        put(.text(String(text.reversed().drop { $0 == " " }.reversed()), style))
    }

    private mutating func put(_ item: PrintedItem) {
        if case .image(let next) = item, case .image(let last)? = paper.last, let both = last.joined(next) {
            paper[paper.count - 1] = .image(both)
        } else if paper.count < Self.longestPaper {
            paper.append(item)
        }
        guard let left = itemsLeft else { return }
        itemsLeft = max(0, left - 1)
        if left <= 1 {
            itemsLeft = nil
            paperState = .out
        }
    }

    private mutating func unknown(_ bytes: [UInt8], _ count: Int) -> Int {
        if unknownCommands.count < 100 { unknownCommands.append(Array(bytes.prefix(4))) }
        return count
    }
}

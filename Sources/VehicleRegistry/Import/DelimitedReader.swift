import Claims

/// Cuts a file into rows and fields as RFC 4180 says, with any one-byte separator; lines end with LF or CR LF.
///
/// Memory is bounded: one piece of the file and one row. A row that breaks the rules is given with what is wrong, and
/// reading goes on with the line after it. Empty lines are passed over.
struct DelimitedReader {
    static let maximumRowBytes = 1 << 16
    static let maximumFields = 256

    struct Row {
        /// Of its first character, from 1.
        fileprivate(set) var line = 0
        /// What is wrong with it, in words; its fields mean nothing then.
        fileprivate(set) var fault: String?
        fileprivate var bytes: [UInt8] = []
        fileprivate var ends: [Int] = []

        var count: Int { ends.count }

        subscript(field: Int) -> ArraySlice<UInt8> { bytes[(field == 0 ? 0 : ends[field - 1])..<ends[field]] }
    }

    private enum State {
        case fieldStart, plain, quoted
        /// After a quote within quotes: the end of the field, or the first half of a doubled quote.
        case quote
        /// After a carriage return that follows a closing quote.
        case quoteReturn
        /// Passing over the rest of a line that is wrong.
        case skip
    }

    private static let (quote, carriageReturn, lineFeed) = (UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"))

    private let file: ReadOnlyFile
    private let separator: UInt8
    private var buffer: [UInt8] = []
    private var position = 0
    private var offset: Int
    private var line = 1
    private(set) var row = Row()

    /// - Parameter offset: where the first line begins.
    init(_ file: ReadOnlyFile, separator: UInt8, offset: Int) {
        self.file = file
        self.separator = separator
        self.offset = offset
    }

    /// Puts the next row into `row`; false at the end of the file.
    ///
    /// Throws what reading the file throws.
    mutating func next() throws(KioskError) -> Bool {
        repeat {
            row.line = line
            row.fault = nil
            row.bytes.removeAll(keepingCapacity: true)
            row.ends.removeAll(keepingCapacity: true)
            guard try readRow() else { return false }
        } while row.fault == nil && row.count == 1 && row.bytes.isEmpty
        return true
    }

    private mutating func readRow() throws(KioskError) -> Bool {
        var state = State.fieldStart
        var any = false
        while let byte = try nextByte() {
            any = true
            if byte == Self.lineFeed { line += 1 }
            switch state {
            case .fieldStart where byte == Self.quote: state = .quoted
            case .fieldStart, .plain:
                if byte == Self.lineFeed {
                    if row.bytes.count > row.ends.last ?? 0, row.bytes.last == Self.carriageReturn {
                        row.bytes.removeLast()
                    }
                    row.ends.append(row.bytes.count)
                    return true
                }
                state = byte == separator ? .fieldStart : .plain
                if byte == separator {
                    row.ends.append(row.bytes.count)
                } else if byte == Self.quote {
                    fail("has a quote inside a field that does not begin with one", &state)
                } else {
                    row.bytes.append(byte)
                }
            case .quoted:
                if byte == Self.quote { state = .quote } else { row.bytes.append(byte) }
            case .quote, .quoteReturn:
                if byte == Self.lineFeed {
                    row.ends.append(row.bytes.count)
                    return true
                }
                if state == .quote, byte == Self.quote {
                    row.bytes.append(byte)
                    state = .quoted
                } else if state == .quote, byte == separator {
                    row.ends.append(row.bytes.count)
                    state = .fieldStart
                } else if state == .quote, byte == Self.carriageReturn {
                    state = .quoteReturn
                } else {
                    fail("has text after a closing quote", &state)
                }
            case .skip: if byte == Self.lineFeed { return true }
            }
            if row.bytes.count > Self.maximumRowBytes {
                fail("is longer than \(Self.maximumRowBytes) bytes; is a closing quote missing?", &state)
                if byte == Self.lineFeed { return true }
            }
            if row.ends.count >= Self.maximumFields { fail("has more than \(Self.maximumFields) fields", &state) }
        }
        if state == .quoted { fail("begins a quote that never ends", &state) }
        if any { row.ends.append(row.bytes.count) }
        return any
    }

    private mutating func fail(_ fault: String, _ state: inout State) {
        row.fault = fault
        row.bytes.removeAll(keepingCapacity: true)
        row.ends.removeAll(keepingCapacity: true)
        state = .skip
    }

    private mutating func nextByte() throws(KioskError) -> UInt8? {
        if position == buffer.count {
            buffer = try file.bytes(at: offset, count: 1 << 18)
            position = 0
            offset += buffer.count
            if buffer.isEmpty { return nil }
        }
        defer { position += 1 }
        return buffer[position]
    }
}

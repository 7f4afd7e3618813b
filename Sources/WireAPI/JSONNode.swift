/// A JSON value as it was written: every number and text to the byte, and where it began.
package struct JSONNode: Sendable {
    /// UTF-8, because two Swift strings may be equal with different bytes. A part of what was read, where that has no
    /// escapes: a document of a hundred texts is read without a hundred copies.
    package typealias Text = ArraySlice<UInt8>
    package typealias Member = (key: Text, value: JSONNode)

    package enum Content: Sendable {
        case null
        case bool(Bool)
        /// As written: `60`, `52.4`, `-1e3`.
        case number(String)
        case string(Text)
        case array([JSONNode])
        /// In the order written; no key twice.
        case object([Member])
    }

    /// Why bytes are no JSON.
    package struct Problem: Error, Sendable {
        /// From 1; where the text is not UTF-8, the line of the first wrong byte.
        package let line: Int
        /// From 0.
        package let byte: Int
        package let why: String
    }

    /// Objects and arrays within each other; the value itself is depth 1.
    package static let maximumDepth = 16
    /// Keys of one object.
    package static let maximumMembers = 1_024

    package let content: Content
    /// From 1.
    package let line: Int
    /// From 0.
    package let byte: Int

    init(_ content: Content, line: Int, byte: Int) {
        self.content = content
        self.line = line
        self.byte = byte
    }

    /// One value and nothing after it but white space.
    package init(parsing bytes: [UInt8]) throws(Problem) { self = try Self.read(bytes).value }

    /// `isCanonical` is false also for some values that are in canonical form.
    static func read(_ bytes: [UInt8]) throws(Problem) -> (value: JSONNode, isCanonical: Bool) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
            let start = lines[wrong].startIndex
            throw Problem(line: wrong + 1, byte: start, why: "it is not valid UTF-8")
        }
        var reader = JSONNodeReader(bytes)
        let value = try reader.readWhole()
        return (value, reader.isCanonical)
    }
}

/// A JSON value that remembers the line where it begins, so that an error can name the place.
///
/// The grammar is RFC 8259's; a key twice in one object is an error, because one of the two would be lost.
struct FactsJSON: Sendable {
    indirect enum Value: Sendable {
        case null
        case truth(Bool)
        /// As written: `60`, `52.4`, `-1e3`.
        case number(String)
        case text(String)
        case list([FactsJSON])
        case object([(key: String, value: FactsJSON)])
    }

    /// Why a text is no JSON.
    struct Problem: Error {
        /// From 1.
        let line: Int
        let what: String
    }

    static let sizeLimit = 1 << 20
    static let depthLimit = 16

    let value: Value
    /// From 1.
    let line: Int

    init(_ value: Value, line: Int) {
        self.value = value
        self.line = line
    }

    /// One value and nothing after it.
    init(parsing bytes: [UInt8]) throws(Problem) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
            throw Problem(line: wrong + 1, what: "it is not UTF-8")
        }
        var parser = FactsJSONParser(bytes)
        self = try parser.whole()
    }

    /// What the value is, for error messages.
    var kind: String {
        switch value {
        case .null: "null"
        case .truth: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

import WireAPI

/// A JSON value that remembers the line where it begins, so that an error can name the place.
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

    static let sizeLimit = 1 << 20

    let value: Value
    /// From 1.
    let line: Int

    /// One value and nothing after it. A byte order mark, as some editors write it, is passed over.
    init(parsing bytes: [UInt8]) throws(JSONNode.Problem) {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        self.init(try JSONNode(parsing: hasMark ? Array(bytes.dropFirst(3)) : bytes))
    }

    private init(_ node: JSONNode) {
        line = node.line
        value =
            switch node.content {
            case .null: .null
            case .bool(let flag): .truth(flag)
            case .number(let text): .number(text)
            case .string(let text): .text(String(decoding: text, as: UTF8.self))
            case .array(let items): .list(items.map { FactsJSON($0) })
            case .object(let members):
                .object(members.map { (String(decoding: $0.key, as: UTF8.self), FactsJSON($0.value)) })
            }
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

/// A value that says itself what it is as JSON, the same that `Encodable` would write: for what is written while somebody
/// waits for it, or by the thousand. `CanonicalJSON.encode` takes this way by itself.
protocol NodeWritable: Encodable {
    var node: JSONNode { get }
}

/// The members of a JSON object that is being made. What is nil is left out.
struct NodeBuilder {
    private var members: [JSONNode.Member] = []

    init(_ add: (inout Self) -> Void) { add(&self) }

    var node: JSONNode { JSONNode(.object(members)) }

    mutating func add(_ name: StaticString, _ text: String?) {
        if let text { add(name, JSONNode(text)) }
    }

    mutating func add(_ name: StaticString, _ flag: Bool?) {
        if let flag { add(name, JSONNode(.bool(flag))) }
    }

    mutating func add(_ name: StaticString, _ number: (some FixedWidthInteger)?) {
        if let number { add(name, JSONNode(.number(String(number)))) }
    }

    mutating func add(_ name: StaticString, _ value: (some NodeWritable)?) {
        if let value { add(name, value.node) }
    }

    mutating func add(_ name: StaticString, _ values: [some NodeWritable]?) {
        if let values { add(name, JSONNode(.array(values.map(\.node)))) }
    }

    mutating func add(_ name: StaticString, _ texts: [String]) {
        add(name, JSONNode(.array(texts.map { JSONNode($0) })))
    }

    mutating func add(_ name: StaticString, _ texts: [String: String]) {
        add(name, JSONNode(.object(texts.map { (Array($0.key.utf8)[...], JSONNode($0.value)) })))
    }

    mutating func add(_ name: StaticString, _ values: [String: some NodeWritable]) {
        add(name, JSONNode(.object(values.map { (Array($0.key.utf8)[...], $0.value.node) })))
    }

    private mutating func add(_ name: StaticString, _ node: JSONNode) {
        members.append((name.withUTF8Buffer { Array($0)[...] }, node))
    }
}

extension JSONNode {
    fileprivate init(_ text: String) { self.init(.string(Array(text.utf8)[...])) }

    /// Of what was not read.
    fileprivate init(_ content: Content) { self.init(content, line: 0, byte: 0) }
}

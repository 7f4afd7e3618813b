/// The members of a JSON object, for types that read themselves without `Decodable`, whose containers cost more than the
/// reading does. Whatever does not fit is one and the same error: `JSONNode.decoded` says of the same node what is wrong.
struct NodeMembers {
    struct Misfit: Error {}

    private let members: [JSONNode.Member]

    init(_ node: JSONNode) throws(Misfit) {
        guard case .object(let members) = node.content else { throw Misfit() }
        self.members = members
    }

    func text(_ name: StaticString) throws(Misfit) -> String { try Self.text(required(name)) }

    func flag(_ name: StaticString) throws(Misfit) -> Bool { try Self.flag(required(name)) }

    func number<Number: FixedWidthInteger>(_ name: StaticString) throws(Misfit) -> Number {
        try Self.number(required(name))
    }

    /// Nil for what is not there, or null.
    func textIfPresent(_ name: StaticString) throws(Misfit) -> String? {
        guard let node = present(name) else { return nil }
        return try Self.text(node)
    }

    /// As `textIfPresent`.
    func flagIfPresent(_ name: StaticString) throws(Misfit) -> Bool? {
        guard let node = present(name) else { return nil }
        return try Self.flag(node)
    }

    /// As `textIfPresent`.
    func numberIfPresent<Number: FixedWidthInteger>(_ name: StaticString) throws(Misfit) -> Number? {
        guard let node = present(name) else { return nil }
        return try Self.number(node)
    }

    func object<Value>(_ name: StaticString, _ read: (Self) throws(Misfit) -> Value) throws(Misfit) -> Value {
        try read(Self(required(name)))
    }

    /// As `textIfPresent`.
    func objectIfPresent<Value>(
        _ name: StaticString,
        _ read: (Self) throws(Misfit) -> Value
    ) throws(Misfit) -> Value? {
        guard let node = present(name) else { return nil }
        return try read(Self(node))
    }

    func texts(_ name: StaticString) throws(Misfit) -> [String] { try list(required(name), Self.text) }

    func objects<Value>(_ name: StaticString, _ read: (Self) throws(Misfit) -> Value) throws(Misfit) -> [Value] {
        try list(required(name)) { (node) throws(Misfit) in try read(Self(node)) }
    }

    /// As `textIfPresent`.
    func objectsIfPresent<Value>(
        _ name: StaticString,
        _ read: (Self) throws(Misfit) -> Value
    ) throws(Misfit) -> [Value]? {
        guard let node = present(name) else { return nil }
        return try list(node) { (node) throws(Misfit) in try read(Self(node)) }
    }

    /// An object whose members have names of any kind.
    func textsByName(_ name: StaticString) throws(Misfit) -> [String: String] { try byName(name, Self.text) }

    /// As `textsByName`.
    func objectsByName<Value>(
        _ name: StaticString,
        _ read: (Self) throws(Misfit) -> Value
    ) throws(Misfit) -> [String: Value] {
        try byName(name) { (node) throws(Misfit) in try read(Self(node)) }
    }

    private func byName<Value>(
        _ name: StaticString,
        _ read: (JSONNode) throws(Misfit) -> Value
    ) throws(Misfit) -> [String: Value] {
        let members = try Self(required(name)).members
        var values: [String: Value] = [:]
        values.reserveCapacity(members.count)
        for member in members { values[String(decoding: member.key, as: UTF8.self)] = try read(member.value) }
        return values
    }

    private func list<Value>(
        _ node: JSONNode,
        _ read: (JSONNode) throws(Misfit) -> Value
    ) throws(Misfit) -> [Value] {
        guard case .array(let nodes) = node.content else { throw Misfit() }
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        for node in nodes { values.append(try read(node)) }
        return values
    }

    private func required(_ name: StaticString) throws(Misfit) -> JSONNode {
        guard let node = find(name) else { throw Misfit() }
        return node
    }

    private func present(_ name: StaticString) -> JSONNode? {
        guard let node = find(name) else { return nil }
        if case .null = node.content { return nil }
        return node
    }

    private func find(_ name: StaticString) -> JSONNode? {
        let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        // By place: a loop over the members would copy each of them.
        let place = members.firstIndex { $0.key.count == name.count && $0.key.elementsEqual(name) }
        return place.map { members[$0].value }
    }

    private static func text(_ node: JSONNode) throws(Misfit) -> String {
        guard case .string(let bytes) = node.content else { throw Misfit() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func flag(_ node: JSONNode) throws(Misfit) -> Bool {
        guard case .bool(let flag) = node.content else { throw Misfit() }
        return flag
    }

    private static func number<Number: FixedWidthInteger>(_ node: JSONNode) throws(Misfit) -> Number {
        guard case .number(let text) = node.content, let number = Number(text) else { throw Misfit() }
        return number
    }
}

extension JSONNode {
    /// The text that a member of this object is; nil where there is none.
    package func text(_ name: StaticString) -> String? { try? NodeMembers(self).text(name) }
}

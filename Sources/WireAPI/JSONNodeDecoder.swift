/// Makes `Decodable` values of a `JSONNode`, as Foundation's `JSONDecoder` does of bytes: the same values, the same kinds
/// of `DecodingError`. For what arrives by the thousand: the bytes are read once, and it costs a fraction.
package enum JSONNodeDecoder {
    package static func decode<Value: Decodable>(_ type: Value.Type, from node: JSONNode) throws -> Value {
        try NodeDecoder(node: node, codingPath: []).decode(type)
    }
}

private struct NodeDecoder: Decoder, SingleValueDecodingContainer {
    let node: JSONNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = node.content else { throw mismatch([String: Any].self) }
        return KeyedDecodingContainer(NodeObject<Key>(members: members, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let values) = node.content else { throw mismatch([Any].self) }
        return NodeArray(values: values, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    var isNull: Bool { if case .null = node.content { true } else { false } }

    func decodeNil() -> Bool { isNull }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let flag) = node.content else { throw mismatch(type) }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let bytes) = node.content else { throw mismatch(type) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func decode(_ type: Double.Type) throws -> Double { try number(type) { Double($0) } }
    func decode(_ type: Float.Type) throws -> Float { try number(type) { Float($0) } }
    func decode(_ type: Int.Type) throws -> Int { try number(type) { Int($0) } }
    func decode(_ type: Int8.Type) throws -> Int8 { try number(type) { Int8($0) } }
    func decode(_ type: Int16.Type) throws -> Int16 { try number(type) { Int16($0) } }
    func decode(_ type: Int32.Type) throws -> Int32 { try number(type) { Int32($0) } }
    func decode(_ type: Int64.Type) throws -> Int64 { try number(type) { Int64($0) } }
    func decode(_ type: UInt.Type) throws -> UInt { try number(type) { UInt($0) } }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try number(type) { UInt8($0) } }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try number(type) { UInt16($0) } }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try number(type) { UInt32($0) } }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try number(type) { UInt64($0) } }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        // The wrapped decoder of a plain value would be a detour.
        if type == String.self, let value = try decode(String.self) as? Value { return value }
        // Nor has an object of texts to be asked for its keys first.
        if type == [String: String].self, let value = try texts() as? Value { return value }
        return try Value(from: self)
    }

    private func texts() throws -> [String: String] {
        guard case .object(let members) = node.content else { throw mismatch([String: String].self) }
        var texts: [String: String] = [:]
        texts.reserveCapacity(members.count)
        for member in members {
            let key = String(decoding: member.key, as: UTF8.self)
            guard case .string(let text) = member.value.content else {
                let decoder = NodeDecoder(node: member.value, codingPath: codingPath + [NodeIndex.member(key)])
                throw decoder.mismatch(String.self)
            }
            texts[key] = String(decoding: text, as: UTF8.self)
        }
        return texts
    }

    private func number<Value>(_ type: Value.Type, _ make: (String) -> Value?) throws -> Value {
        guard case .number(let text) = node.content else { throw mismatch(type) }
        guard let value = make(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: "not a \(type)"))
        }
        return value
    }

    private func mismatch(_ type: Any.Type) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "not a \(type)")
        return isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}

private struct NodeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [JSONNode.Member]
    let codingPath: [any CodingKey]

    var allKeys: [Key] { members.compactMap { Key(stringValue: String(decoding: $0.key, as: UTF8.self)) } }

    private func find(_ key: some CodingKey) -> JSONNode? {
        let name = key.stringValue.utf8
        for member in members where member.key.count == name.count && member.key.elementsEqual(name) {
            return member.value
        }
        return nil
    }

    private func decoder(_ key: some CodingKey) throws -> NodeDecoder {
        guard let node = find(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "not there"))
        }
        return NodeDecoder(node: node, codingPath: codingPath + CollectionOfOne<any CodingKey>(key))
    }

    /// Nil for a key that is not there or null.
    private func present(_ key: Key) -> NodeDecoder? {
        guard let node = find(key) else { return nil }
        let decoder = NodeDecoder(node: node, codingPath: codingPath + CollectionOfOne<any CodingKey>(key))
        return decoder.isNull ? nil : decoder
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).isNull }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoder(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        // Most members are texts, and the path to one is wanted only when it is none.
        if case .string(let bytes)? = find(key)?.content { return String(decoding: bytes, as: UTF8.self) }
        return try decoder(key).decode(type)
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try decoder(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try decoder(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decoder(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try decoder(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try decoder(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try decoder(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try decoder(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try decoder(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try decoder(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try decoder(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try decoder(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try decoder(key).decode(type) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decoder(key).decode(type)
    }

    // One search instead of three for what may be missing.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let node = find(key) else { return nil }
        if case .string(let bytes) = node.content { return String(decoding: bytes, as: UTF8.self) }
        return try present(key)?.decode(type)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try present(key)?.decode(type) }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try present(key)?.decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try decoder(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try decoder(NodeIndex.parent) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
}

private struct NodeArray: UnkeyedDecodingContainer {
    let values: [JSONNode]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(values: [JSONNode], codingPath: [any CodingKey]) {
        self.values = values
        self.codingPath = codingPath
    }

    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex >= values.count }

    /// `body` throws before the place is passed, as it should.
    private mutating func next<Value>(_ body: (NodeDecoder) throws -> Value) throws -> Value {
        let path = codingPath + CollectionOfOne<any CodingKey>(NodeIndex.item(currentIndex))
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(Value.self, .init(codingPath: path, debugDescription: "at the end"))
        }
        let value = try body(NodeDecoder(node: values[currentIndex], codingPath: path))
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, case .null = values[currentIndex].content else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try $0.decode(type) } }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next { try $0.container(keyedBy: type) } }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}

private enum NodeIndex: CodingKey {
    case item(Int)
    case member(String)
    case parent

    init?(stringValue: String) { nil }
    init?(intValue: Int) { self = .item(intValue) }

    var intValue: Int? { if case .item(let index) = self { index } else { nil } }

    var stringValue: String {
        switch self {
        case .item(let index): "Index \(index)"
        case .member(let name): name
        case .parent: "super"
        }
    }
}

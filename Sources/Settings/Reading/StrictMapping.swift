import Claims

/// A mapping whose keys are all known: the enum `Key` is the one list of them.
struct StrictMapping<Key: SettingsKey> {
    let place: Place
    private let values: [Key: StrictNode]

    /// Throws `config.wrong-type` for anything but a mapping, `config.unknown-key` with the nearest known key, and
    /// `config.contradiction` for a key that stands twice.
    init(_ node: StrictNode) throws(KioskError) {
        let known = Key.allCases.map(\.rawValue)
        guard case .mapping(let pairs) = node.content else {
            throw node.wrongType(expected: "a mapping with the keys \(known.joined(separator: ", "))")
        }
        var values: [Key: StrictNode] = [:]
        for (key, value) in pairs {
            guard let name = key.word else { throw key.wrongType(expected: "a word as key") }
            guard let known = Key(rawValue: name) else { throw Self.unknown(name, key.place, known) }
            guard values.updateValue(value, forKey: known) == nil else {
                throw key.place.fault(.configContradiction, "this key stands twice", remedy: "Keep one of the two.")
            }
        }
        self.values = values
        place = node.place
    }

    /// Throws `config.missing-key`, or what the reading throws.
    func required<Value>(_ key: Key, _ reading: Reading<Value>) throws(KioskError) -> Value {
        guard let node = values[key] else {
            throw place.fault(
                .configMissingKey,
                "the key \"\(key.rawValue)\" is missing, expected \(reading.expected)",
                remedy: place.keyPath.isEmpty
                    ? "Add a line `\(key.rawValue): …`; the samples in config/ explain every key."
                    : "Add `\(key.rawValue): …` under \(place.keyPath); the samples in config/ explain every key."
            )
        }
        return try reading.read(node)
    }

    /// Nil when the key is absent; a key without a value is an error all the same.
    func optional<Value>(_ key: Key, _ reading: Reading<Value>) throws(KioskError) -> Value? {
        guard let node = values[key] else { return nil }
        return try reading.read(node)
    }

    /// Where the key's value stands, or the mapping when it is absent.
    func place(of key: Key) -> Place { values[key]?.place ?? place }

    private static func unknown(_ name: String, _ place: Place, _ known: [String]) -> KioskError {
        let near = NearestWord.to(name, among: known).map { "Write `\($0)` instead of `\(name)`" }
        return place.fault(
            .configUnknownKey,
            "unknown key, expected one of \(known.joined(separator: ", "))",
            remedy: near.map { "\($0), or delete the line." } ?? "Delete it; the samples in config/ explain every key."
        )
    }
}

extension StrictNode {
    func mapping<Key: SettingsKey>(_: Key.Type) throws(KioskError) -> StrictMapping<Key> { try StrictMapping(self) }
}

import Claims

/// A mapping whose keys are all known: the enum `Key` is the one list of them.
struct StrictMapping<Key: SettingsKey> {
    let place: Place
    private let values: [Key: StrictNode]

    /// Throws `config.wrong-type` for anything but a mapping, `config.unknown-key` with the nearest known key, and
    /// `config.contradiction` for a key that stands twice.
    init(_ node: StrictNode) throws(KioskError) {
        var faults: [KioskError] = []
        try self.init(node, faults: &faults)
        if let fault = faults.first { throw fault }
    }

    /// Goes on after keys that nobody reads, and after a key's second value: each is a fault. Throws
    /// `config.wrong-type` for anything but a mapping.
    init(_ node: StrictNode, faults: inout [KioskError]) throws(KioskError) {
        let known = Key.allCases.map(\.rawValue)
        guard case .mapping(let pairs) = node.content else {
            throw node.wrongType(expected: "a mapping with the keys \(known.joined(separator: ", "))")
        }
        var values: [Key: StrictNode] = [:]
        for (key, value) in pairs {
            guard let name = key.word else {
                faults.append(key.wrongType(expected: "a word as key"))
                continue
            }
            guard let known = Key(rawValue: name) else {
                faults.append(Self.unknown(name, key.place, known))
                continue
            }
            guard values[known] == nil else {
                faults.append(
                    key.place.fault(.configContradiction, "this key stands twice", remedy: "Keep one of the two.")
                )
                continue
            }
            values[known] = value
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

    /// Throws `config.contradiction` when the key is there although it cannot mean anything.
    func refuse(_ key: Key, _ why: String, remedy: String) throws(KioskError) {
        guard let node = values[key] else { return }
        throw node.place.fault(.configContradiction, why, remedy: remedy)
    }

    /// The absolute path of a file or folder beside the settings file.
    func sibling(_ name: String) -> String { SettingsPath.absolute(name, besides: place.file) }

    /// Where the key's value stands, or the mapping when it is absent.
    func place(of key: Key) -> Place { values[key]?.place ?? place }

    private static func unknown(_ name: String, _ place: Place, _ known: [String]) -> KioskError {
        let near = NearestWord.to(name, among: known).map { "Write `\($0)` instead of `\(Place.shown(name))`" }
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

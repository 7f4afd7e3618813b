import Claims

/// Reads a mapping key by key and goes on after a fault, so that a check can name what is wrong with every key.
struct FaultList<Key: SettingsKey> {
    private let mapping: StrictMapping<Key>
    private(set) var faults: [KioskError]

    /// Throws `config.wrong-type` for anything but a mapping.
    init(_ node: StrictNode) throws(KioskError) {
        var faults: [KioskError] = []
        mapping = try StrictMapping(node, faults: &faults)
        self.faults = faults
    }

    /// Nil when the key is missing or wrong, which is a fault.
    mutating func required<Value>(_ key: Key, _ reading: Reading<Value>) -> Value? {
        do {
            return try mapping.required(key, reading)
        } catch {
            faults.append(error)
            return nil
        }
    }

    /// Nil when the key is missing, or wrong, which is a fault.
    mutating func optional<Value>(_ key: Key, _ reading: Reading<Value>) -> Value? {
        do {
            return try mapping.optional(key, reading)
        } catch {
            faults.append(error)
            return nil
        }
    }

    /// Two keys that are right and cannot both be meant.
    mutating func contradiction(at key: Key, _ what: String, remedy: String) {
        faults.append(mapping.place(of: key).fault(.configContradiction, what, remedy: remedy))
    }
}

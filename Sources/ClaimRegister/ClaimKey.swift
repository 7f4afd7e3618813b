import Claims

/// A key as the register keeps it: what one claim holds at most, or a part, which sends the second one to a person.
enum ClaimKey: Hashable, Sendable {
    case once(LiveKey)
    case part(PartKey)

    /// `person:<digest>`, as a claim's row lists it.
    var text: String {
        switch self {
        case .once(let key): "\(key.kind.rawValue):\(key.digest)"
        case .part(let key): "\(key.part.rawValue):\(key.digest)"
        }
    }

    init?(_ text: some StringProtocol) {
        let fields = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard fields.count == 2 else { return nil }
        let digest = String(fields[1])
        if let kind = LiveKey.Kind(rawValue: String(fields[0])) {
            self = .once(LiveKey(kind, digest: digest))
        } else if let part = Part(rawValue: String(fields[0])) {
            self = .part(PartKey(part, digest: digest))
        } else {
            return nil
        }
    }

    /// What the index has of it: the last 64 bits of the digest, mixed with the programme's id, so that the claims of one
    /// programme are found and counted without those of another. Whoever finds a row by it compares programme and key.
    func hash(in programme: String) -> Int64 { hash ^ Self.mark(of: programme) }

    /// FNV-1a of 64 bits (Fowler, Noll, Vo).
    static func mark(of programme: String) -> Int64 {
        let bits = programme.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: bits)
    }

    /// What the index had of it before the programme was in it.
    var hash: Int64 {
        let digest =
            switch self {
            case .once(let key): key.digest
            case .part(let key): key.digest
            }
        return Int64(bitPattern: UInt64(Substring(digest.utf8.suffix(16)), radix: 16) ?? 0)
    }

    /// A row's list. Nil when one of them is no key.
    static func list(_ text: String) -> [ClaimKey]? {
        var keys: [ClaimKey] = []
        for word in text.split(separator: " ") {
            guard let key = ClaimKey(word) else { return nil }
            keys.append(key)
        }
        return keys
    }

    static func text(_ keys: [ClaimKey]) -> String { keys.map(\.text).joined(separator: " ") }
}

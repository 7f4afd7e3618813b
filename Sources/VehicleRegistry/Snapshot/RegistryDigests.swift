import Claims
import Sealing

/// The programme's digests in the widths that a record has. The plates' and owners' are the ones that claims carry.
struct RegistryDigests: Sendable {
    private let key: DigestKey

    init(_ key: DigestKey) { self.key = key }

    func plate(_ plate: Plate) -> RecordKey { Self.plate(digest: key.digest(.vehicle, plate.text)) }

    /// `digest` is `DigestKey.vehicle`.
    static func plate(digest: String) -> RecordKey {
        let words = words(digest)
        return RecordKey(high: words[0], low: words[1])
    }

    func owner(_ number: IdentityNumber) -> PersonDigest { owner(number.text) }

    /// A company's digest is only there so that lines about two companies differ. No person's is the same: a number
    /// that fits both rules is a person's.
    func owner(_ owner: ExtractOwner) -> PersonDigest {
        switch owner {
        case .person(let number): self.owner(number.text)
        case .company(let code): self.owner(code.text)
        }
    }

    private func owner(_ text: String) -> PersonDigest {
        let words = Self.words(key.digest(.person, text))
        return PersonDigest(a: words[0], b: words[1], c: words[2], d: words[3])
    }

    /// Nil for a serial that is no key. Never zero, which a record has for "none".
    func serial(_ serial: PartSerial, _ kind: DigestKey.Kind) -> UInt64? {
        serial.foldedKey.map { max(1, Self.words(key.digest(kind, $0))[0]) }
    }

    /// Says in a snapshot which key it was made with. No plate or person digests to the same: they are no such text.
    var check: String { key.digest(.pair, "recycling-kiosk registry snapshot") }

    /// The four numbers that 64 hexadecimal digits write.
    private static func words(_ hex: String) -> [UInt64] {
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, digit) in hex.utf8.enumerated().prefix(64) {
            let value = digit > 0x39 ? digit &- 0x57 : digit &- 0x30
            words[index / 16] = words[index / 16] << 4 | UInt64(value)
        }
        return words
    }
}

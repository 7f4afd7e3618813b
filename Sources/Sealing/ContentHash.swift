import Crypto

/// What says that two contents are the same.
package enum ContentHash {
    /// SHA-256 (FIPS 180-4): 64 lower-case hex digits.
    package static func sha256(of bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: bytes)) }
}

/// SHA-256 of what is too large to hold at once.
package struct ContentHasher {
    private var hash = SHA256()

    package init() {}

    package mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    /// 64 lower-case hex digits.
    package var text: String { Hexadecimal.text(hash.finalize()) }
}

/// The hashes that chain a kiosk's claims: each claim's document names the hash of the one before, so that a claim
/// cannot be left out or changed later without every later one showing it.
package enum ChainHash {
    /// What the first claim of a kiosk names as the hash before it.
    package static let genesis = String(repeating: "0", count: 64)

    /// The hash of a claim: SHA-256 of its canonical bytes, which hold its sequence and the hash before it.
    package static func claim(_ canonicalBytes: [UInt8]) -> String { ContentHash.sha256(of: canonicalBytes) }
}

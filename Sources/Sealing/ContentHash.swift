import Crypto
import Glibc

/// What says that two contents are the same.
package enum ContentHash {
    /// SHA-256 (FIPS 180-4): 64 lower-case hex digits.
    package static func sha256(of bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: bytes)) }

    /// The same of a file, piece by piece. Nil when it cannot be read. Blocks.
    package static func sha256(ofFileAt path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var hash = SHA256()
        var piece = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return Hexadecimal.text(hash.finalize()) }
            piece.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
        }
    }
}

/// The hashes that chain a kiosk's claims: each claim's document names the hash of the one before, so that a claim
/// cannot be left out or changed later without every later one showing it.
package enum ChainHash {
    /// What the first claim of a kiosk names as the hash before it.
    package static let genesis = String(repeating: "0", count: 64)

    /// The hash of a claim: SHA-256 of its canonical bytes, which hold its sequence and the hash before it.
    package static func claim(_ canonicalBytes: [UInt8]) -> String { ContentHash.sha256(of: canonicalBytes) }
}

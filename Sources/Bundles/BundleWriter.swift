import Claims
package import Sealing
import WireAPI

/// Makes the bytes of a bundle file, line by line: `start`, any number of `line(for:)`, `end`.
package struct BundleWriter: Sendable {
    private let header: BundleHeader
    private let key: SigningKey?
    private var hash = RunningHash(start: Array(BundleFormat.magic.utf8))

    /// `key` is the one that the header was made with.
    package init(_ header: BundleHeader, signedBy key: SigningKey?) {
        self.header = header
        self.key = key
    }

    package mutating func start() throws -> [UInt8] {
        Array("\(BundleFormat.magic)\n".utf8) + checked(try CanonicalJSON.encode(header))
    }

    /// Throws `bundle.malformed` for an entry that no reader would take: one with a line feed, or too long.
    package mutating func line(for entry: BundleEntry) throws -> [UInt8] {
        let json = try entry.json()
        guard json.count < BundleFormat.longestLine - BundleFormat.checkDigits, !json.contains(0x0A) else {
            throw BundleFormat.malformed("an entry of \(json.count) bytes does not fit", line: 0)
        }
        return checked(json)
    }

    package mutating func end() throws -> [UInt8] {
        let signature = try key.map { try MessageSignature(of: .bundle, Array(hash.text.utf8), by: $0).text }
        return Array("\(check) \(BundleFormat.end)\(signature ?? BundleFormat.unsigned)\n".utf8)
    }

    private mutating func checked(_ json: [UInt8]) -> [UInt8] {
        hash.add(json)
        return Array("\(check) ".utf8) + json + [0x0A]
    }

    private var check: Substring { hash.text.prefix(BundleFormat.checkDigits) }
}

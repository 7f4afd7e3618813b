import Crypto

/// `ContentHash.sha256` of something that comes in pieces.
package struct ContentHasher: Sendable {
    private var hash = SHA256()

    package init() {}

    package mutating func add(_ bytes: some Collection<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hash.update(data: Array(bytes))
        }
    }

    /// 64 lower-case hex digits, of all so far.
    package var text: String { Hexadecimal.text(hash.finalize()) }
}

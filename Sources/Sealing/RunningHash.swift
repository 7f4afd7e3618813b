import Crypto

/// A hash over pieces, one after another, that says after each piece whether all so far are the same.
///
/// Begins as SHA-256 of the first piece; each further piece makes it SHA-256 of the 32 bytes so far and the piece.
package struct RunningHash: Sendable {
    private var state: SHA256.Digest

    package init(start: [UInt8]) { state = SHA256.hash(data: start) }

    package mutating func add(_ piece: some Sequence<UInt8>) {
        var hash = SHA256()
        state.withUnsafeBytes { hash.update(bufferPointer: $0) }
        if piece.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hash.update(data: Array(piece))
        }
        state = hash.finalize()
    }

    /// 64 lower-case hex digits.
    package var text: String { Hexadecimal.text(state) }
}

package import Claims
import SQLiteFile

extension ClaimStore {
    /// A copy of the store as it is now, in the empty file at `path`, which must be on a disk with that much space. The
    /// store does nothing else meanwhile.
    ///
    /// - Returns: the end of the chain in the copy.
    package func copy(to path: String) async throws(KioskError) -> ChainEnd {
        try await database.copy(to: path) { try Self.end($0) }
    }
}

package import Claims
import SQLiteFile

extension ClaimStore {
    /// A copy of the store as it is now, in the empty file at `path`, which must be on a disk with that much space. The
    /// store does nothing else meanwhile.
    package func copy(to path: String) async throws(KioskError) { try await database.copy(to: path) }
}

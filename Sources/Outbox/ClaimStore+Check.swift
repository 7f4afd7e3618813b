package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// The store's file in a state folder.
    package static let fileName = "kiosk.sqlite"

    /// Reads all of the store: every page, the whole chain and the whole audit log. For a copy before it is put to use.
    ///
    /// Throws `store.damaged` and says what is wrong.
    package func checkWhole() async throws(KioskError) {
        let file = database.file
        let problem = try await read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
        if let problem, problem != "ok" { throw file.damaged(problem) }
        if let number = try await firstBrokenLink() {
            throw file.damaged("the chain of claims breaks at claim \(number)")
        }
        if let number = try await firstBrokenAuditLine() {
            throw file.damaged("the audit log breaks at line \(number)")
        }
    }
}

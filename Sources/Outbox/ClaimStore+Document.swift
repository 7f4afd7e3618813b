package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// The claim as it was recorded, byte for byte; nil when there is none, or none any more.
    package func document(of id: ClaimID) async throws(KioskError) -> [UInt8]? {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT document FROM claim WHERE claim_id = ? AND wiped_at IS NULL",
                arguments: [id.text]
            )
            return try row?.bytes("document")
        }
    }

    /// Whether a claim's document holds the text, such as a photo's name. Reads all of them: not for every day.
    package func mentions(_ text: String) async throws(KioskError) -> Bool {
        try await read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM claim WHERE instr(document, CAST(? AS BLOB)) > 0)",
                arguments: [text]
            ) ?? false
        }
    }
}

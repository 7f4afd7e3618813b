import Claims
import GRDB
import SQLiteFile

extension Row {
    func claimID(_ column: String = "claim_id") throws -> ClaimID { try value(column) { ClaimID($0) } }

    func timestamp(_ column: String) throws -> Timestamp { Timestamp(milliseconds: try value(column)) }

    /// The problem columns of the outbox.
    func problem() throws -> ErrorBody.Detail? {
        guard let code: String = try optional("problem_code") else { return nil }
        let message: String? = try optional("problem_message")
        let remedy: String? = try optional("problem_remedy")
        return ErrorBody(KioskError(KioskError.Code(code), message ?? "", remedy: remedy ?? "")).error
    }
}

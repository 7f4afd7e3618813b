import Claims
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Row {
    /// A column's value. GRDB's own subscript traps on a value of another type; a damaged file must not do that.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value = Value.fromDatabaseValue(self[column] as DatabaseValue) else { throw unreadable(column) }
        return value
    }

    /// The same for a column that may be NULL.
    func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        let stored: DatabaseValue = self[column]
        if stored.isNull { return nil }
        guard let value = Value.fromDatabaseValue(stored) else { throw unreadable(column) }
        return value
    }

    func claimID(_ column: String = "claim_id") throws -> ClaimID {
        let text: String = try value(column)
        guard let id = ClaimID(text) else { throw unreadable(column) }
        return id
    }

    func timestamp(_ column: String) throws -> Timestamp { Timestamp(milliseconds: try value(column)) }

    /// The problem columns of the outbox.
    func problem() throws -> ErrorBody.Detail? {
        guard let code: String = try optional("problem_code") else { return nil }
        let message: String? = try optional("problem_message")
        let remedy: String? = try optional("problem_remedy")
        return ErrorBody(KioskError(KioskError.Code(code), message ?? "", remedy: remedy ?? "")).error
    }

    private func unreadable(_ column: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "column \(column) holds what it cannot")
    }
}

extension Row {
    /// The bytes of a claim's document.
    func document() throws -> [UInt8] {
        let data: Data = try value("document")
        return Array(data)
    }
}

extension [UInt8] {
    /// For a statement's argument.
    var databaseBlob: Data { Data(self) }
}

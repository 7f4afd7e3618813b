package import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// GRDB's own subscripts trap on a value of another type; a damaged file must not do that. These throw `SQLITE_CORRUPT`.
extension Row {
    package func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value = Value.fromDatabaseValue(self[column] as DatabaseValue) else { throw unreadable(column) }
        return value
    }

    /// The same for a column that may be NULL.
    package func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        let stored: DatabaseValue = self[column]
        if stored.isNull { return nil }
        guard let value = Value.fromDatabaseValue(stored) else { throw unreadable(column) }
        return value
    }

    /// What `make` makes of a column's text; nil from it counts as damage.
    package func value<Value>(_ column: String, _ make: (String) -> Value?) throws -> Value {
        guard let value = make(try value(column)) else { throw unreadable(column) }
        return value
    }

    /// A BLOB's bytes.
    package func bytes(_ column: String) throws -> [UInt8] {
        let data: Data = try value(column)
        return Array(data)
    }

    private func unreadable(_ column: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "column \(column) holds what it cannot")
    }
}

extension [UInt8] {
    /// For a statement's argument.
    package var databaseBlob: some DatabaseValueConvertible { Data(self) }
}

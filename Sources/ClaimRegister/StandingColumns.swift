import Claims
import GRDB
import SQLiteFile

/// A standing as a row keeps it: four texts.
struct StandingColumns: Equatable, Sendable {
    let standing: String
    var reason: String?
    /// `person`, `vehicle`, `pair`, `battery`, `motor` or `frame`.
    var clash: String?
    /// A claim's number.
    var other: String?

    init(_ standing: Standing) {
        switch standing {
        case .accepted: self.standing = "accepted"
        case .duplicate(let kind, let holder):
            self.standing = "duplicate"
            clash = kind.rawValue
            other = holder.text
        case .inReview(let reason, let seen):
            self.standing = "in-review"
            self.reason = reason
            clash = seen?.part.rawValue
            other = seen?.holder.text
        case .returned(let reason):
            self.standing = "returned"
            self.reason = reason
        case .amended(let number):
            self.standing = "amended"
            other = number.text
        case .concluded(let conclusion): self.standing = conclusion.rawValue
        }
    }
}

// From rows to standings. A row that does not fit was not written by this program: the store counts as damaged.

extension Standing {
    /// As the kiosk is told: what people said of it goes before the rule.
    init(row: Row) throws {
        if let _: String = try row.optional("conclusion") {
            self = .concluded(try row.value("conclusion") { Conclusion(rawValue: $0) })
        } else if let _: String = try row.optional("amended_by") {
            self = .amended(by: try row.value("amended_by") { ClaimNumber($0) })
        } else if let reason: String = try row.optional("returned_reason") {
            self = .returned(reason: reason)
        } else {
            try self.init(judged: row)
        }
    }

    /// By the rule alone.
    init(judged row: Row) throws {
        try self.init(
            row,
            columns: (standing: "status", reason: "review", clash: "clash", other: "holder")
        )
    }

    /// Of a row of the table `change`.
    init(change row: Row) throws {
        try self.init(row, columns: (standing: "standing", reason: "reason", clash: "clash", other: "other"))
    }

    private init(_ row: Row, columns: (standing: String, reason: String, clash: String, other: String)) throws {
        let standing: String = try row.value(columns.standing)
        switch standing {
        case "accepted": self = .accepted
        case "duplicate":
            self = .duplicate(
                try row.value(columns.clash) { LiveKey.Kind(rawValue: $0) },
                holder: try row.value(columns.other) { ClaimNumber($0) }
            )
        case "in-review":
            let clash: String? = try row.optional(columns.clash)
            let seen = try clash.map { _ in
                PartSeen(
                    try row.value(columns.clash) { Part(rawValue: $0) },
                    holder: try row.value(columns.other) { ClaimNumber($0) }
                )
            }
            self = .inReview(reason: try row.value(columns.reason), seen: seen)
        case "returned": self = .returned(reason: try row.value(columns.reason))
        case "amended": self = .amended(by: try row.value(columns.other) { ClaimNumber($0) })
        default: self = .concluded(try row.value(columns.standing) { Conclusion(rawValue: $0) })
        }
    }
}

import Claims
import Foundation
import Testing

/// `docs/errors.md` against the codes that are declared.
struct ErrorTableTests {
    private static func declared() throws -> [String] {
        try Repository.text("Sources/Claims/Errors/KioskError+Codes.swift").split(separator: "\n")
            .filter { $0.contains("= Self(\"") }
            .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
    }

    private static func rows() throws -> [[String]] {
        tableRows(try Repository.text("docs/errors.md")).filter { $0.first?.hasPrefix("`") == true }
    }

    @Test func `every code is explained once, and nothing else is`() throws {
        let declared = try Self.declared()
        let explained = try Self.rows().flatMap { codes(in: $0[0]) }
        #expect(declared.contains(KioskError.Code.configUnknownKey.name) && declared.count > 40)
        #expect(Set(declared).subtracting(explained).isEmpty, "not in docs/errors.md")
        #expect(Set(explained).subtracting(declared).isEmpty, "not declared")
        #expect(Set(declared).count == declared.count, "declared twice")
        #expect(Set(explained).count == explained.count, "explained twice")
    }

    @Test func `each row says when and what to do`() throws {
        for row in try Self.rows() {
            #expect(row.count == 3 && row.allSatisfy { $0.count > 5 }, "\(row)")
        }
    }

    @Test func `codes are lower-case words joined by dots and hyphens`() throws {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789.-")
        for code in try Self.declared() { #expect(code.contains(".") && code.allSatisfy(allowed.contains), "\(code)") }
    }
}

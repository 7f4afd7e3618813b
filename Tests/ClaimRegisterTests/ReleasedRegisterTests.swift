import ClaimRegister
import Claims
import Foundation
import GRDB
import KioskTestSupport
import Testing

/// Registers of every released version open with all they hold. A version that is released gets a file in `Fixtures`; a
/// file is never changed.
struct ReleasedRegisterTests {
    @Test(arguments: [1, 2, 7])
    func `a register of a released version opens with all it holds`(version: Int) async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/register.sqlite"
            let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
            let text = try String(contentsOf: fixtures.appending(path: "register-\(version).sql"), encoding: .utf8)
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try await queue.write { try $0.execute(sql: text) }
            try queue.close()
            for _ in 0..<2 {
                let register = try SQLiteClaimRegister(path: path, rehearsal: true)
                let first = try await register.kioskState(try #require(KioskID("DQ01")), limit: 10)
                #expect(first.highest == 3 && first.count == 3 && first.missing.isEmpty && first.broken.isEmpty)
                #expect(try await register.kioskState(try #require(KioskID("DQ02")), limit: 10).count == 1)
                let page = try await register.page(after: 0, limit: 10, kiosk: nil)
                #expect(page.entries.map(\.answer.number.sequence) == [1, 2, 1, 3])
                try await register.close()
            }
            let reader = try DatabaseQueue(path: path)
            let hanging = try await reader.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count }
            #expect(hanging == 0)
            try reader.close()
        }
    }
}

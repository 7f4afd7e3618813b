import Claims
import Foundation
import Testing

@testable import ClaimRegister

/// By which kiosks know that a register was put back from a copy.
struct EpochTests {
    private func epoch(_ path: String) async throws -> String {
        let store = try SQLiteClaimRegister(path: path, rehearsal: true)
        let state = try await store.kioskState(try RegisterSamples().kiosk, limit: 1)
        try await store.close()
        return state.epoch
    }

    @Test func `a register keeps its epoch, and a copy in its place has another`() async throws {
        let folder = try TemporaryFolder()
        let first = try await epoch(folder.file())
        #expect(first.count == 32)
        #expect(try await epoch(folder.file()) == first)
        try FileManager.default.copyItem(atPath: folder.file(), toPath: folder.file("copy.sqlite"))
        try FileManager.default.moveItem(atPath: folder.file(), toPath: folder.file("old.sqlite"))
        try FileManager.default.moveItem(atPath: folder.file("copy.sqlite"), toPath: folder.file())
        let second = try await epoch(folder.file())
        #expect(second != first)
        #expect(try await epoch(folder.file()) == second)
        #expect(try await epoch(folder.file("other.sqlite")) != second)
    }

    @Test func `a place among the changes that the register never gave is told as the beginning`() async throws {
        let folder = try TemporaryFolder()
        var samples = try RegisterSamples()
        let claim = samples.submission(1)
        let store = try SQLiteClaimRegister(path: folder.file(), rehearsal: true)
        _ = try await store.receive(claim)
        try await store.conclude(claim.claimID, as: .paid, at: RegisterSamples.noon)
        let first = try await store.changes(of: samples.kiosk, after: .start, limit: 5)
        #expect(first.since == .start && first.changes.count == 1)
        #expect(try await store.changes(of: samples.kiosk, after: first.cursor, limit: 5).since == first.cursor)
        let ahead = try #require(ChangeCursor("7.1741579200000"))
        let again = try await store.changes(of: samples.kiosk, after: ahead, limit: 5)
        #expect(again.since == .start && again.changes == first.changes)
        try await store.close()
    }
}

import Claims
import Foundation
import Outbox
import Testing

/// Counts the sync calls of one commit from outside: strace runs this test program again, with only the second test.
@Suite(.timeLimit(.minutes(2)))
struct SyncCallTests {
    private static let variable = "KIOSK_TEST_TRACED_FOLDER"

    @Test(.enabled(if: canTrace, "needs strace and the right to trace"))
    func `a commit in steady state makes exactly one sync call, on the journal`() async throws {
        let fixture = try StoreFixture()
        let output = fixture.folder + "/trace"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
        process.arguments = [
            "-f", "-y", "-e", "trace=fsync,fdatasync,sync_file_range,sync,syncfs,msync,mkdir,mkdirat", "-o", output,
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            "--testing-library", "swift-testing", "--filter", "SyncCallTests",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging([Self.variable: fixture.folder]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        #expect(status == 0)
        let calls = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        let begin = try #require(calls.firstIndex { $0.contains("mark-begin") && $0.contains("mkdir") })
        let end = try #require(calls.lastIndex { $0.contains("mark-end") && $0.contains("mkdir") })
        // The first commits synced too, so the trace sees what it should.
        #expect(calls[..<begin].contains { $0.contains("sync(") && $0.contains("kiosk.db-wal") })
        let during = calls[begin..<end].filter { $0.contains("sync(") || $0.contains("sync_file_range(") }
        #expect(during.count == 1 && during.allSatisfy { $0.contains("kiosk.db-wal") }, "\(during)")
    }

    @Test(.enabled(if: tracedFolder != nil, "runs only under strace"))
    func `three commits, a mark, a commit, a mark`() async throws {
        let folder = try #require(Self.tracedFolder)
        let kiosk = try #require(KioskID("DQ01"))
        let path = folder + "/kiosk.db"
        let store = try ClaimStore.open(at: path, mode: .rehearsal, kiosk: kiosk, hash: StoreFixture.hash)
        // The first commits make the journal and sync its folder.
        for index in 1...3 { try await store.record(person: "p\(index)") }
        try FileManager.default.createDirectory(atPath: folder + "/mark-begin", withIntermediateDirectories: false)
        try await store.record(person: "traced")
        try FileManager.default.createDirectory(atPath: folder + "/mark-end", withIntermediateDirectories: false)
        await store.close()
    }

    private static var tracedFolder: String? { ProcessInfo.processInfo.environment[variable] }

    private static var canTrace: Bool {
        guard tracedFolder == nil, FileManager.default.isExecutableFile(atPath: "/usr/bin/strace") else { return false }
        let probe = Process()
        probe.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
        probe.arguments = ["-o", "/dev/null", "/bin/true"]
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else { return false }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }
}

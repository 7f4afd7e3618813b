import Claims
import Foundation
import Outbox
import Testing

struct SyncCallTests {
    @Test(.enabled(if: Tracer.isPossible, "needs strace and the right to trace"))
    func `a commit in steady state makes exactly one sync call, on the journal`() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        // The first commits make the journal and sync its folder.
        for index in 1...3 { try await store.record(person: "p\(index)") }
        let tracer = try await Tracer.attach(writingTo: fixture.folder + "/trace")
        try await store.record(person: "traced")
        // Other tests sync too: only this store's files count.
        let calls = try await tracer.detach().filter { $0.contains(fixture.folder) }
        #expect(calls.count == 1 && calls.allSatisfy { $0.contains("kiosk.db-wal") }, "\(calls)")
    }
}

/// strace on this process, all threads, sync calls only.
private struct Tracer {
    private let process: Process
    private let output: String

    static let isPossible: Bool = {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/strace") else { return false }
        let scope = (try? String(contentsOfFile: "/proc/sys/kernel/yama/ptrace_scope", encoding: .utf8)) ?? "0"
        return geteuid() == 0 || scope.hasPrefix("0")
    }()

    /// Returns when all threads are traced.
    static func attach(writingTo output: String) async throws -> Tracer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/strace")
        process.arguments = ["-f", "-y", "-e", "trace=fsync,fdatasync,sync_file_range", "-o", output, "-p", "\(getpid())"]
        let messages = Pipe()
        process.standardError = messages
        try process.run()
        let said = await onThread {
            var said = ""
            while !said.contains("attached") {
                let data = messages.fileHandleForReading.availableData
                if data.isEmpty { break }
                said += String(decoding: data, as: UTF8.self)
            }
            return said
        }
        try #require(said.contains("attached"), "strace: \(said)")
        return Tracer(process: process, output: output)
    }

    /// The traced calls, one a line.
    func detach() async throws -> [Substring] {
        process.interrupt()
        let process = process
        await Self.onThread { process.waitUntilExit() }
        return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
    }

    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { done in DispatchQueue.global().async { done.resume(returning: body()) } }
    }
}

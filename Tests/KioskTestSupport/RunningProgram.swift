import Foundation
import Subprocess
import SystemPackage

/// One of the project's programs, run for a test and surely gone after it.
package struct RunningProgram: Sendable {
    package let name: String
    package let log: ProgramLog
    package let processID: Int32

    /// The folder of the built programs: that of the test program itself.
    package static var folder: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }

    /// The repository's root.
    package static var repository: String {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.path
    }

    /// Runs the program while `body` runs, then kills it if it still lives. Returns what `body` returns.
    package static func with<Value: Sendable>(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        _ body: @escaping @Sendable (RunningProgram) async throws -> Value
    ) async throws -> Value {
        let updates = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
        let result = try await run(
            .path(FilePath(name.hasPrefix("/") ? name : "\(folder)/\(name)")),
            arguments: Arguments(arguments),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: updates)),
            input: .none,
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            let log = ProgramLog()
            let program = RunningProgram(name: name, log: log, processID: execution.processIdentifier.value)
            return try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask {
                    for try await line in execution.standardOutput.strings() { log.append(line) }
                    log.end()
                    return nil
                }
                group.addTask {
                    // Only this process, only while it is ours: it is reaped by `run` after the body.
                    defer { try? execution.send(signal: .kill) }
                    return try await body(program)
                }
                var value: Value?
                while let next = try await group.next() { value = next ?? value }
                guard let value else { throw TestFailure("\(name) gave no value") }
                return value
            }
        }
        return result.closureResult
    }

    /// SIGKILL: what a power cut looks like to the program.
    package func killNow() { _ = Glibc.kill(processID, SIGKILL) }

    /// SIGTERM: what systemd sends.
    package func terminate() { _ = Glibc.kill(processID, SIGTERM) }

    /// SIGHUP: read your files anew.
    package func hangUp() { _ = Glibc.kill(processID, SIGHUP) }

    /// SIGSTOP and SIGCONT: a program that is there and does not answer.
    package func pause() { _ = Glibc.kill(processID, SIGSTOP) }

    package func resume() { _ = Glibc.kill(processID, SIGCONT) }

    /// Runs a program to its end and gives what it printed. Bounded by `bound`.
    package static func output(
        of name: String,
        _ arguments: [String],
        within bound: Duration = .seconds(60)
    ) async throws -> (status: Int32, output: String, errors: String) {
        let path = FilePath(name.hasPrefix("/") ? name : "\(folder)/\(name)")
        return try await withBound(bound, "the end of \(name)") {
            let result = try await run(
                .path(path),
                arguments: Arguments(arguments),
                output: .string(limit: 1 << 20),
                error: .string(limit: 1 << 20)
            )
            let status: Int32
            switch result.terminationStatus {
            case .exited(let code): status = Int32(code)
            case .signaled(let signal): status = -Int32(signal)
            }
            return (status, result.standardOutput, result.standardError)
        }
    }
}

/// A folder of a test's own, removed at its end.
package func withTemporaryFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    // Short, because socket paths must fit into 108 bytes.
    let folder = "/tmp/kt-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

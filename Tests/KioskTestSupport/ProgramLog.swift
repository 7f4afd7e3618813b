import Synchronization

/// What a program printed, line by line, for tests that wait for a line. Bounded to the last 10 000 lines.
package final class ProgramLog: Sendable {
    private struct State {
        var lines: [String] = []
        var ended = false
        var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextWatcher = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var lines: [String] { state.withLock { $0.lines } }

    package var text: String { lines.joined(separator: "\n") }

    func append(_ line: String) {
        let watchers = state.withLock { state in
            if state.lines.count == 10_000 { state.lines.removeFirst() }
            state.lines.append(line)
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.yield() }
    }

    func end() {
        let watchers = state.withLock { state in
            state.ended = true
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.finish() }
    }

    /// The first line that holds `text`, or the `count`-th, as soon as it is there. Throws when the output ends or the
    /// bound passes first.
    @discardableResult
    package func line(
        holding text: String,
        _ count: Int = 1,
        within bound: Duration = .seconds(60)
    ) async throws -> String {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watcher = state.withLock { state in
            let watcher = state.nextWatcher
            state.nextWatcher += 1
            state.watchers[watcher] = continuation
            if state.ended { continuation.finish() }
            return watcher
        }
        continuation.yield()
        defer { state.withLock { $0.watchers[watcher] = nil } }
        let found = try await withBound(bound, "a line with \(text)") { [self] in
            func found() -> String? { lines.filter { $0.contains(text) }.dropFirst(count - 1).first }
            if let line = found() { return Optional(line) }
            for await _ in changes {
                if let line = found() { return line }
            }
            return found()
        }
        guard let found else { throw TestFailure("the output ended without “\(text)”:\n\(self.text)") }
        return found
    }
}

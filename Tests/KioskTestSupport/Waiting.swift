package struct TestFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Runs `body`, and throws when it takes longer than a generous bound: a test that hangs says where.
package func withBound<Value: Sendable>(
    _ bound: Duration,
    _ what: String,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: bound)
            throw TestFailure("waited \(bound) for \(what)")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw TestFailure("no value of \(what)") }
        return value
    }
}

/// Asks until the answer is yes, for what tells nobody when it happens; throws after a generous bound.
package func wait(
    for what: String,
    within bound: Duration = .seconds(60),
    isolation: isolated (any Actor)? = #isolation,
    until isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + bound
    while try await !isSo() {
        guard ContinuousClock.now < end else { throw TestFailure("waited \(bound) for \(what)") }
        await Task.yield()
    }
}

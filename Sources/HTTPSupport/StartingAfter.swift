package import ServiceLifecycle

/// A service that starts when a stream has ended, so that it is not seen at work if what it needs could not start.
package struct StartingAfter<Base: Service>: Service {
    private let event: AsyncStream<Never>
    private let base: Base

    package init(_ event: AsyncStream<Never>, _ base: Base) {
        self.event = event
        self.base = base
    }

    package func run() async throws {
        for await _ in event.cancelOnGracefulShutdown() {}
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        try await base.run()
    }
}

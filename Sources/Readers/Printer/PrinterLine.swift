package import Claims
package import NIOCore
package import ReaderProtocols

/// An open printer, for whoever wants something printed: the channel whose pipeline has a `PrinterHandler`.
package struct PrinterLine: Sendable {
    private let channel: any Channel

    package init(_ channel: any Channel) { self.channel = channel }

    /// Waits for the papers before it, then prints; always comes back with an outcome, and prints nothing twice.
    ///
    /// Throws `printer.queue-full`.
    package func print(_ data: PrintData) async throws(KioskError) -> PrintOutcome {
        let channel = channel
        let answer = channel.eventLoop.flatSubmit { () -> EventLoopFuture<PrintOutcome?> in
            let outcome = channel.eventLoop.makePromise(of: PrintOutcome.self)
            guard let handler = try? channel.pipeline.syncOperations.handler(type: PrinterHandler.self) else {
                outcome.succeed(.notPrinted(.gone, begun: false))
                return outcome.futureResult.map { $0 }
            }
            if handler.submit(data, outcome) { return outcome.futureResult.map { $0 } }
            outcome.succeed(.notPrinted(.gone, begun: false))
            return channel.eventLoop.makeSucceededFuture(nil)
        }
        do {
            guard let outcome = try await answer.get() else { throw Self.queueFull }
            return outcome
        } catch let error as KioskError {
            throw error
        } catch {
            // The event loop was shut down before the job reached it, or with it: handlers end their jobs themselves.
            return .notPrinted(.gone, begun: false)
        }
    }

    private static let queueFull = KioskError(
        .printerQueueFull,
        "\(PrinterHandler.longestQueue) papers wait for the printer already",
        remedy: "Look why the printer does not print."
    )
}

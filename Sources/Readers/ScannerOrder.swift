package import NIOCore
package import ReaderProtocols

/// A command to a scanner, as an outbound event for its channel.
///
/// The promise is always kept, within ten seconds or when the line closes. A second order before the first is through
/// is refused.
package struct ScannerOrder: Sendable {
    /// How long a scanner may take for its answer.
    package static let answerTime = TimeAmount.seconds(1)

    package let command: ScannerCommand
    package let outcome: EventLoopPromise<ScannerCommand.Outcome>

    package init(_ command: ScannerCommand, outcome: EventLoopPromise<ScannerCommand.Outcome>) {
        self.command = command
        self.outcome = outcome
    }
}

import DeviceSimulator
import Foundation
import KioskTestSupport
import Synchronization

/// A printer on a pseudo-terminal, made of the simulator's half of the protocol.
final class FakePrinter: Sendable {
    struct State {
        var printer = ESCPOSReader()
        var received = 0
        /// What happens when so many bytes were received.
        var fault: (after: Int, Fault)?
        var mostPiece = 0
    }

    enum Fault {
        case fallsSilent, unplugged, coverOpened
    }

    let terminal: PseudoTerminal
    private let state: Mutex<State>

    init(_ change: (inout State) -> Void = { _ in }) throws {
        terminal = try PseudoTerminal()
        var first = State()
        change(&first)
        state = Mutex(first)
        Thread { [weak self, terminal] in
            while terminal.isOpen {
                let bytes = terminal.read(within: 50)
                guard let self else { return }
                self.take(bytes)
            }
        }
        .start()
    }

    /// A printer that reads nothing: bytes for it pile up.
    static func deaf() throws -> PseudoTerminal { try PseudoTerminal() }

    var path: String { terminal.path }
    var paper: [PrintedItem] { state.withLock { $0.printer.paper } }
    var received: Int { state.withLock { $0.received } }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    private func take(_ bytes: [UInt8]) {
        let (replies, fault) = state.withLock { state -> ([UInt8], Fault?) in
            state.received += bytes.count
            var due: Fault?
            if let (after, fault) = state.fault, state.received >= after {
                due = fault
                state.fault = nil
                switch fault {
                case .fallsSilent: state.printer.answers = false
                case .coverOpened: state.printer.isCoverOpen = true
                case .unplugged: break
                }
            }
            state.printer.receive(bytes)
            return (state.printer.replies(), due)
        }
        if fault == .unplugged { return terminal.hangUp() }
        if !replies.isEmpty { terminal.write(replies) }
    }
}

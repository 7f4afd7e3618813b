import Claims
import NIOCore
package import WireAPI

/// How a printer is set up.
package struct PrinterSetup: Equatable, Sendable {
    /// False for one that never answers DLE EOT.
    package var answers = true

    package init() {}
}

/// A receipt printer on a pseudo-terminal: what it prints can be read in its state.
package actor SimulatedPrinter: SimulatedDevice {
    /// Lines of paper in the state.
    static let shownPaper = 200

    private let printer: Shared<PrinterMachine>
    private let port: SimulatedPort

    /// - Parameter link: where the device appears; it is not plugged in yet.
    package init(link: String, setup: PrinterSetup = PrinterSetup(), pace: LinePace) {
        let printer = Shared(PrinterMachine(setup))
        self.printer = printer
        port = SimulatedPort(link: link, pace: pace) { channel in
            try channel.pipeline.syncOperations.addHandler(LineMachineHandler(machine: printer))
        }
    }

    package func state() async -> SimulatedDeviceState {
        SimulatedDeviceState(
            role: "printer",
            plugged: await port.isPlugged,
            card: nil,
            choices: [],
            paper: printer.use { $0.reader.paper }.suffix(Self.shownPaper).map(\.description)
        )
    }

    /// Everything that came out since the paper was torn off.
    package var paper: [PrintedItem] { printer.use { $0.reader.paper } }

    /// By their first bytes, as far as the printer does not know them.
    package var unknownCommands: [[UInt8]] { printer.use { $0.reader.unknownCommands } }

    /// Its power does not come from the plug: buffer and paper stay.
    package func plug() async throws { try await port.plug() }

    package func unplug() async throws { try await port.unplug() }

    package func perform(_ action: String, _ arguments: SimulatorAction) async throws {
        throw KioskError.noSuchAction(action, role: "printer")
    }

    package func run(_ step: ScriptStep) async throws {
        switch step {
        case .printer(let change): printer.use { $0.apply(change) }
        case .plug: try await plug()
        case .unplug: try await unplug()
        case .line(let fault): try await port.apply(fault)
        case .tap, .lift, .answer, .scan, .scanner: throw KioskError.noSuchStep(role: "printer")
        }
    }
}

/// The printer's bytes as a machine on a line.
struct PrinterMachine: LineMachine {
    private(set) var reader = ESCPOSReader()

    init(_ setup: PrinterSetup) { reader.answers = setup.answers }

    var timer: LineTimer? { nil }

    mutating func timeIsUp() -> [[UInt8]] { [] }

    mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
        reader.receive(bytes)
        let replies = reader.replies()
        return replies.isEmpty ? [] : [replies]
    }

    mutating func apply(_ change: PrinterChange) {
        switch change {
        case .paper(let paper):
            switch paper {
            case .ok: reader.paperState = .ok
            case .low: reader.paperState = .nearEnd
            case .out: reader.paperState = .out
            }
        case .paperFor(let items): reader.itemsLeft = items
        case .cover(let isOpen): reader.isCoverOpen = isOpen
        case .cutter(let isJammed): reader.hasCutterError = isJammed
        case .tear: _ = reader.takePaper()
        }
    }
}

extension PrintedItem: CustomStringConvertible {
    /// One line for the state of a simulated printer.
    package var description: String {
        switch self {
        case .text(let text, _): text
        case .code(let text, _): "[code] \(text)"
        case .image(let image): "[image \(image.width)×\(image.height)]"
        case .feed(let lines): "[feed \(lines)]"
        case .cut(let isPartial): isPartial ? "[cut, partial]" : "[cut]"
        }
    }
}

import Claims
import NIOCore
package import WireAPI

/// A barcode scanner on a pseudo-terminal.
package actor SimulatedScanner: SimulatedDevice {
    /// What follows each scan.
    package enum Terminator: String, CaseIterable, Sendable {
        case crlf
        case cr
        case lf

        var bytes: [UInt8] {
            switch self {
            case .crlf: [0x0D, 0x0A]
            case .cr: [0x0D]
            case .lf: [0x0A]
            }
        }
    }

    /// Bytes of the largest QR code (version 40, level L).
    static let maximumText = 2953

    private let port: SimulatedPort
    private let terminator: Terminator

    /// - Parameter link: where the device appears; it is not plugged in yet.
    package init(link: String, terminator: Terminator, pace: LinePace) {
        self.terminator = terminator
        port = SimulatedPort(link: link, pace: pace) { channel in
            try channel.pipeline.syncOperations.addHandler(DeafHandler())
        }
    }

    package func state() async -> SimulatedDeviceState {
        SimulatedDeviceState(
            role: "scanner",
            plugged: await port.isPlugged,
            card: nil,
            choices: RehearsalCast.scanChoices
        )
    }

    package func plug() async throws { try await port.plug() }

    package func unplug() async throws { try await port.unplug() }

    package func perform(_ action: String, _ arguments: SimulatorAction) async throws {
        guard action == "scan" else { throw KioskError.noSuchAction(action, role: "scanner") }
        let bytes = Array((arguments.text ?? "").utf8)
        guard (1...Self.maximumText).contains(bytes.count), !bytes.contains(where: { [0, 0x0A, 0x0D].contains($0) })
        else {
            throw KioskError(
                .simulatorRefused,
                "A scan is 1 to \(Self.maximumText) bytes without line ends",
                remedy: "Send the text of one code in the field text"
            )
        }
        try await port.send(bytes + terminator.bytes)
    }
}

/// Takes no commands: what the host sends to the scanner is dropped.
private final class DeafHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}

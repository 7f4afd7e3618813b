import Claims
import Devices
import Glibc
import KioskTestSupport
import Logging
import NIOCore
import NIOEmbedded
import NIOPosix
import ReaderProtocols
import SerialPort
import Testing

@testable import Readers

struct KeyboardHandlerTests {
    private static let codes: [Character: UInt16] = ["1": 2, "2": 3, "3": 4, "a": 30, "b": 48]

    /// The records of a scanner that types these keys and enter.
    private func records(_ text: String, enter: Bool = true, gap: Int64 = 1_000) -> ByteBuffer {
        var bytes = ByteBuffer()
        var now: Int64 = 5_000_000
        for code in text.compactMap({ Self.codes[$0] }) + (enter ? [28] : []) {
            now += gap
            for value in [1, 0] as [Int32] {
                InputEvent(microseconds: now, type: InputEvent.key, code: code, value: value).write(to: &bytes)
            }
        }
        return bytes
    }

    private func rig() throws -> ScannerRig {
        try ScannerRig(.keyboard) { KeyboardHandler(report: $0, settings: ScannerSettings()) }
    }

    @Test func `what a scanner types is handed on, what a person types is counted`() async throws {
        let rig = try rig()
        #expect(rig.report.current.state == .ready)
        try rig.channel.writeInbound(records("12a"))
        try rig.channel.writeInbound(records("123", gap: 100_000))
        #expect(rig.report.current.discarded == 3)
        // A person at the keys says nothing about how the scanner is set up.
        #expect(rig.report.current.problem == nil)
        try rig.channel.writeInbound(records("3b"))
        #expect(await rig.scans == ["12a", "3b"])
        #expect(rig.order(.trigger).value == .unsupported)
    }

    @Test func `a scanner that never types enter is told of`() throws {
        let rig = try rig()
        for _ in 0..<3 {
            try rig.channel.writeInbound(records("123", enter: false))
            rig.advance(.milliseconds(500))
        }
        #expect(rig.report.current.problem?.code == .readerNoTerminator)
        #expect(rig.report.current.discarded == 3)
    }

    @Test func `records come through a real pipe, cut anywhere`() async throws {
        var ends: [CInt] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let (stream, continuation) = AsyncStream<ReaderEvent>.makeStream()
        let report = DeviceReport(
            binding: ReaderBinding(role: .bankCard, path: "/dev/test", settings: DriverSettings(.keyboard)),
            logger: Logger(label: "test"),
            events: continuation
        )
        let channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        KeyboardHandler(report: report, settings: ScannerSettings())
                    )
                }
            }
            .takingOwnershipOfDescriptor(input: ends[0]).get()
        let bytes = Array(records("12ab").readableBytesView)
        for piece in [bytes[..<30], bytes[30..<31], bytes[31...]] {
            let piece = Array(piece)
            #expect(write(ends[1], piece, piece.count) == piece.count)
        }
        let scan = await stream.first { if case .scan = $0 { true } else { false } }
        guard case .scan(let text, let role)? = scan else { return #expect(Bool(false)) }
        #expect(text.text == "12ab")
        #expect(role == .bankCard)
        close(ends[1])
        try await channel.closeFuture.get()
        #expect(report.current.bytes == bytes.count)
    }

    @Test func `a terminal, a file and nothing at all are no keyboards`() throws {
        let terminal = try PseudoTerminal()
        for path in [terminal.path, "/dev/null"] {
            #expect(throws: KioskError.self) { try SerialPort.openKeyboard(path: path) }
            do throws(KioskError) { _ = try SerialPort.openKeyboard(path: path) } catch {
                #expect(error.code == .readerNotAKeyboard)
            }
        }
        do throws(KioskError) { _ = try SerialPort.openKeyboard(path: "/dev/input/none") } catch {
            #expect(error.code == .readerMissing)
        }
    }
}

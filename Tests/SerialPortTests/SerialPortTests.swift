import Claims
import Glibc
import KioskTestSupport
import NIOCore
import NIOPosix
import SerialPort
import Testing

struct SerialPortTests {
    private func code(_ path: String, baud: Int = 115_200) -> KioskError.Code? {
        do throws(KioskError) {
            _ = try SerialPort.open(path: path, baud: baud)
            return nil
        } catch {
            #expect(error.message.contains(path))
            #expect(!error.remedy.isEmpty)
            return error.code
        }
    }

    /// A name in the temporary directory that no other test uses.
    private func temporaryPath() -> String { "/tmp/serial-port-tests-\(getpid())-\(UInt64.random(in: 0...UInt64.max))" }

    @Test func `a path without a device is missing`() {
        #expect(code("/dev/no-such-device") == .readerMissing)
        #expect(code("/dev/null/below") == .readerMissing)
    }

    @Test func `plain files, folders, pipes and devices that are no terminals are refused`() throws {
        let file = temporaryPath()
        close(open(file, O_CREAT | O_WRONLY, 0o600))
        defer { unlink(file) }
        #expect(code(file) == .readerNotATerminal)
        let pipe = temporaryPath()
        mkfifo(pipe, 0o600)
        defer { unlink(pipe) }
        #expect(code(pipe) == .readerNotATerminal)
        #expect(code("/tmp") == .readerNotATerminal)
        #expect(code("/dev/null") == .readerNotATerminal)
    }

    @Test func `a device that another program has locked is busy, and free afterwards`() throws {
        let terminal = try PseudoTerminal()
        let other = open(terminal.path, O_RDWR | O_NOCTTY)
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        #expect(code(terminal.path) == .readerBusy)
        close(other)
        #expect(code(terminal.path) == nil)
    }

    @Test func `a device can be opened once at a time`() throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort.open(path: terminal.path, baud: 115_200)
        #expect(code(terminal.path) == .readerBusy)
        port.close()
        #expect(code(terminal.path) == nil)
    }

    @Test(.enabled(if: getuid() != 0, "root may open everything"))
    func `a device without permission is denied`() throws {
        let terminal = try PseudoTerminal()
        chmod(terminal.path, 0)
        #expect(code(terminal.path) == .readerDenied)
    }

    @Test func `a speed that serial devices do not have is refused`() throws {
        #expect(code(try PseudoTerminal().path, baud: 12_345) == .readerSettings)
    }

    @Test func `the line is raw, 8N1, without flow control, at the speed asked for`() throws {
        let terminal = try PseudoTerminal()
        let before = open(terminal.path, O_RDWR | O_NOCTTY)
        defer { close(before) }
        var settings = termios()
        // As a login would leave it.
        tcgetattr(before, &settings)
        settings.c_lflag |= tcflag_t(ICANON | ECHO | ISIG)
        settings.c_iflag |= tcflag_t(ICRNL | IXON)
        settings.c_cflag |= tcflag_t(CSTOPB) | tcflag_t(CRTSCTS)
        tcsetattr(before, TCSANOW, &settings)

        let port = try SerialPort.open(path: terminal.path, baud: 57_600)
        tcgetattr(before, &settings)
        #expect(settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG | IEXTEN) == 0)
        #expect(settings.c_iflag & tcflag_t(ICRNL | INLCR | IXON | IXOFF | ISTRIP) == 0)
        #expect(settings.c_oflag & tcflag_t(OPOST) == 0)
        #expect(settings.c_cflag & tcflag_t(CSIZE) == tcflag_t(CS8))
        #expect(settings.c_cflag & (tcflag_t(CSTOPB | PARENB) | tcflag_t(CRTSCTS)) == 0)
        #expect(settings.c_cflag & tcflag_t(CLOCAL | CREAD) == tcflag_t(CLOCAL | CREAD))
        #expect(cfgetispeed(&settings) == speed_t(B57600))
        #expect(cfgetospeed(&settings) == speed_t(B57600))
        withUnsafeBytes(of: settings.c_cc) {
            #expect($0[Int(VMIN)] == 1)
            #expect($0[Int(VTIME)] == 0)
        }
        port.close()
    }

    @Test func `what came before the opening is dropped`() async throws {
        let terminal = try PseudoTerminal()
        terminal.write(Array("stale".utf8))
        let port = try SerialPort.open(path: terminal.path, baud: 9_600)
        let channel = try await asyncChannel(port)
        terminal.write([0x41])
        try await channel.executeThenClose { inbound, _ in
            for try await bytes in inbound {
                #expect(bytes == ByteBuffer(string: "A"))
                break
            }
        }
    }

    @Test func `bytes go both ways untouched, and the line can be handed on once only`() async throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort.open(path: terminal.path, baud: 115_200)
        let channel = try await asyncChannel(port)
        await #expect(throws: KioskError.self) { try await asyncChannel(port) }
        let everything = (0...255).map { UInt8($0) }
        try await channel.executeThenClose { inbound, outbound in
            terminal.write(everything)
            var received: [UInt8] = []
            for try await bytes in inbound {
                received += Array(bytes.readableBytesView)
                if received.count >= everything.count { break }
            }
            #expect(received == everything)
            try await outbound.write(ByteBuffer(bytes: everything))
            var sent: [UInt8] = []
            while sent.count < everything.count {
                let more = terminal.read(within: 5_000)
                if more.isEmpty { break }
                sent += more
            }
            #expect(sent == everything)
        }
        // The channel closed the line: the device is free.
        #expect(code(terminal.path) == nil)
    }

    @Test func `a hang-up ends the channel and frees every descriptor`() async throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort.open(path: terminal.path, baud: 115_200)
        let channel = try await port.makeChannel(on: MultiThreadedEventLoopGroup.singleton) { _ in }
        terminal.hangUp()
        try await channel.closeFuture.get()
        #expect(code(terminal.path) == .readerMissing)
    }

    @Test func `a line that cannot be set up is closed`() async throws {
        struct Refusal: Error {}
        let terminal = try PseudoTerminal()
        let port = try SerialPort.open(path: terminal.path, baud: 115_200)
        await #expect(throws: KioskError.self) {
            try await port.makeChannel(on: MultiThreadedEventLoopGroup.singleton) { _ in throw Refusal() }
        }
        #expect(code(terminal.path) == nil)
    }

    private func asyncChannel(_ port: SerialPort) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let channel = try await port.makeChannel(on: MultiThreadedEventLoopGroup.singleton) { _ in }
        return try await channel.eventLoop.submit {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }.get()
    }
}

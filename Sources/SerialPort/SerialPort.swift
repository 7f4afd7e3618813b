package import Claims
import Glibc
package import NIOCore
import NIOPosix
import Synchronization

/// An open serial line: configured raw, 8N1, without flow control, and locked against other programs.
///
/// Owns its descriptor until `makeChannel` hands it on, once. Settings: docs/readers/line-scanner.md.
package final class SerialPort: Sendable {
    package let path: String
    private let descriptor: Mutex<CInt?>

    init(path: String, descriptor: CInt) {
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    deinit { close() }

    /// Opens and configures a terminal device. A symbolic link is followed anew each time.
    ///
    /// May block for as long as the driver takes to set up an adapter, some hundred milliseconds at worst: not for an
    /// event loop. Unread input is dropped.
    ///
    /// Throws `reader.open.missing`, `.busy`, `.denied`, `.not-a-tty`, `.settings-refused` or `.failed`.
    package static func open(path: String, baud: Int) throws(KioskError) -> SerialPort {
        let speed = try LineSettings.speed(baud: baud, path: path)
        // Without O_NONBLOCK an open may wait for a carrier that never comes. O_EXCL means nothing for a terminal.
        let opened = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw openingFailed(path, errno) }
        let port = SerialPort(path: path, descriptor: opened)
        try checkIsTerminal(opened, path)
        try lock(opened, path)
        try LineSettings.apply(to: opened, speed: speed, path: path)
        tcflush(opened, TCIOFLUSH)
        return port
    }

    /// Closes the line, unless it has been handed on.
    package func close() {
        if let owned = take() { Glibc.close(owned) }
    }

    /// For changing the speed after the line was handed on. Throws `reader.gone` when it was already, and
    /// `reader.open.failed`.
    package func speedControl() throws(KioskError) -> LineSpeed {
        let result = descriptor.withLock { descriptor in
            Result { () throws(KioskError) in
                guard let descriptor else { throw Self.gone(path) }
                let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
                guard duplicate >= 0 else { throw Self.openingFailed(path, errno) }
                return duplicate
            }
        }
        return LineSpeed(path: path, descriptor: try result.get())
    }

    /// Hands the line to a channel on one of the group's event loops; the channel closes it. Can be done once.
    ///
    /// `configure` adds the handlers, on the event loop, before the first byte is read. Throws `reader.gone` when the
    /// line was closed or handed on before, and `reader.open.failed`.
    package func makeChannel(
        on group: any EventLoopGroup,
        configure: @escaping @Sendable (any Channel) throws -> Void
    ) async throws(KioskError) -> any Channel {
        guard let input = take() else { throw Self.gone(path) }
        // The channel wants a descriptor for each direction. Duplicated here because NIO's own call traps when the
        // process has run out of descriptors.
        let output = fcntl(input, F_DUPFD_CLOEXEC, 0)
        guard output >= 0 else {
            let error = Self.openingFailed(path, errno)
            Glibc.close(input)
            throw error
        }
        let isHandedOver = Mutex(false)
        do {
            return try await Self.channel(input: input, output: output, on: group) { channel in
                isHandedOver.withLock { $0 = true }
                return channel.eventLoop.makeCompletedFuture {
                    try configure(channel)
                    return channel
                }
            }
        } catch {
            // From the initialiser on the channel owns both and has closed them.
            if !isHandedOver.withLock({ $0 }) {
                Glibc.close(input)
                Glibc.close(output)
            }
            throw KioskError(
                .readerOpenFailed,
                "cannot read from \(path)",
                remedy: "unplug the device and plug it in again; if that does not help, restart the kiosk",
                cause: error
            )
        }
    }

    private static func channel(
        input: CInt,
        output: CInt,
        on group: any EventLoopGroup,
        initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<any Channel>
    ) async throws -> any Channel {
        guard let bootstrap = NIOPipeBootstrap(validatingGroup: group) else { throw ChannelError.operationUnsupported }
        return try await bootstrap.takingOwnershipOfDescriptors(
            input: input,
            output: output,
            channelInitializer: initializer
        )
    }

    private func take() -> CInt? {
        descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
    }

    private static func checkIsTerminal(_ descriptor: CInt, _ path: String) throws(KioskError) {
        var status = stat()
        var settings = termios()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFCHR,
            tcgetattr(descriptor, &settings) == 0
        else { throw notATerminal(path) }
    }

    /// Keeps other programs off: a lock that polite ones ask for, then the terminal's own exclusive mode.
    private static func lock(_ descriptor: CInt, _ path: String) throws(KioskError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            throw code == EWOULDBLOCK ? busy(path) : openingFailed(path, code)
        }
        // A pseudo-terminal stays exclusive after its user has died, for as long as its other end is open: the next
        // start of this program would be locked out. Not every driver knows the mode; the lock above holds then.
        if !isPseudoTerminal(descriptor) { _ = ioctl(descriptor, UInt(TIOCEXCL)) }
    }

    /// Major numbers 136–143 (Linux, Documentation/admin-guide/devices.txt).
    private static func isPseudoTerminal(_ descriptor: CInt) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return (136...143).contains((status.st_rdev >> 8) & 0xFFF)
    }
}

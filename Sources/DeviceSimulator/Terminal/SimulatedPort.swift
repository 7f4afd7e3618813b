import Claims
import Glibc
import NIOCore
import NIOPosix

/// The plug of a simulated device: a pseudo-terminal behind a stable link, there or not there.
actor SimulatedPort {
    typealias Initializer = @Sendable (any Channel) throws -> Void

    private struct Plugged {
        let terminal: PseudoTerminal
        let channel: any Channel
        /// Link and slave are gone too.
        let isGone: EventLoopFuture<Void>
    }

    /// What is wrong with the line; may be changed at any time.
    nonisolated let faults = Shared(LineFaults())

    private let link: DeviceLink
    private let pace: LinePace
    private let initialize: Initializer
    private var plugged: Plugged?
    private var isChanging = false

    /// - Parameter initialize: adds the device's own handlers to the master's channel, on its event loop.
    init(link: String, pace: LinePace, initialize: @escaping Initializer) {
        self.link = DeviceLink(path: link)
        self.pace = pace
        self.initialize = initialize
    }

    /// False too once a fault has pulled the plug.
    var isPlugged: Bool { plugged?.channel.isActive ?? false }

    /// Makes a new pseudo-terminal and points the link at it. Does nothing when plugged in.
    ///
    /// Throws `rehearsal.simulator-failed`, or `rehearsal.simulator-refused` while another change is under way.
    func plug() async throws {
        guard !isPlugged else { return }
        try beginChange()
        defer { isChanging = false }
        await pull()
        let terminal = try PseudoTerminal.open()
        let channel: any Channel
        do {
            channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.writeBufferWaterMark, value: .init(low: 2048, high: 8192))
                .channelInitializer { [pace, faults, initialize] channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pacer = LinePacer(pace: pace, faults: faults, terminal: terminal.seenByLine)
                        try channel.pipeline.syncOperations.addHandler(pacer)
                        try initialize(channel)
                    }
                }
                .takingOwnershipOfDescriptor(inputOutput: terminal.master)
                .get()
        } catch {
            // The bootstrap failed, so both descriptors are still ours.
            _ = close(terminal.master)
            _ = close(terminal.slave)
            throw error
        }
        // Also when a fault closes the channel.
        let isGone = channel.closeFuture.always { [link] _ in
            link.remove(pointingAt: terminal.path)
            _ = close(terminal.slave)
        }
        plugged = Plugged(terminal: terminal, channel: channel, isGone: isGone)
        do {
            try link.point(to: terminal.path)
        } catch {
            await pull()
            throw error
        }
    }

    /// Removes the link and closes both ends: whoever has the slave open gets HUP. Does nothing when not plugged in.
    ///
    /// Throws `rehearsal.simulator-refused` while another change is under way.
    func unplug() async throws {
        guard plugged != nil else { return }
        try beginChange()
        defer { isChanging = false }
        await pull()
    }

    /// Returns when the last byte has been handed to the pseudo-terminal.
    ///
    /// Throws `rehearsal.simulator-refused` when not plugged in, when unplugged meanwhile, or when nobody has read
    /// what was sent before.
    func send(_ bytes: [UInt8]) async throws(KioskError) {
        guard let channel = plugged?.channel, channel.isActive else { throw .notPlugged }
        do {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        } catch is LinePacer.Overflow {
            throw KioskError(
                .simulatorRefused,
                "Nobody reads what the simulated device sends",
                remedy: "See that kioskd runs and has this device open"
            )
        } catch {
            throw .notPlugged
        }
    }

    /// Throws `rehearsal.simulator-refused` for noise on a line that is not plugged in or that nobody reads.
    func apply(_ fault: LineFault) async throws(KioskError) {
        switch fault {
        case .noise(let count): try await send(faults.use { $0.nextNoise(count) })
        case .pace(let pace): faults.use { $0.pace = pace }
        case .wrongSums(let count): faults.use { $0.wrongSums = count }
        case .silence(let isSilent): faults.use { $0.isSilent = isSilent }
        case .speed(let speed): faults.use { $0.deviceSpeed = speed }
        case .unplugAfter(let count): faults.use { $0.bytesToUnplug = count }
        }
    }

    private func pull() async {
        guard let plugged else { return }
        self.plugged = nil
        link.remove(pointingAt: plugged.terminal.path)
        // Fails only when it is closed already; NIO closes the master's descriptors before it answers.
        try? await plugged.channel.close()
        try? await plugged.isGone.get()
    }

    private func beginChange() throws(KioskError) {
        guard !isChanging else {
            throw KioskError(
                .simulatorRefused,
                "The simulated device is being plugged in or unplugged",
                remedy: "Try again"
            )
        }
        isChanging = true
    }
}

extension PseudoTerminal {
    /// Only to be asked while the slave is open.
    fileprivate var seenByLine: LinePacer.Terminal {
        LinePacer.Terminal(
            hostSpeed: { [slave] in
                var settings = termios()
                guard tcgetattr(slave, &settings) == 0 else { return 0 }
                return bitsPerSecond(cfgetospeed(&settings))
            },
            isRead: { [slave] in
                var waiting: CInt = 0
                return ioctl(slave, UInt(FIONREAD), &waiting) != 0 || waiting == 0
            }
        )
    }
}

private func bitsPerSecond(_ code: speed_t) -> Int {
    let known: [(Int32, Int)] = [
        (B1200, 1_200), (B2400, 2_400), (B4800, 4_800), (B9600, 9_600), (B19200, 19_200), (B38400, 38_400),
        (B57600, 57_600), (B115200, 115_200), (B230400, 230_400), (B460800, 460_800), (B921600, 921_600),
    ]
    return known.first { speed_t($0.0) == code }?.1 ?? 0
}

extension KioskError {
    static let notPlugged = KioskError(
        .simulatorRefused,
        "The simulated device is not plugged in",
        remedy: "Plug it in first"
    )
}

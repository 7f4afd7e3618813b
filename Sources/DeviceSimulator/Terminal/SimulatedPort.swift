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
    }

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

    var isPlugged: Bool { plugged?.channel.isActive ?? false }

    /// Makes a new pseudo-terminal and points the link at it. Does nothing when plugged in.
    ///
    /// Throws `rehearsal.simulator-failed`, or `rehearsal.simulator-refused` while another change is under way.
    func plug() async throws {
        guard plugged == nil else { return }
        try beginChange()
        defer { isChanging = false }
        let terminal = try PseudoTerminal.open()
        let channel: any Channel
        do {
            channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.writeBufferWaterMark, value: .init(low: 2048, high: 8192))
                .channelInitializer { [pace, initialize] channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(LinePacer(pace: pace))
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
        plugged = Plugged(terminal: terminal, channel: channel)
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

    private func pull() async {
        guard let plugged else { return }
        self.plugged = nil
        link.remove(pointingAt: plugged.terminal.path)
        // Fails only when it is closed already; NIO closes the master's descriptors before it answers.
        try? await plugged.channel.close()
        _ = close(plugged.terminal.slave)
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

extension KioskError {
    static let notPlugged = KioskError(
        .simulatorRefused,
        "The simulated device is not plugged in",
        remedy: "Plug it in first"
    )
}

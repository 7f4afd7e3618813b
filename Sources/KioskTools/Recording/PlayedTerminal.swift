import Claims
import Glibc
import NIOCore
import NIOPosix
import ReaderProtocols

/// A pseudo-terminal on which a capture is played: what opens its path finds the recorded device.
struct PlayedTerminal: Sendable {
    private let master: CInt
    /// Held open, so that the master hears nothing of who opens and closes the path.
    private let slave: CInt
    let path: String

    /// Throws `capture.file` when there is no pseudo-terminal to be had.
    init() throws(KioskError) {
        var (master, slave): (CInt, CInt) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw Self.failure(errno) }
        var name = [CChar](repeating: 0, count: 128)
        var settings = termios()
        guard ttyname_r(slave, &name, name.count) == 0, tcgetattr(slave, &settings) == 0 else {
            let reason = errno
            close(slave)
            close(master)
            throw Self.failure(reason)
        }
        // Raw from the start, or the terminal would echo what is played.
        cfmakeraw(&settings)
        tcsetattr(slave, TCSANOW, &settings)
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
        self.master = master
        self.slave = slave
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// What a scanner sends by itself comes again after so long.
    private static let repeatTime = Duration.seconds(5)

    /// Plays until cancelled, or until the capture is at its end and `settleTime` has passed. Closes the terminal.
    ///
    /// - Parameter opened: fires when somebody has opened the path: what was sent before is lost to them.
    func play(_ playback: CapturePlayback, after opened: AsyncStream<Void>? = nil, settleTime: Duration) async throws {
        defer { close(slave) }
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .takingOwnershipOfDescriptor(inputOutput: master) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            close(master)
            throw error
        }
        try await channel.executeThenClose { inbound, outbound in
            var playback = playback
            if let opened { for await _ in opened { break } }
            repeat {
                try await send(playback.start(), to: outbound)
                // Nothing tells when somebody opens the path, so a scanner's codes come again and again.
                if playback.repeatsItself { try await Task.sleep(for: Self.repeatTime) }
            } while playback.repeatsItself
            var iterator = inbound.makeAsyncIterator()
            while !playback.isAtEnd, let bytes = try await iterator.next() {
                try await send(playback.received(bytes.readableBytesView), to: outbound)
            }
            // What was sent last is still on its way through the driver.
            try await Task.sleep(for: settleTime)
        }
    }

    private func send(
        _ steps: [CapturePlayback.Step],
        to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        for step in steps {
            // The pauses of the recording are part of it: framing by silence depends on them.
            if step.pause > 0 { try await Task.sleep(for: .microseconds(step.pause)) }
            try await outbound.write(ByteBuffer(bytes: step.bytes))
        }
    }

    private static func failure(_ reason: CInt) -> KioskError {
        KioskError(
            .captureFile,
            "there is no pseudo-terminal to play the capture on: \(String(cString: strerror(reason)))",
            remedy: "see that /dev/pts is mounted and that the limit in /proc/sys/kernel/pty/max is not reached"
        )
    }
}

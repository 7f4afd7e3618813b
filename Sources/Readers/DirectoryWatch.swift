import Glibc
import NIOCore
import NIOPosix

/// Tells when entries of some directories come, go or change their permissions (inotify(7)).
final class DirectoryWatch: Sendable {
    private static let entryChanges = UInt32(IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_ATTRIB)
    private static let watchLost = UInt32(IN_IGNORED | IN_Q_OVERFLOW)

    /// Our own descriptor of the queue, for adding directories; the channel reads from another.
    private let control: CInt
    private let channel: any Channel

    private init(control: CInt, channel: any Channel) {
        self.control = control
        self.channel = channel
    }

    deinit { Glibc.close(control) }

    /// Nil when the system gives no watch: the caller must look for itself from time to time.
    ///
    /// - Parameter onChange: called on the event loop with the names of the changed entries; nil stands for "anything
    ///   may have changed".
    static func make(
        on group: any EventLoopGroup,
        onChange: @escaping @Sendable ([String]?) -> Void
    ) async -> DirectoryWatch? {
        let control = inotify_init1(CInt(IN_CLOEXEC) | CInt(IN_NONBLOCK))
        guard control >= 0 else { return nil }
        let input = fcntl(control, F_DUPFD_CLOEXEC, 0)
        guard input >= 0, let bootstrap = NIOPipeBootstrap(validatingGroup: group) else {
            if input >= 0 { Glibc.close(input) }
            Glibc.close(control)
            return nil
        }
        // Should this fail, the descriptor of the queue may or may not be closed. It happens once, at the start, and
        // leaking one descriptor is better than closing somebody else's.
        let channel = try? await bootstrap.takingOwnershipOfDescriptor(input: input) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Reader(onChange: onChange))
                return channel
            }
        }
        guard let channel else {
            Glibc.close(control)
            return nil
        }
        return DirectoryWatch(control: control, channel: channel)
    }

    /// Adds a directory. False when it does not exist. Adding one twice changes nothing.
    func add(_ directory: String) -> Bool {
        inotify_add_watch(control, directory, Self.entryChanges | UInt32(IN_ONLYDIR)) >= 0
    }

    func close() async { try? await channel.close() }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let onChange: @Sendable ([String]?) -> Void

        init(onChange: @escaping @Sendable ([String]?) -> Void) { self.onChange = onChange }

        /// A read of the queue returns whole records: watch, mask, cookie, size of the name, name padded with NULs.
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var buffer = Self.unwrapInboundIn(data)
            var names: [String] = []
            while let (_, mask, _, size) = buffer.readMultipleIntegers(
                endianness: .host,
                as: (Int32, UInt32, UInt32, UInt32).self
            ), let name = buffer.readSlice(length: Int(size)) {
                guard mask & DirectoryWatch.watchLost == 0 else { return onChange(nil) }
                names.append(String(decoding: name.readableBytesView.prefix { $0 != 0 }, as: UTF8.self))
            }
            onChange(names)
        }
    }
}

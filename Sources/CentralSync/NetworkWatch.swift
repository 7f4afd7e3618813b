import Glibc
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Hears from the kernel when the network may be back (rtnetlink(7)): a carrier, an address or a route that came.
///
/// Needs no privilege. Where the kernel tells nothing (no netlink in a sandbox), it is silent, and the relay's own
/// pauses are all there is.
package struct NetworkWatch: Service {
    /// One signal for any number of changes that nobody took yet. For one listener.
    package let changes: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let logger: Logger

    package init(logger: Logger) {
        (changes, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.logger = logger
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            var wasTold = false
            var wasOpen = false
            while !Task.isCancelled {
                do {
                    let descriptor = try Self.open()
                    // The kernel drops what is not read in time, with an error that ends the socket: whatever it was may
                    // be the network.
                    if wasOpen { signal.yield() }
                    wasOpen = true
                    try await listen(descriptor)
                } catch {
                    if !wasTold, !Task.isCancelled {
                        logger.notice("changes of the network are not heard", metadata: ["problem": "\(error)"])
                        wasTold = true
                    }
                }
                // Not again and again where it is forbidden, nor as fast as it breaks.
                try? await Task.sleep(for: wasOpen ? .seconds(1) : .seconds(60))
            }
            signal.finish()
        }
    }

    private func listen(_ descriptor: Int32) async throws {
        let channel: NIOAsyncChannel<ByteBuffer, Never>
        do {
            channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16_384))
                .takingOwnershipOfDescriptor(input: descriptor) { channel in
                    channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
                }
        } catch {
            close(descriptor)
            throw error
        }
        try await channel.executeThenClose { datagrams in
            var changes = NetworkChanges()
            for try await datagram in datagrams where changes.mayBeBack(after: datagram) { signal.yield() }
        }
    }

    /// A netlink socket that hears of links, addresses and routes.
    private static func open() throws -> Int32 {
        let kind = Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_NETLINK, kind, 0)
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        // linux/rtnetlink.h: RTMGRP_LINK, _IPV4_IFADDR, _IPV4_ROUTE, _IPV6_IFADDR, _IPV6_ROUTE.
        let groups: UInt32 = 0x1 | 0x10 | 0x40 | 0x100 | 0x400
        // linux/netlink.h: sockaddr_nl, which the C library's headers do not have: family, padding, port, groups.
        var address: (UInt16, UInt16, UInt32, UInt32) = (UInt16(AF_NETLINK), 0, 0, groups)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, 12) }
        }
        guard bound == 0 else {
            let code = errno
            close(descriptor)
            throw IOError(errnoCode: code, reason: "bind")
        }
        return descriptor
    }
}

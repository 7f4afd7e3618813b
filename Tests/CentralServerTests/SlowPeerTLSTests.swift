import CentralServer
import Foundation
import HTTPSupport
import InMemoryLogging
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// Peers that hold the central up over TLS, before, in and after the handshake.
@Suite(.timeLimit(.minutes(2)))
struct SlowPeerTLSTests {
    /// The central's own bounds, of which the two times are a second here: what they do is tested, not how long a minute is.
    private static let limits = HTTPLimits(
        connections: CentralService.limits.connections,
        idleTimeout: .seconds(1),
        headerBytes: CentralService.limits.headerBytes,
        headerFields: CentralService.limits.headerFields,
        bodyBytesPerSecond: CentralService.limits.bodyBytesPerSecond,
        paceWindow: .seconds(1),
        leftOverBytes: CentralService.limits.leftOverBytes
    )

    private enum Slowness: CaseIterable {
        /// Connects and says nothing.
        case silent
        /// A TLS record of which a byte comes now and then.
        case handshake
        /// A kiosk with a certificate whose request's head never ends, and one whose body does not.
        case head
        case body
    }

    /// Until the central hangs up, however much is still to come.
    private static func hold(_ slowness: Slowness, _ central: SecureCentral, _ kiosk: EnrolledKiosk) async throws {
        var start: [UInt8] = []
        switch slowness {
        case .silent: break
        case .handshake: start = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC]
        case .head: start = Array("GET /v1/kiosks/DQ01 HTTP/1.1\r\nhost: a\r\nx-slow: ".utf8)
        case .body: start = Array("POST /v1/claims HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n".utf8)
        }
        let tls = try NIOSSLContext(configuration: kiosk.tls)
        let isSecure = slowness == .head || slowness == .body
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: central.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if isSecure {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let first = start
        try? await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do { for try await _ in inbound {} } catch {
                        // Cut off.
                    }
                }
                group.addTask {
                    if !first.isEmpty { try? await outbound.write(ByteBuffer(bytes: first)) }
                    // What a slow peer does is wait; the test waits for the central to end it.
                    while slowness != .silent, !Task.isCancelled {
                        try? await Task.sleep(for: .milliseconds(100))
                        guard (try? await outbound.write(ByteBuffer(string: "a"))) != nil else { break }
                    }
                    // The reader says when it is over.
                    while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
                }
                _ = try await group.next()
                group.cancelAll()
            }
        }
    }

    @Test func `whoever is slow over TLS is hung up on, and the others are served meanwhile`() async throws {
        let log = InMemoryLogHandler()
        try await SecureCentral.run(limits: Self.limits, logger: Logger(label: "test") { _ in log }) { central in
            let kiosk = try await central.enrolled("DQ01")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for slowness in Slowness.allCases {
                    for _ in 0..<8 { group.addTask { try await Self.hold(slowness, central, kiosk) } }
                }
                #expect(try await central.ask("/v1/kiosks/DQ01", as: kiosk).status == 200)
                try await group.waitForAll()
            }
            #expect(try await central.ask("/v1/kiosks/DQ01", as: kiosk).status == 200)
        }
        #expect(log.entries.filter { $0.metadata["why"] == "a body comes too slowly" }.count <= 1)
    }

    @Test func `the bounds in production are a minute and 256 bytes a second`() {
        let limits = CentralService.limits
        #expect(limits.idleTimeout == .seconds(60) && limits.paceWindow == .seconds(10))
        #expect(limits.bodyBytesPerSecond == 256 && limits.connections == 1_024)
    }
}

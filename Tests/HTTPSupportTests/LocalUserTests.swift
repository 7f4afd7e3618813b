import Claims
import Foundation
import Glibc
import InMemoryLogging
import Logging
import NIOCore
import Synchronization
import Testing

@testable import HTTPSupport

/// Which user of this machine is at the other end of a connection, by the kernel's own list.
struct LocalUserTests {
    private static let refusal = KioskError(.requestOtherUser, "not you", remedy: "ask root")

    @Test func `the kernel says whose connection it is, asked once for many requests`() async throws {
        let asked = Mutex<[UInt32?]>([])
        let check: @Sendable (UnixPeer?) -> KioskError? = { peer in
            asked.withLock { $0.append(peer?.uid) }
            return nil
        }
        try await RunningHTTP.run(onSocket: false, idle: .seconds(10), logger: Self.quiet, check: check) { server in
            let text = try await server.talk { outbound in
                let first = "GET /hello HTTP/1.1\r\nhost: a\r\n\r\n"
                let last = "GET /hello HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
                try await outbound.write(ByteBuffer(string: first + first + last))
            }
            #expect(text.components(separatedBy: "200 OK").count == 4, "\(text)")
        }
        #expect(asked.withLock { $0 } == [getuid()])
    }

    @Test func `who may not is told why, whatever he sends, and the connection ends`() async throws {
        let log = InMemoryLogHandler()
        let logger = Logger(label: "test") { _ in log }
        let check: @Sendable (UnixPeer?) -> KioskError? = { _ in Self.refusal }
        try await RunningHTTP.run(onSocket: false, idle: .seconds(10), logger: logger, check: check) { server in
            let body = String(repeating: "x", count: 900)
            for request in [
                "GET /hello HTTP/1.1\r\nhost: a\r\n\r\n",
                "POST /take HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\n\r\n\(body)",
                "GET /hello HTTP/1.1\r\nhost: a\r\n\r\nGET /endless HTTP/1.1\r\nhost: a\r\n\r\n",
            ] {
                let text = try await server.talk { try await $0.write(ByteBuffer(string: request)) }
                #expect(text.hasPrefix("HTTP/1.1 403 Forbidden\r\n"), "\(text)")
                #expect(text.contains("request.other-user") && text.contains("ask root"), "\(text)")
                #expect(!text.contains("hello") && !text.contains("900"), "\(text)")
                #expect(text.components(separatedBy: "HTTP/1.1").count == 2, "\(text)")
            }
        }
        // Once a minute.
        #expect(log.entries.filter { $0.level == .warning }.map { "\($0.message)" } == ["connection refused"])
    }

    @Test func `a row counts for both of its addresses, and not when nobody holds the socket any more`() throws {
        func row(_ uid: Int, inode: Int) -> String {
            "   1: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000 \(uid)        0 \(inode) 1 x\n"
        }
        let browser = TCPOwner.Form(try SocketAddress(ipAddress: "127.0.0.1", port: 40_000))?.text(TCPOwner.Form.short)
        let page = TCPOwner.Form(try SocketAddress(ipAddress: "127.0.0.1", port: 8_080))?.text(TCPOwner.Form.short)
        let (own, other) = (try #require(browser), try #require(page))
        #expect(TCPOwner.uid(in: row(1_000, inode: 4_711), own, other) == 1_000)
        #expect(TCPOwner.uid(in: row(1_000, inode: 4_711), other, own) == nil)
        // The kernel shows root's number for it.
        #expect(TCPOwner.uid(in: row(0, inode: 0), own, other) == nil)
        for broken in ["", "  sl  local_address rem_address   st", "1: \(own) \(other) 01"] {
            #expect(TCPOwner.uid(in: broken, own, other) == nil)
        }
    }

    @Test func `addresses are written as the kernel's lists have them`() throws {
        let short = try #require(TCPOwner.Form(try SocketAddress(ipAddress: "127.0.0.1", port: 80)))
        #expect(short.text(TCPOwner.Form.short) == "0100007F:0050")
        #expect(short.text(TCPOwner.Form.long) == "0000000000000000FFFF00000100007F:0050")
        let long = try #require(TCPOwner.Form(try SocketAddress(ipAddress: "::1", port: 65_535)))
        #expect(long.text(TCPOwner.Form.short) == nil)
        #expect(long.text(TCPOwner.Form.long) == "00000000000000000000000001000000:FFFF")
        #expect(TCPOwner.Form(try SocketAddress(unixDomainSocketPath: "/tmp/x")) == nil)
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

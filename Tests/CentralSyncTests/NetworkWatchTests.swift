import Claims
import Foundation
import Glibc
import Logging
import NIOCore
import Outbox
import Testing

@testable import CentralSync

@Suite(.timeLimit(.minutes(2)))
struct NetworkWatchTests {
    private func message(_ type: UInt16, index: Int32 = 2, flags: UInt32 = 0, length: UInt32? = nil) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeInteger(length ?? 32, endianness: .host)
        buffer.writeInteger(type, endianness: .host)
        buffer.writeRepeatingByte(0, count: 10 + 4)
        buffer.writeInteger(index, endianness: .host)
        buffer.writeInteger(flags, endianness: .host)
        buffer.writeRepeatingByte(0, count: 4)
        return buffer
    }

    private let up: UInt32 = 0x1_0043

    @Test func `a carrier that comes counts, one that stays or goes does not`() {
        let messages = [
            (message(16, flags: up), true), (message(16, flags: up), false), (message(16, flags: 0x3), false),
            (message(16, flags: up), true), (message(17), false), (message(16, flags: up), true),
            (message(16, index: 1, flags: up | 0x8), false),
        ]
        var changes = NetworkChanges()
        #expect(messages.map { changes.mayBeBack(after: $0.0) } == messages.map(\.1))
    }

    @Test func `addresses and routes count when they come, not when they go`() {
        var changes = NetworkChanges()
        let types: [UInt16] = [20, 21, 24, 25, 3]
        #expect(types.map { changes.mayBeBack(after: message($0)) } == [true, false, true, false, false])
        var several = message(21)
        several.writeImmutableBuffer(message(24))
        let isBack = changes.mayBeBack(after: several)
        #expect(isBack)
    }

    @Test func `an address whose time is renewed counts once, one that comes back counts again`() {
        /// An IPv6 address of interface 2 with the seconds that it is good for.
        func address(_ type: UInt16 = 20, last: UInt8 = 7, seconds: UInt32) -> ByteBuffer {
            var body = ByteBuffer(bytes: [10, 64, 0, 0, 2, 0, 0, 0])
            // IFA_ADDRESS, then IFA_CACHEINFO.
            body.writeInteger(UInt16(20), endianness: .host)
            body.writeInteger(UInt16(1), endianness: .host)
            body.writeBytes([0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 11) + [last])
            body.writeInteger(UInt16(20), endianness: .host)
            body.writeInteger(UInt16(6), endianness: .host)
            for value in [seconds, seconds, 0, 0] { body.writeInteger(value, endianness: .host) }
            var buffer = ByteBuffer()
            buffer.writeInteger(UInt32(16 + body.readableBytes), endianness: .host)
            buffer.writeInteger(type, endianness: .host)
            buffer.writeRepeatingByte(0, count: 10)
            buffer.writeImmutableBuffer(body)
            return buffer
        }
        let messages = [
            (address(seconds: 1_800), true), (address(seconds: 1_799), false), (address(last: 8, seconds: 1_800), true),
            (address(21, seconds: 0), false), (address(seconds: 1_800), true),
        ]
        var changes = NetworkChanges()
        #expect(messages.map { changes.mayBeBack(after: $0.0) } == messages.map(\.1))
    }

    @Test func `bytes that are no message are passed over`() {
        var changes = NetworkChanges()
        for length in [0, 1, 15, 16, 17, 31, 33, 1_000, UInt32.max] as [UInt32] {
            for cut in 0...32 {
                var bytes = message(16, flags: up, length: length)
                _ = changes.mayBeBack(after: bytes.readSlice(length: cut) ?? bytes)
            }
        }
        for size in 0..<200 {
            _ = changes.mayBeBack(after: ByteBuffer(bytes: (0..<size).map { _ in UInt8.random(in: 0...255) }))
        }
    }

    /// An address of TEST-NET-2 (RFC 5737) that the loopback device has for the time of the test.
    @Test(.enabled(if: geteuid() == 0 && access("/sbin/ip", X_OK) == 0, "needs root and ip"))
    func `a claim goes out when the network returns, whatever the pause`() async throws {
        let address = "198.51.100.\(Int.random(in: 1...254))"
        let fixture = try RelayFixture()
        let central = try await LoopbackCentral.start(host: "0.0.0.0") { request, _ in
            .answer(200, RelayFixture.answer(request))
        }
        try await fixture.record(3)
        let watch = NetworkWatch(logger: Logger(label: "watch") { _ in SwiftLogNoOpLogHandler() })
        let hour = BackOff.Policy(first: .seconds(3_000), longest: .seconds(3_000))
        let listening = Task { await watch.run() }
        defer { listening.cancel() }
        let url = "http://\(address):\(central.port)"
        try await fixture.relay(to: url, network: watch.changes, policy: hour, timeout: .seconds(3_000)) { _ in
            // Away: either refused at once, or a connection that hangs.
            _ = try? await fixture.failed(within: .seconds(1))
            guard try ip("addr", "add", "\(address)/32", "dev", "lo") else { return }
            defer { _ = try? ip("addr", "del", "\(address)/32", "dev", "lo") }
            // Within the bound of the wait; the pause that is under way is fifty minutes.
            try await fixture.reached { $0.accepted == 3 }
        }
        try await central.stop()
    }

    private func ip(_ arguments: String...) throws -> Bool {
        let process = try Process.run(URL(fileURLWithPath: "/sbin/ip"), arguments: arguments)
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

import Foundation
import HTTPSupport
import InMemoryLogging
import KioskTestSupport
import Logging
import NIOCore
import Testing

/// Peers that hold a listener up. Every listener of ours is an `HTTPService`.
@Suite(.timeLimit(.minutes(2)))
struct SlowPeerTests {
    private static func withListener(
        onSocket: Bool,
        idle: Duration = .seconds(60),
        _ body: @escaping @Sendable (RunningHTTP) async throws -> Void
    ) async throws -> [String] {
        let log = InMemoryLogHandler()
        try await RunningHTTP.run(
            onSocket: onSocket,
            idle: idle,
            logger: Logger(label: "test") { _ in log },
            body
        )
        return log.entries.filter { $0.level >= .warning }.map { entry in
            entry.metadata["why"].map { "\($0)" } ?? "\(entry.message)"
        }
    }

    /// One byte now and then, for ever.
    @Sendable private static func trickle(_ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        while true {
            try await outbound.write(ByteBuffer(string: "a"))
            // What a slow peer does is wait; the test waits for the server to end it.
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    @Test(arguments: [false, true])
    func `a peer that says nothing, and one whose head never ends, are hung up on`(onSocket: Bool) async throws {
        let started = ContinuousClock.now
        _ = try await Self.withListener(onSocket: onSocket, idle: .seconds(1)) { listener in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let answer = try await listener.talk { _ in }
                        #expect(answer.isEmpty)
                    }
                    group.addTask {
                        let answer = try await listener.talk { outbound in
                            try await outbound.write(ByteBuffer(string: "GET /hello HTTP/1.1\r\nx-slow: "))
                            try await Self.trickle(outbound)
                        }
                        #expect(answer.isEmpty)
                    }
                }
                try await group.waitForAll()
            }
            // Free again. A machine that is busy may take a second for the request, so more than once.
            var answer = ""
            for _ in 0..<10 where !answer.hasSuffix("hello") {
                answer = try await listener.talk { outbound in
                    let request = "GET /hello HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
                    try await outbound.write(ByteBuffer(string: request))
                }
            }
            #expect(answer.hasSuffix("hello"))
        }
        #expect(ContinuousClock.now - started < .seconds(60))
    }

    @Test(arguments: [false, true])
    func `a body that trickles is ended and logged once`(onSocket: Bool) async throws {
        let lines = try await Self.withListener(onSocket: onSocket) { listener in
            for _ in 0..<2 {
                let answer = try await listener.talk { outbound in
                    let head = "POST /take HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n"
                    try await outbound.write(ByteBuffer(string: head))
                    try await Self.trickle(outbound)
                }
                #expect(answer.isEmpty)
            }
        }
        #expect(lines == ["a body comes too slowly"])
    }

    @Test func `an answer that nobody reads is ended and logged once`() async throws {
        let lines = try await Self.withListener(onSocket: false, idle: .seconds(5)) { listener in
            let output = try await listener.deaf("GET /endless HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(output)
        }
        #expect(lines == ["an answer is not read"])
    }

    @Test(arguments: ["content-length: 2147483648", "transfer-encoding: chunked"])
    func `two gigabytes are refused early, whatever was said of their length`(kind: String) async throws {
        let lines = try await Self.withListener(onSocket: false) { listener in
            let answer = try await listener.talk { outbound in
                let head = "POST /take HTTP/1.1\r\nhost: a\r\n\(kind)\r\n\r\n"
                try await outbound.write(ByteBuffer(string: head))
                let piece = ByteBuffer(repeating: 0x61, count: 65_536)
                for _ in 0..<32_768 {
                    if kind.hasPrefix("transfer") { try await outbound.write(ByteBuffer(string: "10000\r\n")) }
                    try await outbound.write(piece)
                    if kind.hasPrefix("transfer") { try await outbound.write(ByteBuffer(string: "\r\n")) }
                }
            }
            // What was answered may be lost when the connection is cut in the middle of sending.
            #expect(answer.isEmpty || answer.contains("413"))
        }
        #expect(lines == ["a body goes on after its answer"])
        // What it costs the real daemons is looked at in IntegrationTests.
    }
}

import AsyncHTTPClient
import BenchSupport
import CentralSync
import Claims
import Foundation
import Logging
import SampleKiosk

/// From "the network is back" to the first byte of a claim at the central's end: an address of TEST-NET-2 (RFC 5737) comes
/// to the loopback device while the relay, in a pause of fifty minutes, has a connection that hangs.
struct NetworkRun {
    let kiosk: SampleKiosk
    let rounds: Int
    /// Whether the kernel tells of it. It does not where the line behind the router was away: then the relay is in its
    /// pause, and looks for the central.
    let isTold: Bool

    /// Milliseconds of each round. Needs root and `ip`; empty without.
    func run() async throws -> [Double] {
        guard geteuid() == 0, access("/sbin/ip", X_OK) == 0 else { return [] }
        var times: [Double] = []
        for round in 1...rounds { times.append(try await once("198.51.100.\(isTold ? round : 100 + round)")) }
        return times
    }

    private func once(_ address: String) async throws -> Double {
        let listener = try Listener()
        defer { listener.stop() }
        let watch = NetworkWatch(logger: Self.silent)
        let missing = MissingCentral()
        let central = "http://\(address):\(listener.port)"
        let (rests, rested) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let relay = OutboxRelay(
            store: kiosk.store,
            central: central,
            network: isTold ? watch.changes : AsyncStream { $0.finish() },
            missing: missing,
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
            policy: BackOff.Policy(first: .seconds(3_000), longest: .seconds(3_000)),
            timeout: .seconds(3_000),
            logger: Self.silent,
            makeClient: {
                HTTPClient(eventLoopGroupProvider: .singleton, configuration: OutboxRelay.clientConfiguration)
            },
            onState: { if $0.nextAttemptAt != nil { rested.yield() } }
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [isTold] in
                if isTold { await watch.run() }
                await CentralWatch(missing, central: central, logger: Self.silent).run()
            }
            group.addTask { await relay.run() }
            if !isTold { for await _ in rests { break } }
            // Long enough for a connection to hang, whatever the kernel says of an address that is nowhere, and for one look
            // in vain.
            try await ContinuousClock().sleep(for: .seconds(isTold ? 2 : 5))
            let begun = Clock.now
            try Self.ip("add", address)
            defer { try? Self.ip("del", address) }
            try listener.firstByte()
            let time = Double(Clock.now - begun) / 1e6
            group.cancelAll()
            return time
        }
    }

    private static let silent = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

    private static func ip(_ verb: String, _ address: String) throws {
        let process = try Process.run(
            URL(filePath: "/sbin/ip"),
            arguments: ["addr", verb, "\(address)/32", "dev", "lo"]
        )
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchFailure("ip addr \(verb) failed") }
    }
}

/// A socket on all addresses.
private struct Listener {
    let port: UInt16
    private let socket: CInt

    init() throws {
        socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = socket
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 8) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw BenchFailure("no listener") }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Waits for a minute at most. Connections that were given up meanwhile bring none.
    func firstByte() throws {
        while true {
            var ready = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 60_000) == 1 else { throw BenchFailure("no claim came") }
            let connection = accept(socket, nil, nil)
            defer { close(connection) }
            var byte: UInt8 = 0
            if read(connection, &byte, 1) == 1 { return }
        }
    }

    func stop() { close(socket) }
}

import Glibc
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// HTTP/1.1 to the counter, as little of it as the bench needs: JSON answers with a length.
final class CounterConnection: Readable {
    private(set) var descriptor: CInt
    private var input: [UInt8] = []

    init(port: UInt16) throws { descriptor = try connectLoopback(port) }

    deinit { shut() }

    func readable() throws {
        let bytes = try readSome(descriptor)
        input += bytes
        if bytes.isEmpty { shut() }
    }

    func shut() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// The new snapshot.
    func post(_ action: String, _ body: String = "{}", loop: PollLoop) throws -> CounterSnapshot {
        try send("POST", action, body, loop: loop)
    }

    func get(loop: PollLoop) throws -> CounterSnapshot { try send("GET", nil, "", loop: loop) }

    func send(_ method: String, _ action: String?, _ body: String, loop: PollLoop) throws -> CounterSnapshot {
        try snapshot(in: try exchange(method, action, body, loop: loop))
    }

    /// The body of the answer, which must be a 200.
    func exchange(_ method: String, _ action: String?, _ body: String, loop: PollLoop) throws -> [UInt8] {
        let path = "/v1/session" + (action.map { "/\($0)" } ?? "")
        let request = """
            \(method) \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n\
            content-length: \(body.utf8.count)\r\n\r\n\(body)
            """
        input = []
        try writeAll(descriptor, Array(request.utf8))
        var answer: (head: String, body: [UInt8])?
        try loop.run(until: "answer to \(path)") {
            answer = split()
            return answer != nil || descriptor < 0
        }
        guard let answer else { throw BenchFailure("the kiosk closed the connection at \(path)") }
        guard answer.head.hasPrefix("HTTP/1.1 200") else {
            throw BenchFailure("\(path): \(answer.head.prefix(40)) \(String(decoding: answer.body, as: UTF8.self))")
        }
        return answer.body
    }

    func snapshot(in body: [UInt8]) throws -> CounterSnapshot {
        try JSONDecoder().decode(CounterSnapshot.self, from: Data(body))
    }

    /// The answer, once it is complete.
    private func split() -> (head: String, body: [UInt8])? {
        guard let end = input.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: input[..<end.lowerBound], as: UTF8.self)
        let length =
            head.lowercased().split(separator: "\r\n")
            .first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).filter(\.isNumber)) } ?? 0
        guard input.count - end.upperBound >= length else { return nil }
        return (head, Array(input[end.upperBound..<(end.upperBound + length)]))
    }
}

/// A blocking connection to a port of this machine.
func connectLoopback(_ port: UInt16) throws -> CInt {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BenchFailure.call("socket") }
    var on: CInt = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard connected == 0 else {
        let failure = BenchFailure.call("connect")
        close(descriptor)
        throw failure
    }
    return descriptor
}

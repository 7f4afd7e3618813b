import Glibc
import NIOPosix

/// A tty as a plain program uses it: open, poll, read, write. Every wait has a bound, and none holds up a thread of
/// the cooperative pool.
final class RawTerminal: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: CInt

    init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(description: "open \(path): errno \(errno)") }
        var settings = termios()
        tcgetattr(descriptor, &settings)
        cfmakeraw(&settings)
        tcsetattr(descriptor, TCSANOW, &settings)
    }

    deinit { _ = close(descriptor) }

    func send(_ bytes: [UInt8]) throws {
        let count = write(descriptor, bytes, bytes.count)
        guard count == bytes.count else { throw Failure(description: "wrote \(count) of \(bytes.count) bytes") }
    }

    /// Exactly `count` bytes, or what has come when `limit` milliseconds are over, and in how many reads.
    func receive(_ count: Int, within limit: CInt = 5_000) async throws -> (bytes: [UInt8], reads: Int) {
        try await NIOThreadPool.singleton.runIfActive { [self] in
            var bytes: [UInt8] = []
            var reads = 0
            while bytes.count < count, wait(POLLIN, limit) & CShort(POLLIN) != 0 {
                var buffer = [UInt8](repeating: 0, count: count - bytes.count)
                let got = read(descriptor, &buffer, buffer.count)
                guard got > 0 else { break }
                bytes += buffer.prefix(got)
                reads += 1
            }
            return (bytes, reads)
        }
    }

    /// Sends a request and takes its answer of `count` bytes.
    func ask(_ request: [UInt8], for count: Int) async throws -> [UInt8] {
        try send(request)
        return try await receive(count).bytes
    }

    /// Whether the other end has gone, waiting for it at most `limit` milliseconds.
    func hangsUp(within limit: CInt = 5_000) async throws -> Bool {
        try await NIOThreadPool.singleton.runIfActive { [self] in wait(0, limit) & CShort(POLLHUP) != 0 }
    }

    private func wait(_ events: CInt, _ limit: CInt) -> CShort {
        var entry = pollfd(fd: descriptor, events: CShort(events), revents: 0)
        return poll(&entry, 1, limit) > 0 ? entry.revents : 0
    }
}
